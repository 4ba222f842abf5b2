import { first, Mutants, Template } from './mutant';

const worker = (template: Template) => first(template, 'AWS::Lambda::Function', 'Processor').Properties;
const mapping = (template: Template) => first(template, 'AWS::Lambda::EventSourceMapping').Properties;
const remove = (template: Template, type: string) => {
  for (const [id, resource] of Object.entries(template.Resources)) if (resource.Type === type) delete template.Resources[id];
};
/** Takes actions away from every policy. */
const forbid = (template: Template, pattern: RegExp) => {
  for (const resource of Object.values(template.Resources).filter(({ Type: type }) => type.startsWith('AWS::IAM::'))) {
    for (const { PolicyDocument: document } of [resource.Properties, ...resource.Properties.Policies ?? []]) {
      for (const statement of document?.Statement ?? []) {
        statement.Action = [statement.Action].flat().filter((action: string) => !pattern.test(action)).concat('sts:GetCallerIdentity');
      }
    }
    if (resource.Properties.ManagedPolicyArns) delete resource.Properties.ManagedPolicyArns;
  }
};

export const FUNCTIONS: Mutants = {
  InvokePermissionMissing: (template) => remove(template, 'AWS::Lambda::Permission'),
  InvokePermissionSourceArn: (template) => {
    const api = Object.entries(template.Resources).find(([, { Type: type }]) => type === 'AWS::ApiGateway::RestApi')![0];
    first(template, 'AWS::Lambda::Permission', 'ApiPermission').Properties.SourceArn = { 'Fn::Join': ['', [{ Ref: api }, '/*/*']] };
  },
  InvokePermissionWithoutSource: (template) => { delete first(template, 'AWS::Lambda::Permission', 'ApiPermission').Properties.SourceArn; },
  FailureDestinationPermission: (template) => forbid(template, /^sqs:Send/),
  RuntimeRetired: (template) => { worker(template).Runtime = 'nodejs18.x'; },
  AsyncFailureLost: (template) => remove(template, 'AWS::Lambda::EventInvokeConfig'),
  PartialBatchResponse: (template) => { delete mapping(template).FunctionResponseTypes; },
  EventSourceConcurrency: (template) => { mapping(template).ScalingConfig.MaximumConcurrency = 200; },
  ReservedConcurrencyHeadroom: (template) => { worker(template).ReservedConcurrentExecutions = 800; },
  ReservedConcurrencyFixed: (template) => { template.Parameters.EnvironmentSuffix = { Type: 'String' }; },
  FunctionTimeoutDefault: (template) => { delete worker(template).Timeout; },
  FunctionMemoryDefault: (template) => { delete worker(template).MemorySize; },
  FunctionInOneSubnet: (template) => { worker(template).VpcConfig.SubnetIds.pop(); },
  FunctionLogGroupMissing: (template) => {
    delete worker(template).LoggingConfig;
    delete worker(template).FunctionName;
  },
  FunctionUntraced: (template) => { delete worker(template).TracingConfig; },
  EnvironmentUnencrypted: (template) => { delete worker(template).KmsKeyArn; },
};
