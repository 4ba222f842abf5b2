import { first, Mutants } from './mutant';
import { handwritten } from './names';

export const TEMPLATE: Mutants = {
  CircularDependency: (template) => {
    const [one, other] = Object.entries(template.Resources).filter(([, { Type: type }]) => type === 'AWS::SQS::Queue');
    one[1].DependsOn = other[0];
    other[1].DependsOn = one[0];
  },
  ConditionalReference: (template) => {
    template.Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
    first(template, 'AWS::KMS::Key').Condition = 'IsProd';
  },
  DanglingReference: (template) => { first(template, 'AWS::SQS::QueuePolicy').Properties.Queues = [{ Ref: 'Que' }]; },
  DuplicateExport: (template) => {
    for (const output of (Object.values(template.Outputs) as Record<string, unknown>[]).slice(0, 2)) output.Export = { Name: { 'Fn::Sub': '${AWS::StackName}-out' } };
  },
  FunctionMisuse: (template) => { first(template, 'AWS::SQS::Queue').Properties.KmsMasterKeyId = { 'Fn::If': ['IsProd', 'alias/payments'] }; },
  HardCodedAccount: (template) => {
    first(handwritten(template), 'AWS::CloudWatch::Alarm').Properties.AlarmActions = ['arn:aws:sns:us-east-1:481516234207:alarms'];
  },
  HardCodedRegion: (template) => { handwritten(template); },
  InterfaceMetadata: (template) => { for (const name of ['A', 'B', 'C', 'D']) template.Parameters[name] = { Type: 'String' }; },
  JsonMalformed: (template) => { first(template, 'AWS::CloudWatch::Dashboard').Properties.DashboardBody = '{"widgets": [{"type": "metric",}]}'; },
  LimitsExceeded: (template) => {
    for (let count = 0; count < 250; count += 1) template.Resources[`Topic${count}`] = { Type: 'AWS::SNS::Topic', Properties: {} };
  },
  MalformedArn: (template) => {
    first(template, 'AWS::CloudWatch::Alarm').Properties.AlarmActions = [{ 'Fn::Sub': 'arn:aws:sns:${AWS::Region}:alarms' }];
  },
  MalformedResource: (template) => { template.Resources.Payment_Queue = { Type: 'AWS::SQS::Queue', Properties: {} }; },
  MappingKeyMissing: (template) => {
    template.Mappings = { Settings: { dev: { Delay: 0 } } };
    first(template, 'AWS::SQS::Queue').Properties.DelaySeconds = { 'Fn::FindInMap': ['Settings', 'prod', 'Delay'] };
  },
  MissingProperty: (template) => { delete first(template, 'AWS::Lambda::Function').Properties.Role; },
  MissingTags: (template) => { delete first(template, 'AWS::DynamoDB::Table').Properties.Tags; },
  NeedlessFunction: (template) => { first(template, 'AWS::SQS::Queue').Properties.QueueName = { 'Fn::Sub': 'payments-dev' }; },
  OutputIncomplete: (template) => { template.Outputs = { Url: { Value: { Ref: 'PipelineStateCFAB434F' } } }; handwritten(template); },
  OutputWithoutDescription: (template) => {
    template.Outputs = { Url: { Value: 'https://api' } };
    handwritten(template);
  },
  OutputsMissing: (template) => {
    template.Outputs = {};
    handwritten(template);
  },
  ReadOnlyProperty: (template) => { first(template, 'AWS::SQS::Queue').Properties.QueueUrl = 'https://sqs'; },
  RedundantDependsOn: (template) => {
    const policy = first(handwritten(template), 'AWS::SQS::QueuePolicy');
    policy.DependsOn = policy.Properties.Queues[0].Ref;
  },
  UnknownAttribute: (template) => {
    const [id] = Object.entries(template.Resources).find(([, { Type: type }]) => type === 'AWS::SQS::Queue')!;
    template.Outputs.Url = { Value: { 'Fn::GetAtt': [id, 'Url'] } };
  },
  UnknownProperty: (template) => { first(template, 'AWS::Lambda::Function').Properties.Tracing = 'Active'; },
  UnknownType: (template) => { first(template, 'AWS::SQS::Queue').Type = 'AWS::SQS::Que'; },
  ValueNotAllowed: (template) => { first(template, 'AWS::DynamoDB::Table').Properties.BillingMode = 'ON_DEMAND'; },
  ValueOutOfRange: (template) => { first(template, 'AWS::SQS::Queue').Properties.VisibilityTimeout = 86_400; },
  WrongPropertyType: (template) => { first(template, 'AWS::Lambda::Function').Properties.Timeout = 'half a minute'; },
};
