import { bucketAt, letting, policiesOf, reachesKey } from './delivery';
import { at, Lesson } from '../lesson';

export const trailBucketPolicy: Lesson = {
  id: 'TrailBucketPolicy',
  title: 'The bucket of a trail lets CloudTrail check its ACL and write below AWSLogs/',
  severity: 'critical',
  facet: 'reliability',
  classes: ['cloudtrail', 'bucket-policy'],
  why: 'The deployment fails: Incorrect S3 bucket policy is detected for bucket.',
  fix: 'Allow cloudtrail.amazonaws.com s3:GetBucketAcl on the bucket and s3:PutObject on <prefix>/AWSLogs/<account>/*, with aws:SourceArn of the trail.',
  source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html',
  pci: ['10.2.1', '10.3.3'],
  flawed: `
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { IsLogging: true, S3BucketName: !Ref Bucket } }
    Bucket: { Type: AWS::S3::Bucket }`,
  sound: `
    Trail: { Type: AWS::CloudTrail::Trail, DependsOn: Policy, Properties: { IsLogging: true, S3BucketName: !Ref Bucket, S3KeyPrefix: audit } }
    Bucket: { Type: AWS::S3::Bucket }
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Bucket
        PolicyDocument:
          Version: '2012-10-17'
          Statement:
            - { Effect: Allow, Principal: { Service: cloudtrail.amazonaws.com }, Action: 's3:GetBucketAcl', Resource: !GetAtt Bucket.Arn }
            - { Effect: Allow, Principal: { Service: cloudtrail.amazonaws.com }, Action: 's3:PutObject', Resource: !Sub '\${Bucket.Arn}/audit/AWSLogs/\${AWS::AccountId}/*' }`,
  *check(model) {
    for (const trail of model.resources('AWS::CloudTrail::Trail')) {
      const bucket = bucketAt(model, trail.get('S3BucketName'));
      if (!bucket) continue;
      const policies = policiesOf(model, bucket);
      const written = trail.get('S3KeyPrefix');
      const writes = letting(policies, 'cloudtrail', 's3:PutObject');
      if (policies.length === 0) {yield at(trail, 'S3BucketName', `${bucket.id} has no policy`, bucket.id);} else if (letting(policies, 'cloudtrail', 's3:GetBucketAcl').length === 0) {yield at(trail, 'S3BucketName', `The policy of ${bucket.id} gives no s3:GetBucketAcl`, 's3:GetBucketAcl');} else if (writes.length === 0) {yield at(trail, 'S3BucketName', `The policy of ${bucket.id} gives no s3:PutObject`, 's3:PutObject');} else if (written === undefined || typeof written === 'string') {
        const prefix = written ? `${written.replace(/\/$/, '')}/` : '';
        if (!writes.some((one) => reachesKey(one, prefix))) yield at(trail, 'S3BucketName', `The policy of ${bucket.id} gives s3:PutObject, but not below ${prefix}AWSLogs/`, 'prefix');
      }
    }
  },
};
