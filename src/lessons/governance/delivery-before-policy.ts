import { bucketAt, letting, policiesOf } from './delivery';
import { lacks, roleAt } from '../iam/roles';
import { atAttribute, Lesson } from '../lesson';
import { prerequisites } from '../query';

const DELIVERIES = [
  ['AWS::CloudTrail::Trail', 'S3BucketName', 'cloudtrail'],
  ['AWS::Config::DeliveryChannel', 'S3BucketName', 'config'],
] as const;

export const deliveryBeforePolicy: Lesson = {
  id: 'DeliveryBeforePolicy',
  title: 'A trail or a delivery channel waits for the policy of its bucket',
  severity: 'critical',
  facet: 'reliability',
  classes: ['depends-on', 'cloudtrail', 'aws-config'],
  why: 'The service tries the bucket when it is told of it: without the policy the deployment fails, and which comes first is chance.',
  fix: 'Add DependsOn: <the bucket policy>.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudtrail-trail.html',
  flawed: `
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { IsLogging: true, S3BucketName: !Ref Bucket } }
    Bucket: { Type: AWS::S3::Bucket }
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Bucket
        PolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: cloudtrail.amazonaws.com }, Action: 's3:*', Resource: '*' }] }`,
  sound: `
    Trail: { Type: AWS::CloudTrail::Trail, DependsOn: Policy, Properties: { IsLogging: true, S3BucketName: !Ref Bucket } }
    Bucket: { Type: AWS::S3::Bucket }
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Bucket
        PolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: cloudtrail.amazonaws.com }, Action: 's3:*', Resource: '*' }] }`,
  *check(model) {
    const roles = model.resources('AWS::Config::ConfigurationRecorder').flatMap((recorder) => roleAt(model, recorder.get('RoleARN')) ?? []);
    for (const [type, property, service] of DELIVERIES) {
      for (const delivery of model.resources(type)) {
        const bucket = bucketAt(model, delivery.get(property));
        if (!bucket) continue;
        // The recorder writes with its role, when that may.
        if (service === 'config' && roles.some((role) => !lacks(model, role, ['s3:PutObject']))) continue;
        const policies = policiesOf(model, bucket).filter((policy) => letting([policy], service, 's3:PutObject').length > 0);
        const before = prerequisites(delivery);
        const late = policies.find((policy) => !before.has(policy));
        if (late && policies.every((policy) => !before.has(policy))) yield atAttribute(delivery, 'DependsOn', `Does not wait for ${late.id}`, late.id);
      }
    }
  },
};
