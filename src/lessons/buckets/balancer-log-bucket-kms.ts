import { balancerAttribute, bucketOf, surelyKms } from './buckets';
import { at, Lesson } from '../lesson';
import { isTrue, possibly } from '../query';

export const balancerLogBucketKms: Lesson = {
  id: 'BalancerLogBucketKms',
  title: 'Access logs of an application load balancer go to a bucket that encrypts with AES256',
  severity: 'critical',
  facet: 'reliability',
  classes: ['access-logging', 'alb', 'encrypt-s3'],
  why: 'An application load balancer supports S3 managed keys only: turning the logs on fails with "Access Denied for bucket", and the deployment rolls back.',
  fix: 'Set SSEAlgorithm: AES256 on the bucket of the logs.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html',
  flawed: `
    Logs:
      Type: AWS::S3::Bucket
      Properties:
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] }
    Balancer:
      Type: AWS::ElasticLoadBalancingV2::LoadBalancer
      Properties: { LoadBalancerAttributes: [{ Key: access_logs.s3.enabled, Value: 'true' }, { Key: access_logs.s3.bucket, Value: !Ref Logs }] }`,
  sound: `
    Logs:
      Type: AWS::S3::Bucket
      Properties:
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }] }
    Balancer:
      Type: AWS::ElasticLoadBalancingV2::LoadBalancer
      Properties: { LoadBalancerAttributes: [{ Key: access_logs.s3.enabled, Value: 'true' }, { Key: access_logs.s3.bucket, Value: !Ref Logs }] }`,
  *check(model) {
    for (const balancer of model.resources('AWS::ElasticLoadBalancingV2::LoadBalancer')) {
      if (!possibly(balancerAttribute(balancer, 'access_logs.s3.enabled'), isTrue) || !isApplication(balancer.get('Type'))) continue;
      const log = bucketOf(model, balancerAttribute(balancer, 'access_logs.s3.bucket'));
      if (log && surelyKms(log)) yield at(log, 'BucketEncryption', `Encrypts with KMS, gets the access logs of ${balancer.id}`, balancer.id);
    }
  },
};

const isApplication = (type: unknown) => type === undefined || type === 'application';
