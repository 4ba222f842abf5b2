import { at, Lesson } from '../lesson';
import { possibly } from '../query';

export const scalingPolicyWithoutAlarm: Lesson = {
  id: 'ScalingPolicyWithoutAlarm',
  title: 'A simple or step scaling policy is the action of an alarm',
  severity: 'medium',
  facet: 'performance',
  classes: ['asg-launch', 'alarm-missing'],
  why: 'Nothing ever calls the policy: the group never grows.',
  fix: 'Add an alarm with AlarmActions: [!Ref Policy], or use TargetTrackingScaling.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html',
  flawed: `
    Policy: { Type: AWS::AutoScaling::ScalingPolicy, Properties: { AutoScalingGroupName: group, AdjustmentType: ChangeInCapacity, ScalingAdjustment: 1 } }`,
  sound: `
    Policy: { Type: AWS::AutoScaling::ScalingPolicy, Properties: { AutoScalingGroupName: group, AdjustmentType: ChangeInCapacity, ScalingAdjustment: 1 } }
    Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmActions: [!Ref Policy] } }`,
  *check(model) {
    for (const policy of model.resources('AWS::AutoScaling::ScalingPolicy', 'AWS::ApplicationAutoScaling::ScalingPolicy')) {
      if (possibly(policy.get('PolicyType'), (type) => type !== undefined && type !== 'SimpleScaling' && type !== 'StepScaling')) continue;
      const handedOut = Object.values(policy.stack.outputs).some((output) => JSON.stringify(output ?? '').includes(`"${policy.id}"`));
      if (!handedOut && !policy.users.some(({ kind }) => kind !== 'DependsOn')) yield at(policy, '', 'No alarm calls this policy');
    }
  },
};
