import { has, stages } from './stages';
import { at, Lesson } from '../lesson';
import { isTrue } from '../query';

export const stageDataTrace: Lesson = {
  id: 'StageDataTrace',
  title: 'A stage does not log the bodies of requests',
  severity: 'high',
  facet: 'security',
  classes: ['api-wiring', 'security-general'],
  why: 'Full requests and answers, with card numbers and tokens, stand in the logs in plain text.',
  fix: 'Set DataTraceEnabled: false; log the ids of $context in the access log.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
  pci: ['3.3.1', '3.5.1'],
  flawed: `
    Stage:
      Type: AWS::ApiGateway::Stage
      Properties: { StageName: v1, RestApiId: api, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', DataTraceEnabled: true }] }`,
  sound: `
    Stage:
      Type: AWS::ApiGateway::Stage
      Properties: { StageName: v1, RestApiId: api, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', DataTraceEnabled: false }] }`,
  *check(model) {
    for (const stage of stages(model)) {
      if (has(stage, 'DataTraceEnabled', isTrue)) yield at(stage.holder, `${stage.prefix}MethodSettings`, 'DataTraceEnabled is true');
    }
  },
};
