import { setting, stages } from './stages';
import { Text } from '../../template';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

export const accessLogFormat: Lesson = {
  id: 'AccessLogFormat',
  title: 'The format of an access log is one line and holds the id of the request',
  severity: 'critical',
  facet: 'operations',
  classes: ['api-access-logs', 'api-wiring'],
  why: 'API Gateway refuses a format without $context.requestId or $context.extendedRequestId, or with a line break: the deployment fails.',
  fix: 'Write $context before every variable, include $context.requestId, and put the whole format on one line.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
  flawed: `
    Stage:
      Type: AWS::ApiGateway::Stage
      Properties: { StageName: v1, RestApiId: api, AccessLogSetting: { DestinationArn: !GetAtt Logs.Arn, Format: '$requestId $status' } }
    Logs: { Type: AWS::Logs::LogGroup }`,
  sound: `
    Stage:
      Type: AWS::ApiGateway::Stage
      Properties: { StageName: v1, RestApiId: api, AccessLogSetting: { DestinationArn: !GetAtt Logs.Arn, Format: '$context.requestId $context.status' } }
    Logs: { Type: AWS::Logs::LogGroup }`,
  *check(model) {
    for (const stage of stages(model).filter(({ kind }) => kind === 'REST')) {
      const format = setting(stage, 'AccessLogSetting.Format');
      const property = `${stage.prefix}AccessLogSetting.Format`;
      const literal = (one: unknown): one is string => typeof one === 'string' && one !== '';
      if (surely(format, (one) => literal(one) && !/\$context\.(requestId|extendedRequestId)\b/.test(one))) yield at(stage.holder, property, 'The format has no $context.requestId', 'id');
      const lines = (one: unknown) => one instanceof Text ? one.parts.some((part) => literal(part) && part.trimEnd().includes('\n')) : literal(one) && one.trimEnd().includes('\n');
      if (surely(format, lines)) yield at(stage.holder, property, 'The format has several lines', 'lines');
    }
  },
};
