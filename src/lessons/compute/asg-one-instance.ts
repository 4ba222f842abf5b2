import { atMost } from './hosts';
import { show } from '../../template';
import { at, Lesson } from '../lesson';

export const asgOneInstance: Lesson = {
  id: 'AsgOneInstance',
  title: 'An Auto Scaling group keeps two instances or more',
  severity: 'medium',
  facet: 'reliability',
  classes: ['multi-az', 'asg-launch'],
  why: 'While the only instance is replaced, after a failure or for an update, nothing answers.',
  fix: 'MinSize 2, in two Availability Zones; acknowledge it where an outage is acceptable.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html',
  flawed: `
    Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: '1', MaxSize: '4', DesiredCapacity: '1' } }`,
  sound: `
    Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: '2', MaxSize: '4' } }`,
  *check(model) {
    for (const group of model.resources('AWS::AutoScaling::AutoScalingGroup')) {
      const desired = group.get('DesiredCapacity');
      if (atMost(group.get('MinSize'), 1) && (desired === undefined || atMost(desired, 1))) yield at(group, 'MinSize', `MinSize is ${show(group.get('MinSize'))}`);
    }
  },
};
