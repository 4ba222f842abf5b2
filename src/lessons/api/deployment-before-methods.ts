import { fromDocument } from './stages';
import { atAttribute, Lesson } from '../lesson';
import { prerequisites, target } from '../query';

export const deploymentBeforeMethods: Lesson = {
  id: 'DeploymentBeforeMethods',
  title: 'The deployment of an API waits for its methods',
  severity: 'critical',
  facet: 'reliability',
  classes: ['api-wiring', 'depends-on'],
  why: 'A deployment is a picture of the API at that moment: without methods it fails, and methods that come later answer 403.',
  fix: 'Add DependsOn with every AWS::ApiGateway::Method of the API to the AWS::ApiGateway::Deployment.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-deployment.html',
  flawed: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: GET } }
    Deployment: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }`,
  sound: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: GET } }
    Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: Get, Properties: { RestApiId: !Ref Api } }`,
  *check(model) {
    for (const deployment of model.resources('AWS::ApiGateway::Deployment')) {
      const api = target(model, deployment.get('RestApiId'));
      if (api?.type !== 'AWS::ApiGateway::RestApi' || fromDocument(api)) continue;
      const before = prerequisites(deployment);
      const late = model.resources('AWS::ApiGateway::Method').filter((method) => target(model, method.get('RestApiId')) === api && !before.has(method));
      if (late.length > 0) yield atAttribute(deployment, 'DependsOn', `Does not wait for ${late.map(({ id }) => id).join(', ')}`);
    }
  },
};
