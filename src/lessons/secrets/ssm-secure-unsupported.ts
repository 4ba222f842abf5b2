import { at, Lesson } from '../lesson';
import { dynamicTexts } from '../template/sections';

/** Where CloudFormation resolves secure strings. */
const SUPPORTED: Readonly<Record<string, RegExp>> = {
  'AWS::DirectoryService::MicrosoftAD': /^Password$/,
  'AWS::DirectoryService::SimpleAD': /^Password$/,
  'AWS::ElastiCache::ReplicationGroup': /^AuthToken$/,
  'AWS::IAM::User': /^LoginProfile/,
  'AWS::KinesisFirehose::DeliveryStream': /^RedshiftDestinationConfiguration/,
  'AWS::OpsWorks::App': /^AppSource/,
  'AWS::OpsWorks::Stack': /^(CustomCookbooksSource|RdsDbInstances)/,
  'AWS::RDS::DBCluster': /^MasterUserPassword$/,
  'AWS::RDS::DBInstance': /^MasterUserPassword$/,
  'AWS::Redshift::Cluster': /^MasterUserPassword$/,
};

export const ssmSecureUnsupported: Lesson = {
  id: 'SsmSecureUnsupported',
  title: 'A secure string is resolved only where CloudFormation supports it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['ssm', 'secrets-manager-missing', 'invalid-reference'],
  why: 'CloudFormation answers "SSM Secure reference is not supported in": the deployment does not begin.',
  fix: 'Use {{resolve:secretsmanager:...}}, or pass the name and read the parameter at run time.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html',
  flawed: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Environment: { Variables: { PASSWORD: '{{resolve:ssm-secure:/payments/password}}' } } }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { Engine: mysql, MasterUserPassword: '{{resolve:ssm-secure:/payments/password}}' }`,
  *check(model) {
    for (const resource of model.resources()) {
      if (resource.type.startsWith('Custom::')) continue;
      for (const property of new Set(dynamicTexts(resource, 'ssm-secure').map(({ path }) => String(path[1])))) {
        if (!SUPPORTED[resource.type]?.test(property)) yield at(resource, property, `ssm-secure in ${resource.type} ${property}`, property);
      }
    }
  },
};
