import { at, Lesson } from '../lesson';
import { absent } from '../query';

/** Identifiers that do not exist, and what was meant. */
const MEANT: Readonly<Record<string, string>> = {
  CLOUDTRAIL_ENABLED: 'CLOUD_TRAIL_ENABLED',
  CLOUDTRAIL_ENCRYPTION_ENABLED: 'CLOUD_TRAIL_ENCRYPTION_ENABLED',
  CLOUDTRAIL_LOG_FILE_VALIDATION_ENABLED: 'CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED',
  EBS_ENCRYPTED_VOLUMES: 'ENCRYPTED_VOLUMES',
  EC2_ENCRYPTED_VOLUMES: 'ENCRYPTED_VOLUMES',
  IAM_ROOT_ACCESS_KEY: 'IAM_ROOT_ACCESS_KEY_CHECK',
  RDS_ENCRYPTION_ENABLED: 'RDS_STORAGE_ENCRYPTED',
  RDS_MULTI_AZ_ENABLED: 'RDS_MULTI_AZ_SUPPORT',
  RDS_PUBLIC_ACCESS_CHECK: 'RDS_INSTANCE_PUBLIC_ACCESS_CHECK',
  RESTRICTED_SSH: 'INCOMING_SSH_DISABLED',
  ROOT_MFA_ENABLED: 'ROOT_ACCOUNT_MFA_ENABLED',
  S3_BUCKET_ENCRYPTION_ENABLED: 'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED',
  S3_BUCKET_PUBLIC_ACCESS_PROHIBITED: 'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED',
  S3_BUCKET_SSL_REQUESTS_ONLY_ENABLED: 'S3_BUCKET_SSL_REQUESTS_ONLY',
  VPC_FLOW_LOGS: 'VPC_FLOW_LOGS_ENABLED',
};

export const configRuleSource: Lesson = {
  id: 'ConfigRuleSource',
  title: 'A rule of AWS Config names a managed rule, or the function and what triggers it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['aws-config', 'invalid-property'],
  why: 'The deployment fails: the sourceIdentifier is invalid, or SourceDetails are missing or not taken.',
  fix: 'Managed: Owner AWS, the identifier in capitals, no SourceDetails. Own: Owner CUSTOM_LAMBDA, the ARN, SourceDetails with EventSource and MessageType.',
  source: 'https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html',
  flawed: `
    Rule: { Type: AWS::Config::ConfigRule, Properties: { Source: { Owner: AWS, SourceIdentifier: encrypted-volumes } } }`,
  sound: `
    Rule: { Type: AWS::Config::ConfigRule, Properties: { Source: { Owner: AWS, SourceIdentifier: ENCRYPTED_VOLUMES } } }`,
  *check(model) {
    for (const rule of model.resources('AWS::Config::ConfigRule')) {
      const owner = rule.get('Source.Owner');
      const identifier = rule.get('Source.SourceIdentifier');
      const details = rule.get('Source.SourceDetails');
      if (owner === 'AWS' && typeof identifier === 'string') {
        if (!/^[A-Z0-9_]+$/.test(identifier)) yield at(rule, 'Source.SourceIdentifier', `${identifier} is no identifier: ${identifier.toUpperCase().replace(/-/g, '_')}`, identifier);
        else if (Object.hasOwn(MEANT, identifier)) yield at(rule, 'Source.SourceIdentifier', `There is no rule ${identifier}: ${MEANT[identifier]}`, identifier);
      }
      if (owner === 'AWS' && !absent(details)) yield at(rule, 'Source.SourceDetails', 'SourceDetails at a managed rule', 'details');
      if (owner === 'CUSTOM_LAMBDA' && absent(details)) yield at(rule, 'Source', 'No SourceDetails', 'details');
    }
  },
};
