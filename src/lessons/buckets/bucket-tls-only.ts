import { buckets, policyStatements } from './buckets';
import { isMapping, Mapping } from '../../template';
import { at, Lesson } from '../lesson';
import { isFalse, list } from '../query';

export const bucketTlsOnly: Lesson = {
  id: 'BucketTlsOnly',
  title: 'A bucket refuses requests without TLS',
  severity: 'low',
  facet: 'security',
  classes: ['bucket-policy', 'tls-transit'],
  why: 'S3 still answers plain HTTP: a client that is set up wrongly sends payment data in the clear.',
  fix: 'Add a bucket policy that denies s3:* to everyone when aws:SecureTransport is false, on the bucket and on its objects.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
  pci: ['4.2.1'],
  flawed: `
    Bucket: { Type: AWS::S3::Bucket }`,
  sound: `
    Bucket: { Type: AWS::S3::Bucket }
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Bucket
        PolicyDocument:
          Statement:
            - Effect: Deny
              Principal: '*'
              Action: s3:*
              Resource: [!GetAtt Bucket.Arn, !Sub '\${Bucket.Arn}/*']
              Condition: { Bool: { aws:SecureTransport: 'false' } }`,
  *check(model) {
    for (const bucket of buckets(model)) {
      const refuses = policyStatements(model, bucket)?.some(({ allows, conditions }) => !allows && isPlain(conditions));
      if (refuses === false) yield at(bucket, '', 'No policy denies requests without TLS');
    }
  },
};

/** A condition that holds for a request without TLS. */
function isPlain(conditions: Mapping): boolean {
  return Object.values(conditions).some((test) => isMapping(test) && Object.entries(test).some(([key, value]) => {
    if (key.toLowerCase() === 's3:tlsversion') return true;
    return key.toLowerCase() === 'aws:securetransport' && list(value).some(isFalse);
  }));
}
