import { first, Mutants, Template } from './mutant';

const stage = (template: Template) => first(template, 'AWS::ApiGateway::Stage').Properties;
const method = (template: Template) => first(template, 'AWS::ApiGateway::Method').Properties;
const remove = (template: Template, type: string) => {
  for (const [id, resource] of Object.entries(template.Resources)) if (resource.Type === type) delete template.Resources[id];
};

export const API: Mutants = {
  DeploymentBeforeMethods: (template) => { delete first(template, 'AWS::ApiGateway::Deployment').DependsOn; },
  StageTwice: (template) => { first(template, 'AWS::ApiGateway::Deployment').Properties.StageName = 'v1'; },
  ApiWithoutStage: (template) => remove(template, 'AWS::ApiGateway::Stage'),
  LambdaIntegration: (template) => { method(template).Integration.IntegrationHttpMethod = 'GET'; },
  ApiAccountRole: (template) => remove(template, 'AWS::ApiGateway::Account'),
  ApiKeyWithoutPlan: (template) => { method(template).ApiKeyRequired = true; },
  ApiUnvalidated: (template) => { delete method(template).RequestValidatorId; },
  IntegrationSlower: (template) => { first(template, 'AWS::Lambda::Function', 'Validator').Properties.Timeout = 120; },
  StageAccessLogs: (template) => { delete stage(template).AccessLogSetting; },
  AccessLogFormat: (template) => { stage(template).AccessLogSetting.Format = '$requestId $status'; },
  StageThrottling: (template) => { delete stage(template).MethodSettings; },
  StageDataTrace: (template) => { stage(template).MethodSettings[0].DataTraceEnabled = true; },
  StageUntraced: (template) => { stage(template).TracingEnabled = false; },
  ApiCacheUnencrypted: (template) => { stage(template).MethodSettings[0].CachingEnabled = true; },
};
