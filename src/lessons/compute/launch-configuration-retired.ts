import { at, Lesson } from '../lesson';

export const launchConfigurationRetired: Lesson = {
  id: 'LaunchConfigurationRetired',
  title: 'Auto Scaling groups use launch templates',
  severity: 'high',
  facet: 'reliability',
  classes: ['asg-launch', 'invalid-property'],
  why: 'Accounts made since October 2024 cannot create launch configurations: the deployment fails there; and they know no new instance types.',
  fix: 'AWS::EC2::LaunchTemplate, and LaunchTemplate in the Auto Scaling group.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html',
  flawed: `
    Configuration: { Type: AWS::AutoScaling::LaunchConfiguration, Properties: { ImageId: image, InstanceType: t3.micro } }`,
  sound: `
    Template: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { ImageId: image, InstanceType: t3.micro } } }`,
  *check(model) {
    for (const one of model.resources('AWS::AutoScaling::LaunchConfiguration')) yield at(one, '', 'AWS::AutoScaling::LaunchConfiguration is retired');
  },
};
