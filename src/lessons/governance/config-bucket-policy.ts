import { bucketAt, letting, policiesOf } from './delivery';
import { lacks, roleAt } from '../iam/roles';
import { at, Lesson } from '../lesson';

const NEEDED = ['s3:GetBucketAcl', 's3:PutObject'];

export const configBucketPolicy: Lesson = {
  id: 'ConfigBucketPolicy',
  title: 'AWS Config may write into the bucket of its delivery channel',
  severity: 'critical',
  facet: 'reliability',
  classes: ['aws-config', 'bucket-policy', 'iam-missing-permission'],
  why: 'The deployment fails with InsufficientDeliveryPolicy: AWS_ConfigRole gives no access to the bucket.',
  fix: 'Allow config.amazonaws.com s3:GetBucketAcl, s3:ListBucket and s3:PutObject (on AWSLogs/<account>/Config/*) in the bucket policy.',
  source: 'https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html',
  flawed: `
    Recorder: { Type: AWS::Config::ConfigurationRecorder, Properties: { RoleARN: !GetAtt Role.Arn } }
    Channel: { Type: AWS::Config::DeliveryChannel, Properties: { S3BucketName: !Ref Bucket } }
    Bucket: { Type: AWS::S3::Bucket }
    Role:
      Type: AWS::IAM::Role
      Properties: { ManagedPolicyArns: [!Sub 'arn:\${AWS::Partition}:iam::aws:policy/service-role/AWS_ConfigRole'] }`,
  sound: `
    Recorder: { Type: AWS::Config::ConfigurationRecorder, Properties: { RoleARN: !GetAtt Role.Arn } }
    Channel: { Type: AWS::Config::DeliveryChannel, Properties: { S3BucketName: !Ref Bucket } }
    Bucket: { Type: AWS::S3::Bucket }
    Role:
      Type: AWS::IAM::Role
      Properties:
        ManagedPolicyArns: [!Sub 'arn:\${AWS::Partition}:iam::aws:policy/service-role/AWS_ConfigRole']
        Policies:
          - PolicyName: deliver
            PolicyDocument:
              Statement:
                - { Effect: Allow, Action: 's3:PutObject', Resource: !Sub '\${Bucket.Arn}/*' }
                - { Effect: Allow, Action: ['s3:GetBucketAcl', 's3:ListBucket'], Resource: !GetAtt Bucket.Arn }`,
  *check(model) {
    const roles = model.resources('AWS::Config::ConfigurationRecorder').map((recorder) => roleAt(model, recorder.get('RoleARN') ?? recorder.get('RoleArn')));
    for (const channel of model.resources('AWS::Config::DeliveryChannel')) {
      const bucket = bucketAt(model, channel.get('S3BucketName'));
      if (!bucket || roles.length === 0 || roles.includes(undefined)) continue;
      const policies = policiesOf(model, bucket);
      const missing = NEEDED.filter((action) => letting(policies, 'config', action).length === 0 && roles.every((role) => lacks(model, role!, [action])));
      if (missing.length > 0) yield at(channel, 'S3BucketName', `Neither the policy of ${bucket.id} nor the role of the recorder gives ${missing.join(', ')}`);
    }
  },
};
