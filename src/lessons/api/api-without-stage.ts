import { stages } from './stages';
import { at, Lesson } from '../lesson';
import { list, target } from '../query';

export const apiWithoutStage: Lesson = {
  id: 'ApiWithoutStage',
  title: 'An API has a deployment and a stage',
  severity: 'high',
  facet: 'reliability',
  classes: ['api-wiring', 'missing-resource'],
  why: 'Without a stage the API has no address: nobody can call it.',
  fix: 'Add an AWS::ApiGateway::Deployment and an AWS::ApiGateway::Stage (AWS::ApiGatewayV2::Stage with AutoDeploy for HTTP APIs).',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-stage.html',
  flawed: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Deployment: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }`,
  sound: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Deployment: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }
    Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1 } }`,
  *check(model) {
    const all = stages(model);
    const deployed = new Set(all.map(({ api }) => api));
    if (all.some(({ api }) => !api)) return;
    // A template that makes no deployment may leave it to another one.
    const meant = model.resources('AWS::ApiGateway::Deployment', 'AWS::ApiGatewayV2::Deployment', 'AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Route')
      .flatMap((one) => [...list(one.get('RestApiId')), ...list(one.get('ApiId'))].flatMap((id) => target(model, id) ?? []));
    for (const api of new Set(meant)) {
      if (!deployed.has(api) && /^AWS::ApiGateway(V2::Api|::RestApi)$/.test(api.type)) yield at(api, '', 'No stage belongs to the API');
    }
  },
};
