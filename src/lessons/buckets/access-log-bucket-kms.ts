import { bucketOf, buckets, surelyKms } from './buckets';
import { isMapping, Model, Resource, show } from '../../template';
import { isAnybody, keyOf, policyOf } from '../keys/keys';
import { at, Lesson } from '../lesson';
import { gives } from '../policies';
import { mappings } from '../query';

export const accessLogBucketKms: Lesson = {
  id: 'AccessLogBucketKms',
  title: 'Access logs of S3 go to a bucket that S3 can encrypt for',
  severity: 'high',
  facet: 'operations',
  classes: ['access-logging', 'encrypt-s3'],
  why: 'S3 cannot use the key aws/s3, or one whose policy does not name logging.s3.amazonaws.com: no log arrives, and nothing says so.',
  fix: 'Set SSEAlgorithm: AES256 on the bucket of the logs; else allow logging.s3.amazonaws.com kms:GenerateDataKey* in the policy of the key.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html',
  pci: ['10.2.1'],
  flawed: `
    Logs:
      Type: AWS::S3::Bucket
      Properties:
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] }
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { LoggingConfiguration: { DestinationBucketName: !Ref Logs } }`,
  sound: `
    Logs:
      Type: AWS::S3::Bucket
      Properties:
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }] }
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { LoggingConfiguration: { DestinationBucketName: !Ref Logs } }`,
  *check(model) {
    const sources = new Map(buckets(model).map((source) => [bucketOf(model, source.get('LoggingConfiguration.DestinationBucketName')), source]));
    for (const [log, source] of sources) {
      if (log && surelyKms(log) && isClosed(model, log)) yield at(log, 'BucketEncryption', `Encrypts with KMS, gets the access logs of ${source.id}`);
    }
  },
};

/** Whether the log service can surely not use the key of the bucket. */
function isClosed(model: Model, log: Resource): boolean {
  return mappings(log.get('BucketEncryption.ServerSideEncryptionConfiguration')).every(({ ServerSideEncryptionByDefault: rule }) => {
    const value = isMapping(rule) ? rule.KMSMasterKeyID : undefined;
    if (value === undefined) return true;
    const key = keyOf(model, value);
    const stated = key && policyOf(key);
    return stated !== undefined && !stated.some((one) => gives(one, 'kms:GenerateDataKey')
      && one.principals.some((principal) => isAnybody(principal) || (principal.type === 'Service' && /^(logging\.s3|\$)/.test(show(principal.value)))));
  });
}
