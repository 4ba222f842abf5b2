import { RETIRED } from '../iam/managed-policies';
import { awsPolicy, lacks, roleAt } from '../iam/roles';
import { at, Lesson } from '../lesson';
import { list } from '../query';

export const configRecorderRole: Lesson = {
  id: 'ConfigRecorderRole',
  title: 'The role of the recorder may read the resources that it records',
  severity: 'high',
  facet: 'reliability',
  classes: ['aws-config', 'iam-missing-permission'],
  why: 'AWS Config runs, but sees no resource: every rule says that nothing applies.',
  fix: 'Attach arn:aws:iam::aws:policy/service-role/AWS_ConfigRole, or use the service-linked role AWSServiceRoleForConfig.',
  source: 'https://docs.aws.amazon.com/config/latest/developerguide/iamrole-permissions.html',
  flawed: `
    Recorder: { Type: AWS::Config::ConfigurationRecorder, Properties: { RoleARN: !GetAtt Role.Arn } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        Policies:
          - PolicyName: deliver
            PolicyDocument: { Statement: [{ Effect: Allow, Action: 's3:PutObject', Resource: '*' }] }`,
  sound: `
    Recorder: { Type: AWS::Config::ConfigurationRecorder, Properties: { RoleARN: !GetAtt Role.Arn } }
    Role:
      Type: AWS::IAM::Role
      Properties: { ManagedPolicyArns: [!Sub 'arn:\${AWS::Partition}:iam::aws:policy/service-role/AWS_ConfigRole'] }`,
  *check(model) {
    for (const recorder of model.resources('AWS::Config::ConfigurationRecorder')) {
      const role = roleAt(model, recorder.get('RoleARN'));
      if (!role) continue;
      const names = list(role.get('ManagedPolicyArns')).map(awsPolicy);
      // A retired name is what the lesson on managed policies finds.
      const reads = names.some((name) => name === 'service-role/AWS_ConfigRole' || (name !== undefined && Object.hasOwn(RETIRED, name)));
      if (!reads && lacks(model, role, ['ec2:DescribeInstances', 'ec2:DescribeVolumes', 's3:GetBucketPolicy', 'iam:GetRole', 'rds:DescribeDBInstances'])) {
        yield at(recorder, 'RoleARN', `${role.id} may not read resources`);
      }
    }
  },
};
