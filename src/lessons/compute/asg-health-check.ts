import { at, Lesson } from '../lesson';
import { absent, surely } from '../query';

export const asgHealthCheck: Lesson = {
  id: 'AsgHealthCheck',
  title: 'An Auto Scaling group behind a load balancer uses its health checks',
  severity: 'medium',
  facet: 'reliability',
  classes: ['health-check', 'asg-launch'],
  why: 'The checks of EC2 see only that the machine runs: one whose application hangs is never replaced.',
  fix: 'HealthCheckType: ELB and HealthCheckGracePeriod.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html#autoscaling-1',
  flawed: `
    Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: '2', MaxSize: '4', TargetGroupARNs: [arn] } }`,
  sound: `
    Group:
      Type: AWS::AutoScaling::AutoScalingGroup
      Properties: { MinSize: '2', MaxSize: '4', TargetGroupARNs: [arn], HealthCheckType: ELB, HealthCheckGracePeriod: 300 }`,
  *check(model) {
    for (const group of model.resources('AWS::AutoScaling::AutoScalingGroup')) {
      if (absent(group.get('TargetGroupARNs')) && absent(group.get('LoadBalancerNames'))) continue;
      if (surely(group.get('HealthCheckType'), (type) => type === undefined || type === 'EC2')) yield at(group, 'HealthCheckType', 'Health checks of EC2 only');
    }
  },
};
