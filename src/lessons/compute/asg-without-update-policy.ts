import { at, Lesson } from '../lesson';

export const asgWithoutUpdatePolicy: Lesson = {
  id: 'AsgWithoutUpdatePolicy',
  title: 'A changed launch template replaces the instances of its group',
  severity: 'low',
  facet: 'operations',
  classes: ['asg-launch'],
  why: 'Without an update policy the running instances keep the old image and script: a patch that was deployed is not in use.',
  fix: 'UpdatePolicy: AutoScalingRollingUpdate with MinInstancesInService, or AutoScalingReplacingUpdate.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html',
  flawed: `
    Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: '2', MaxSize: '4' } }`,
  sound: `
    Group:
      Type: AWS::AutoScaling::AutoScalingGroup
      UpdatePolicy: { AutoScalingRollingUpdate: { MinInstancesInService: 1 } }
      Properties: { MinSize: '2', MaxSize: '4' }`,
  *check(model) {
    for (const group of model.resources('AWS::AutoScaling::AutoScalingGroup')) {
      const policy = JSON.stringify(group.body.UpdatePolicy ?? '');
      if (!/AutoScalingRollingUpdate|AutoScalingReplacingUpdate|AutoScalingInstanceRefresh/.test(policy)) yield at(group, '', 'No UpdatePolicy that replaces instances');
    }
  },
};
