import { methodSettings, readable, setting, Stage, stages } from './stages';
import { Model } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, list, mappings, target } from '../query';

const LIMITS = ['ThrottlingRateLimit', 'ThrottlingBurstLimit'];

function throttled(model: Model, stage: Stage): boolean {
  if (stage.kind === 'HTTP') return !absent(setting(stage, 'RouteSettings')) || LIMITS.some((limit) => !absent(setting(stage, `DefaultRouteSettings.${limit}`)));
  if (!readable(stage) || LIMITS.some((limit) => methodSettings(stage, limit).some((value) => !absent(value)))) return true;
  return model.resources('AWS::ApiGateway::UsagePlan').some((plan) => list(plan.get('ApiStages')).length > 0
    && (!absent(plan.get('Throttle')) || mappings(plan.get('ApiStages')).some((one) => !absent(one.Throttle)))
    && mappings(plan.get('ApiStages')).some(({ ApiId: id }) => !stage.api || !target(model, id) || target(model, id) === stage.api));
}

export const stageThrottling: Lesson = {
  id: 'StageThrottling',
  title: 'A stage of an API limits the rate of calls',
  severity: 'medium',
  facet: 'reliability',
  classes: ['api-throttling'],
  why: 'One caller may use up the limit of the whole account and the concurrency behind it: all other APIs answer 429 with it.',
  fix: 'Set ThrottlingRateLimit and ThrottlingBurstLimit in MethodSettings for /* (DefaultRouteSettings for HTTP APIs), or a usage plan.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
  flawed: `
    Stage: { Type: AWS::ApiGateway::Stage, Properties: { StageName: v1, RestApiId: api } }`,
  sound: `
    Stage:
      Type: AWS::ApiGateway::Stage
      Properties:
        StageName: v1
        RestApiId: api
        MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 }]`,
  *check(model) {
    for (const stage of stages(model)) {
      const property = stage.kind === 'REST' ? 'MethodSettings' : 'DefaultRouteSettings';
      if (!throttled(model, stage)) yield at(stage.holder, `${stage.prefix}${property}`, 'Calls are not throttled');
    }
  },
};
