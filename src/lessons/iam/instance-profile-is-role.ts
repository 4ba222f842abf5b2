import { at, Lesson } from '../lesson';
import { target } from '../query';

const USERS: readonly (readonly [type: string, property: string])[] = [
  ['AWS::EC2::Instance', 'IamInstanceProfile'],
  ['AWS::EC2::LaunchTemplate', 'LaunchTemplateData.IamInstanceProfile.Name'],
  ['AWS::EC2::LaunchTemplate', 'LaunchTemplateData.IamInstanceProfile.Arn'],
  ['AWS::AutoScaling::LaunchConfiguration', 'IamInstanceProfile'],
  ['AWS::Batch::ComputeEnvironment', 'ComputeResources.InstanceRole'],
  ['AWS::EMR::Cluster', 'JobFlowRole'],
];

export const instanceProfileIsRole: Lesson = {
  id: 'InstanceProfileIsRole',
  title: 'An instance is given an instance profile, not a role',
  severity: 'critical',
  facet: 'reliability',
  classes: ['iam-generic', 'asg-launch'],
  why: 'The launch fails: Invalid IAM Instance Profile name.',
  fix: 'Add an AWS::IAM::InstanceProfile with Roles: [!Ref Role], and name that.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html',
  flawed: `
    Instance: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-0123456789abcdef0, IamInstanceProfile: !Ref Role } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: ec2.amazonaws.com } }]`,
  sound: `
    Instance: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-0123456789abcdef0, IamInstanceProfile: !Ref Profile } }
    Profile: { Type: AWS::IAM::InstanceProfile, Properties: { Roles: [!Ref Role] } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: ec2.amazonaws.com } }]`,
  *check(model) {
    for (const [type, property] of USERS) {
      for (const resource of model.resources(type)) {
        const role = target(model, resource.get(property));
        if (role?.type === 'AWS::IAM::Role') yield at(resource, property, `${role.id} is a role, no instance profile`);
      }
    }
  },
};
