import { at, Lesson } from '../lesson';
import { isTrue, mappings, surely, target } from '../query';

export const apiKeyWithoutPlan: Lesson = {
  id: 'ApiKeyWithoutPlan',
  title: 'An API that asks for a key has a usage plan',
  severity: 'high',
  facet: 'reliability',
  classes: ['api-auth', 'api-throttling', 'api-wiring'],
  why: 'A key counts only through a usage plan of the stage: without one every call is answered 403.',
  fix: 'Add an AWS::ApiGateway::UsagePlan with the stage, and an AWS::ApiGateway::UsagePlanKey for each key.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
  flawed: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: GET, ApiKeyRequired: true } }`,
  sound: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, HttpMethod: GET, ApiKeyRequired: true } }
    Plan: { Type: AWS::ApiGateway::UsagePlan, Properties: { ApiStages: [{ ApiId: !Ref Api, Stage: v1 }] } }`,
  *check(model) {
    const plans = model.resources('AWS::ApiGateway::UsagePlan').flatMap((plan) => mappings(plan.get('ApiStages')).map(({ ApiId: id }) => target(model, id)));
    for (const method of model.resources('AWS::ApiGateway::Method')) {
      const api = target(model, method.get('RestApiId'));
      if (api && surely(method.get('ApiKeyRequired'), isTrue) && !plans.includes(api) && !plans.includes(undefined)) {
        yield at(method, 'ApiKeyRequired', `No usage plan holds a stage of ${api.id}`);
      }
    }
  },
};
