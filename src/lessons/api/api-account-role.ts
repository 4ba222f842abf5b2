import { has, setting, stages } from './stages';
import { at, atAttribute, Lesson } from '../lesson';
import { absent, prerequisites } from '../query';

export const apiAccountRole: Lesson = {
  id: 'ApiAccountRole',
  title: 'A stage that logs waits for the log role of API Gateway',
  severity: 'high',
  facet: 'operations',
  classes: ['api-account-role', 'api-wiring', 'depends-on'],
  why: 'In a Region where no role was set the deployment fails: "CloudWatch Logs role ARN must be set in account settings to enable logging".',
  fix: 'Set the role once for the Region with an AWS::ApiGateway::Account, here or in a base stack, and let the stage depend on it.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-account.html',
  flawed: `
    Stage:
      Type: AWS::ApiGateway::Stage
      Properties: { StageName: v1, RestApiId: api, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: ERROR }] }`,
  sound: `
    Account: { Type: AWS::ApiGateway::Account, Properties: { CloudWatchRoleArn: !GetAtt Role.Arn } }
    Role: { Type: AWS::IAM::Role }
    Stage:
      Type: AWS::ApiGateway::Stage
      DependsOn: Account
      Properties: { StageName: v1, RestApiId: api, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: ERROR }] }`,
  *check(model) {
    const accounts = model.resources('AWS::ApiGateway::Account');
    for (const stage of stages(model)) {
      if (stage.kind !== 'REST') continue;
      const logs = has(stage, 'LoggingLevel', (level) => level === 'ERROR' || level === 'INFO') || !absent(setting(stage, 'AccessLogSetting.DestinationArn'));
      if (!logs) continue;
      if (accounts.length === 0) {yield at(stage.holder, `${stage.prefix}MethodSettings`, 'The stage logs, but no template sets the log role of API Gateway', 'missing');} else if (accounts.every((account) => account.stack === stage.holder.stack) && !accounts.some((account) => prerequisites(stage.holder).has(account))) {
        yield atAttribute(stage.holder, 'DependsOn', `The stage logs, but does not wait for ${accounts[0].id}`, 'order');
      }
    }
  },
};
