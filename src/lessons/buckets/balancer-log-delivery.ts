import { balancerAttribute, bucketOf, policyStatements } from './buckets';
import { show, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { gives, Statement } from '../policies';
import { isTrue, possibly } from '../query';

export const balancerLogDelivery: Lesson = {
  id: 'BalancerLogDelivery',
  title: 'The bucket of a load balancer\'s logs lets the load balancer write to it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['bucket-policy', 'access-logging', 'alb'],
  why: 'The load balancer writes a test file when logs are turned on: without the policy the deployment fails with "Access Denied for bucket".',
  fix: 'Allow logdelivery.elasticloadbalancing.amazonaws.com to s3:PutObject on prefix/AWSLogs/account/*; delivery.logs.amazonaws.com for a network load balancer.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html',
  pci: ['10.2.1'],
  flawed: `
    Logs: { Type: AWS::S3::Bucket }
    Balancer:
      Type: AWS::ElasticLoadBalancingV2::LoadBalancer
      Properties: { LoadBalancerAttributes: [{ Key: access_logs.s3.enabled, Value: 'true' }, { Key: access_logs.s3.bucket, Value: !Ref Logs }] }`,
  sound: `
    Logs: { Type: AWS::S3::Bucket }
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Logs
        PolicyDocument:
          Statement:
            - Effect: Allow
              Principal: { Service: logdelivery.elasticloadbalancing.amazonaws.com }
              Action: s3:PutObject
              Resource: !Sub '\${Logs.Arn}/AWSLogs/\${AWS::AccountId}/*'
    Balancer:
      Type: AWS::ElasticLoadBalancingV2::LoadBalancer
      Properties: { LoadBalancerAttributes: [{ Key: access_logs.s3.enabled, Value: 'true' }, { Key: access_logs.s3.bucket, Value: !Ref Logs }] }`,
  *check(model) {
    for (const balancer of model.resources('AWS::ElasticLoadBalancingV2::LoadBalancer')) {
      if (!possibly(balancerAttribute(balancer, 'access_logs.s3.enabled'), isTrue)) continue;
      const bucket = bucketOf(model, balancerAttribute(balancer, 'access_logs.s3.bucket'));
      const stated = bucket && policyStatements(model, bucket);
      if (!bucket || !stated) continue;
      const network = possibly(balancer.get('Type'), (type) => type === 'network');
      const delivers = (one: Statement) => gives(one, 's3:PutObject') && one.principals.some(({ type, value }) => isDelivery(type, value, network));
      if (!stated.some(delivers)) yield at(bucket, '', `${balancer.id} may not write its logs`, balancer.id);
    }
  },
};

/** Elastic Load Balancing as a service, or as its account of the Region, by number. What cannot be told gets the benefit of the doubt. */
function isDelivery(type: string, value: Value, network: boolean): boolean {
  const shown = show(value);
  if (type !== 'Service') return shown === '*' || !shown.includes('${AWS::AccountId}');
  return typeof value !== 'string' || shown.startsWith('logdelivery.') || (network && shown.startsWith('delivery.logs.'));
}
