import { bucketOf, buckets, ownership, policyStatements } from './buckets';
import { show, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { gives } from '../policies';
import { possibly } from '../query';

export const accessLogDelivery: Lesson = {
  id: 'AccessLogDelivery',
  title: 'The bucket of access logs lets S3 write to it',
  severity: 'high',
  facet: 'operations',
  classes: ['access-logging', 'bucket-policy', 's3-acl-deprecated'],
  why: 'Without a policy for logging.s3.amazonaws.com no log arrives, and nothing says so.',
  fix: 'Allow logging.s3.amazonaws.com to s3:PutObject on the objects of the log bucket, with aws:SourceAccount.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html',
  pci: ['10.2.1'],
  flawed: `
    Logs: { Type: AWS::S3::Bucket }
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { LoggingConfiguration: { DestinationBucketName: !Ref Logs } }`,
  sound: `
    Logs: { Type: AWS::S3::Bucket }
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { LoggingConfiguration: { DestinationBucketName: !Ref Logs } }
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Logs
        PolicyDocument:
          Statement: [{ Effect: Allow, Principal: { Service: logging.s3.amazonaws.com }, Action: 's3:PutObject', Resource: !Sub '\${Logs.Arn}/*' }]`,
  *check(model) {
    const sources = new Map(buckets(model).map((source) => [bucketOf(model, source.get('LoggingConfiguration.DestinationBucketName')), source]));
    for (const [log, source] of sources) {
      if (!log) continue;
      const allowed = policyStatements(model, log)?.some((one) => gives(one, 's3:PutObject') && one.principals.some(isDelivery));
      // Before 2023 the group of log delivery wrote by ACL; it still does where ACLs are on.
      const hasAcl = possibly(log.get('AccessControl'), (acl) => acl !== undefined && acl !== 'Private');
      const byAcl = hasAcl && ownership(log).some((one) => one !== 'BucketOwnerEnforced');
      if (allowed === false && !byAcl) yield at(log, '', `logging.s3.amazonaws.com may not write the logs of ${source.id}`, source.id);
    }
  },
};

const isDelivery = ({ type, value }: { type: string; value: Value }) => show(value) === '*'
  || (type === 'Service' && (typeof value !== 'string' || value.startsWith('logging.s3')));
