import { first, Mutants, Template } from './mutant';

const bucket = (template: Template) => first(template, 'AWS::S3::Bucket', 'ArchiveBucket').Properties;
const logs = (template: Template) => first(template, 'AWS::S3::Bucket', 'AccessLogs').Properties;
const policy = (template: Template) => first(template, 'AWS::S3::BucketPolicy', 'ArchiveBucket').Properties.PolicyDocument;

export const BUCKETS: Mutants = {
  BucketUnencrypted: (template) => { delete bucket(template).BucketEncryption; },
  BucketKeyOff: (template) => { bucket(template).BucketEncryption.ServerSideEncryptionConfiguration[0].BucketKeyEnabled = 'false'; },
  AccessLogBucketKms: (template) => { logs(template).BucketEncryption = bucket(template).BucketEncryption; },
  PublicAccessBlockMissing: (template) => { delete bucket(template).PublicAccessBlockConfiguration; },
  PublicAccessUnblocked: (template) => { bucket(template).PublicAccessBlockConfiguration.RestrictPublicBuckets = 'false'; },
  VersioningMissing: (template) => { bucket(template).VersioningConfiguration.Status = 'Suspended'; },
  BucketAccessLogs: (template) => { delete bucket(template).LoggingConfiguration; },
  AccessLogDelivery: (template) => {
    const document = first(template, 'AWS::S3::BucketPolicy', 'AccessLogs').Properties.PolicyDocument;
    document.Statement = document.Statement.filter((one: { Principal: { Service?: string } }) => one.Principal.Service === undefined);
  },
  BucketTlsOnly: (template) => { policy(template).Statement = policy(template).Statement.filter((one: { Effect: string }) => one.Effect === 'Allow'); },
  BucketPolicyOpen: (template) => { policy(template).Statement[0].Effect = 'Allow'; delete policy(template).Statement[0].Condition; },
  BucketPolicyForeign: (template) => { policy(template).Statement[0].Resource = 'arn:aws:s3:::payments-logs-dev'; template.Resources.Other = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'payments-logs-dev' } }; },
  LifecycleInvalid: (template) => { bucket(template).LifecycleConfiguration.Rules[2].Transitions[1].TransitionInDays = 0; },
  LifecycleMissing: (template) => { delete bucket(template).LifecycleConfiguration; },
  OldVersionsKept: (template) => { bucket(template).LifecycleConfiguration.Rules = [{ Status: 'Enabled', ExpirationInDays: 365 }]; },
  AclWithoutOwnership: (template) => { logs(template).AccessControl = 'LogDeliveryWrite'; },
};
