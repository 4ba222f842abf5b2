import { bucketOf } from './buckets';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { statementsOf } from '../policies';

export const bucketPolicyForeign: Lesson = {
  id: 'BucketPolicyForeign',
  title: 'A bucket policy names its own bucket only',
  severity: 'critical',
  facet: 'reliability',
  classes: ['bucket-policy', 'invalid-reference'],
  why: 'S3 answers "Policy has invalid resource", and the deployment rolls back.',
  fix: 'Write one AWS::S3::BucketPolicy a bucket, with !GetAtt Bucket.Arn and !Sub "${Bucket.Arn}/*" of that bucket.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-by-symptom.html',
  flawed: `
    Bucket: { Type: AWS::S3::Bucket }
    Other: { Type: AWS::S3::Bucket }
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Bucket
        PolicyDocument:
          Statement: [{ Effect: Allow, Principal: { Service: logging.s3.amazonaws.com }, Action: 's3:PutObject', Resource: !Sub '\${Other.Arn}/*' }]`,
  sound: `
    Bucket: { Type: AWS::S3::Bucket }
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Bucket
        PolicyDocument:
          Statement: [{ Effect: Allow, Principal: { Service: logging.s3.amazonaws.com }, Action: 's3:PutObject', Resource: !Sub '\${Bucket.Arn}/*' }]`,
  *check(model) {
    for (const policy of model.resources('AWS::S3::BucketPolicy')) {
      const own = bucketOf(model, policy.get('Bucket'));
      if (!own) continue;
      for (const { path, resources } of statementsOf(policy)) {
        for (const resource of resources) {
          const named = bucketOf(model, resource);
          if (named && named !== own) yield at(policy, `${path}.Resource`, `${show(resource)} is not ${own.id}, the bucket of the policy`, show(resource));
        }
      }
    }
  },
};
