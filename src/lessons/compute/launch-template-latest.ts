import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { possibly } from '../query';

const VERSIONS = ['LaunchTemplate.Version', 'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.Version'];

export const launchTemplateLatest: Lesson = {
  id: 'LaunchTemplateLatest',
  title: 'The version of a launch template is a number that CloudFormation sees change',
  severity: 'medium',
  facet: 'operations',
  classes: ['asg-launch', 'invalid-property'],
  why: 'CloudFormation does not support $Latest and $Default here: a new version is no change of the group, no instance is replaced, and nobody knows what runs.',
  fix: 'Version: !GetAtt LaunchTemplate.LatestVersionNumber.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-autoscaling-autoscalinggroup-launchtemplatespecification.html',
  flawed: `
    Group:
      Type: AWS::AutoScaling::AutoScalingGroup
      Properties: { MinSize: '2', MaxSize: '4', LaunchTemplate: { LaunchTemplateId: lt, Version: $Latest } }`,
  sound: `
    Group:
      Type: AWS::AutoScaling::AutoScalingGroup
      Properties: { MinSize: '2', MaxSize: '4', LaunchTemplate: { LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber } }
    Template: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { ImageId: image } } }`,
  *check(model) {
    for (const one of model.resources('AWS::AutoScaling::AutoScalingGroup', 'AWS::EC2::Instance')) {
      for (const path of VERSIONS) {
        const version = one.get(path);
        if (possibly(version, (option) => option === '$Latest' || option === '$Default')) yield at(one, path, `Version is ${show(version)}`, path);
      }
    }
  },
};
