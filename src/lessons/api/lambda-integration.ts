import { Reference, show } from '../../template';
import { functionOf } from '../functions/functions';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

export const lambdaIntegration: Lesson = {
  id: 'LambdaIntegration',
  title: 'A REST API calls a function by POST, at its invocation path',
  severity: 'critical',
  facet: 'reliability',
  classes: ['api-wiring', 'invalid-property'],
  why: 'API Gateway refuses the bare ARN of a function as a URI, and Lambda every method but POST: the deployment or all calls fail.',
  fix: 'Set IntegrationHttpMethod: POST and Uri: arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function }
    Get:
      Type: AWS::ApiGateway::Method
      Properties:
        HttpMethod: GET
        Integration:
          Type: AWS_PROXY
          IntegrationHttpMethod: GET
          Uri: !Sub 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Worker.Arn}/invocations'`,
  sound: `
    Worker: { Type: AWS::Lambda::Function }
    Get:
      Type: AWS::ApiGateway::Method
      Properties:
        HttpMethod: GET
        Integration:
          Type: AWS_PROXY
          IntegrationHttpMethod: POST
          Uri: !Sub 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Worker.Arn}/invocations'`,
  *check(model) {
    for (const method of model.resources('AWS::ApiGateway::Method')) {
      const uri = method.get('Integration.Uri');
      if (!functionOf(model, uri) && !show(uri).includes(':lambda:path/')) continue;
      const verb = method.get('Integration.IntegrationHttpMethod');
      if (surely(verb, (one) => one === undefined || (typeof one === 'string' && one !== 'POST'))) {
        yield at(method, 'Integration.IntegrationHttpMethod', verb === undefined ? 'No IntegrationHttpMethod' : `IntegrationHttpMethod is ${show(verb)}`, 'method');
      }
      if (surely(uri, (one) => one instanceof Reference)) yield at(method, 'Integration.Uri', 'The URI is the function itself, not its invocation path', 'uri');
    }
  },
};
