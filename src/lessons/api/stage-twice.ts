import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { target } from '../query';

export const stageTwice: Lesson = {
  id: 'StageTwice',
  title: 'A stage is made once: by the deployment or by a resource of its own',
  severity: 'critical',
  facet: 'reliability',
  classes: ['api-wiring'],
  why: 'The deployment makes the stage already: the stage of its own fails with "already exists".',
  fix: 'Leave StageName and StageDescription out of the deployment, and keep the AWS::ApiGateway::Stage.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-deployment.html',
  flawed: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Deployment: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api, StageName: v1 } }
    Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1 } }`,
  sound: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Deployment: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }
    Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1 } }`,
  *check(model) {
    for (const deployment of model.resources('AWS::ApiGateway::Deployment')) {
      const name = deployment.get('StageName');
      const api = target(model, deployment.get('RestApiId'));
      const twice = name !== undefined && api && model.resources('AWS::ApiGateway::Stage')
        .find((stage) => target(model, stage.get('RestApiId')) === api && show(stage.get('StageName')) === show(name));
      if (twice) yield at(deployment, 'StageName', `The deployment and ${twice.id} both make the stage ${show(name)}`);
    }
  },
};
