import { Model, Resource, Text, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, mappings, num, target } from '../query';

/** The range is open: more than one size is possible. */
const scales = (resource: Resource, least: string, most: string): boolean => {
  const [min, max] = [num(resource.get(least)), num(resource.get(most))];
  return min !== undefined && max !== undefined && max > min;
};

/** Scaled by a policy or a schedule, or by something that cannot be told. */
const scaled = (model: Model, group: Resource): boolean => model.resources('AWS::AutoScaling::ScalingPolicy', 'AWS::AutoScaling::ScheduledAction')
  .some((policy) => [group, undefined].includes(target(model, policy.get('AutoScalingGroupName'))))
  // Capacity providers and the autoscaler of a cluster scale on their own.
  || group.users.some(({ from }) => from.type === 'AWS::ECS::CapacityProvider')
  || mappings(group.get('Tags')).some(({ Key: key }) => typeof key !== 'string' || key.includes('k8s.io'));

const known = (value: Value | undefined): boolean => typeof value === 'string' || value instanceof Text;

export const scalingWithoutPolicy: Lesson = {
  id: 'ScalingWithoutPolicy',
  title: 'What may grow has a policy that makes it grow',
  severity: 'medium',
  facet: 'performance',
  classes: ['asg-launch', 'ecs', 'perf-general'],
  why: 'A range of sizes alone changes nothing: under load the group stays as small as it was deployed.',
  fix: 'Add a target tracking policy: 50 to 70 percent CPU, or requests per target.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html',
  flawed: `
    Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: '2', MaxSize: '4' } }`,
  sound: `
    Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: '2', MaxSize: '4' } }
    Policy: { Type: AWS::AutoScaling::ScalingPolicy, Properties: { AutoScalingGroupName: !Ref Group, PolicyType: TargetTrackingScaling } }`,
  *check(model) {
    for (const group of model.resources('AWS::AutoScaling::AutoScalingGroup')) {
      if (scales(group, 'MinSize', 'MaxSize') && !scaled(model, group)) yield at(group, '', 'No scaling policy');
    }
    const policies = model.resources('AWS::ApplicationAutoScaling::ScalingPolicy');
    // A policy may name its target by text.
    if (policies.some((policy) => !target(model, policy.get('ScalingTargetId')) && known(policy.get('ResourceId')))) return;
    for (const scalable of model.resources('AWS::ApplicationAutoScaling::ScalableTarget')) {
      const policy = policies.some((one) => target(model, one.get('ScalingTargetId')) === scalable);
      if (!policy && absent(scalable.get('ScheduledActions')) && scales(scalable, 'MinCapacity', 'MaxCapacity')) yield at(scalable, '', 'No scaling policy');
    }
  },
};
