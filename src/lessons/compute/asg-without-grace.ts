import { atMost } from './hosts';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

export const asgWithoutGrace: Lesson = {
  id: 'AsgWithoutGrace',
  title: 'A new instance is given time to start before it is judged',
  severity: 'medium',
  facet: 'reliability',
  classes: ['health-check', 'asg-launch'],
  why: 'The grace period is 0 by default: instances are killed while they start, again and again.',
  fix: 'HealthCheckGracePeriod: 300, or what the start takes.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html',
  flawed: `
    Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: '2', MaxSize: '4', HealthCheckType: ELB } }`,
  sound: `
    Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: '2', MaxSize: '4', HealthCheckType: ELB, HealthCheckGracePeriod: 300 } }`,
  *check(model) {
    for (const group of model.resources('AWS::AutoScaling::AutoScalingGroup')) {
      const grace = group.get('HealthCheckGracePeriod');
      const judged = surely(group.get('HealthCheckType'), (type) => typeof type === 'string' && type.includes('ELB'));
      if (judged && (grace === undefined || atMost(grace, 0))) yield at(group, 'HealthCheckGracePeriod', 'No grace period');
    }
  },
};
