import { first, Mutants, Template } from './mutant';

/** As a person wrote it: without what the CDK adds. */
export function handwritten(template: Template): Template {
  delete template.Parameters.BootstrapVersion;
  delete template.Rules;
  return template;
}

export const NAMES: Mutants = {
  DuplicateName: (template) => {
    const queues = Object.values(template.Resources).filter(({ Type: type }) => type === 'AWS::SQS::Queue');
    queues[1].Properties.QueueName = queues[0].Properties.QueueName;
  },
  EnvironmentTagLiteral: (template) => {
    first(handwritten(template), 'AWS::DynamoDB::Table').Properties.Tags.push({ Key: 'Environment', Value: 'production' });
  },
  LabelHardCodesEnvironment: (template) => {
    template.Parameters.EnvironmentSuffix = { Type: 'String' };
    first(handwritten(template), 'AWS::DynamoDB::Table').Properties.TableName = { 'Fn::Sub': 'prod-payments-${EnvironmentSuffix}' };
  },
  ExportWithoutEnvironment: (template) => {
    const [output] = Object.values(template.Outputs) as Record<string, unknown>[];
    output.Export = { Name: 'payments-api-url' };
  },
  HardCodedEnvironment: (template) => { handwritten(template); },
  ImportWithoutEnvironment: (template) => { first(template, 'AWS::SQS::Queue').Properties.KmsMasterKeyId = { 'Fn::ImportValue': 'payments-key' }; },
  LabelWithoutEnvironment: (template) => { first(template, 'AWS::ApiGateway::RestApi').Properties.Name = 'payments'; },
  NameInvalid: (template) => { first(template, 'AWS::S3::Bucket').Properties.BucketName = { 'Fn::Sub': 'Payments_Archive-${AWS::AccountId}' }; },
  NameMayBeTooLong: (template) => {
    template.Parameters.Suffix = { Type: 'String', Default: 'dev', MaxLength: 60 };
    first(template, 'AWS::Lambda::Function', 'Processor').Properties.FunctionName = { 'Fn::Sub': 'payments-${Suffix}' };
  },
  NameOnlyPerAccount: (template) => { first(template, 'AWS::S3::Bucket').Properties.BucketName = { 'Fn::Sub': 'payments-${AWS::AccountId}' }; },
  NameTooLong: (template) => { first(template, 'AWS::Lambda::Function', 'Processor').Properties.FunctionName += '-of-webhooks'.repeat(5); },
  NameWithoutEnvironment: (template) => { first(template, 'AWS::SQS::Queue').Properties.QueueName = 'payments'; },
};
