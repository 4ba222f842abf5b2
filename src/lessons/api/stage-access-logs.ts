import { setting, stages } from './stages';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const stageAccessLogs: Lesson = {
  id: 'StageAccessLogs',
  title: 'A stage of an API logs who called what',
  severity: 'low',
  facet: 'security',
  classes: ['api-access-logs', 'access-logging', 'log-group'],
  why: 'After an attack or a lost payment nobody can say who called, when, and what was answered.',
  fix: 'Set AccessLogSetting (AccessLogSettings for HTTP APIs) with DestinationArn of a log group and a Format that holds $context.requestId.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
  pci: ['10.2.1'],
  flawed: `
    Stage: { Type: AWS::ApiGateway::Stage, Properties: { StageName: v1, RestApiId: api } }`,
  sound: `
    Stage:
      Type: AWS::ApiGateway::Stage
      Properties: { StageName: v1, RestApiId: api, AccessLogSetting: { DestinationArn: !GetAtt Logs.Arn, Format: $context.requestId } }
    Logs: { Type: AWS::Logs::LogGroup }`,
  *check(model) {
    for (const stage of stages(model)) {
      const property = stage.kind === 'REST' ? 'AccessLogSetting' : 'AccessLogSettings';
      if (absent(setting(stage, property))) yield at(stage.holder, `${stage.prefix}${property}`, 'The stage writes no access log');
    }
  },
};
