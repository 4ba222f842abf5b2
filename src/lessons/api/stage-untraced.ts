import { disabled, setting, stages } from './stages';
import { at, Lesson } from '../lesson';

export const stageUntraced: Lesson = {
  id: 'StageUntraced',
  title: 'A stage of a REST API is traced',
  severity: 'low',
  facet: 'operations',
  classes: ['xray'],
  why: 'The trace of a payment begins in the middle: what the API itself took, or refused, cannot be seen.',
  fix: 'Set TracingEnabled: true of the stage; of a deployment that makes the stage, StageDescription: { TracingEnabled: true }.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html',
  flawed: `
    Stage: { Type: AWS::ApiGateway::Stage, Properties: { StageName: v1, RestApiId: api } }`,
  sound: `
    Stage: { Type: AWS::ApiGateway::Stage, Properties: { StageName: v1, RestApiId: api, TracingEnabled: true } }`,
  *check(model) {
    for (const stage of stages(model)) {
      if (stage.kind === 'REST' && disabled(setting(stage, 'TracingEnabled'))) yield at(stage.holder, `${stage.prefix}TracingEnabled`, 'The stage is not traced');
    }
  },
};
