import { show } from '../../template';
import { functionOf } from '../functions/functions';
import { at, Lesson } from '../lesson';
import { num, possibly, surely } from '../query';

/** API Gateway waits 29 s; a round 30 is the same in practice. */
const MOST = 30;

export const integrationSlower: Lesson = {
  id: 'IntegrationSlower',
  title: 'A function behind an API answers within the 29 seconds that API Gateway waits',
  severity: 'medium',
  facet: 'reliability',
  classes: ['lambda-timeout', 'api-wiring'],
  why: 'The caller gets 504 and sends again, while the function goes on: the payment is worked on twice.',
  fix: 'Set Timeout of the function to 29 or less, or take the work to a queue and answer at once.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Timeout: 300 } }
    Get: { Type: AWS::ApiGateway::Method, Properties: { Integration: { Type: AWS_PROXY, Uri: !Sub 'arn:aws:apigateway:x:lambda:path/functions/\${Worker.Arn}/invocations' } } }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { Timeout: 28 } }
    Get: { Type: AWS::ApiGateway::Method, Properties: { Integration: { Type: AWS_PROXY, Uri: !Sub 'arn:aws:apigateway:x:lambda:path/functions/\${Worker.Arn}/invocations' } } }`,
  *check(model) {
    const uris = [
      ...model.resources('AWS::ApiGateway::Method').filter((method) => !/Invocation-?Type/.test(JSON.stringify(method.raw('Integration') ?? ''))
        // A longer wait was agreed with AWS.
        && !possibly(method.get('Integration.TimeoutInMillis'), (one) => (num(one) ?? 0) > MOST * 1000)).map((method) => method.get('Integration.Uri')),
      ...model.resources('AWS::ApiGatewayV2::Integration').map((one) => one.get('IntegrationUri')),
    ];
    for (const callee of new Set(uris.flatMap((uri) => functionOf(model, uri) ?? []))) {
      const timeout = callee.get('Timeout');
      if (timeout !== undefined && surely(timeout, (one) => (num(one) ?? 0) > MOST)) yield at(callee, 'Timeout', `The function may take ${show(timeout)} s, API Gateway waits 29 s`);
    }
  },
};
