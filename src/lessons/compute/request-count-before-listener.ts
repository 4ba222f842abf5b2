import { at, Lesson } from '../lesson';
import { prerequisites } from '../query';

const LABELS: Readonly<Record<string, string>> = {
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.ResourceLabel',
  'AWS::AutoScaling::ScalingPolicy': 'TargetTrackingConfiguration.PredefinedMetricSpecification.ResourceLabel',
};

export const requestCountBeforeListener: Lesson = {
  id: 'RequestCountBeforeListener',
  title: 'A policy that scales by requests waits for the listener',
  severity: 'high',
  facet: 'reliability',
  classes: ['depends-on', 'asg-launch', 'alb'],
  why: 'The target group must be joined to its load balancer when the policy is made; the listener that joins them is created at the same time.',
  fix: 'DependsOn the listener.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html',
  flawed: `
    Policy:
      Type: AWS::AutoScaling::ScalingPolicy
      Properties:
        TargetTrackingConfiguration:
          PredefinedMetricSpecification: { PredefinedMetricType: ALBRequestCountPerTarget, ResourceLabel: !Sub '\${Balancer.LoadBalancerFullName}/\${Targets.TargetGroupFullName}' }
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP } }
    Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] } }`,
  sound: `
    Policy:
      Type: AWS::AutoScaling::ScalingPolicy
      DependsOn: Listener
      Properties:
        TargetTrackingConfiguration:
          PredefinedMetricSpecification: { PredefinedMetricType: ALBRequestCountPerTarget, ResourceLabel: !Sub '\${Balancer.LoadBalancerFullName}/\${Targets.TargetGroupFullName}' }
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP } }
    Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] } }`,
  *check(model) {
    for (const [type, path] of Object.entries(LABELS)) {
      for (const policy of model.resources(type)) {
        if (policy.get(path) === undefined) continue;
        const group = policy.edges.find(({ to, attribute }) => to.type === 'AWS::ElasticLoadBalancingV2::TargetGroup' && attribute === 'TargetGroupFullName')?.to;
        if (!group || group.stack !== policy.stack) continue;
        const listeners = group.users.map(({ from }) => from).filter((one) => one.type.startsWith('AWS::ElasticLoadBalancingV2::Listener'));
        const before = prerequisites(policy);
        if (listeners.length > 0 && !listeners.some((one) => before.has(one))) yield at(policy, path, `Does not wait for ${listeners[0].id}`);
      }
    }
  },
};
