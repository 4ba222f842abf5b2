import { at, Lesson } from '../lesson';
import { absent, list, target } from '../query';

const HOLDERS = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

export const policyUnattached: Lesson = {
  id: 'PolicyUnattached',
  title: 'An inline policy is attached to a role, a user or a group',
  severity: 'critical',
  facet: 'reliability',
  classes: ['iam-generic', 'iam-missing-permission'],
  why: 'The deployment fails: at least one of Groups, Roles and Users must be non-empty. A path or an ARN in their place is refused too.',
  fix: 'Add Roles: [!Ref Role].',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-policy.html',
  flawed: `
    Policy:
      Type: AWS::IAM::Policy
      Properties:
        PolicyName: read
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::payments/*' }] }`,
  sound: `
    Policy:
      Type: AWS::IAM::Policy
      Properties:
        PolicyName: read
        Roles: [!Ref Role]
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::payments/*' }] }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]`,
  *check(model) {
    for (const policy of model.resources('AWS::IAM::Policy')) {
      if (['Roles', 'Users', 'Groups'].every((name) => absent(policy.get(name)))) yield at(policy, '', 'Attached to nothing');
    }
    for (const policy of model.resources('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::InstanceProfile')) {
      for (const role of list(policy.get('Roles'))) {
        const holder = target(model, role);
        const arn = typeof role === 'string' ? role.startsWith('arn:') : policy.edges.some(({ to, kind, attribute, path }) => path[1] === 'Roles' && to === holder
          && HOLDERS.includes(to.type) && kind === 'GetAtt' && attribute === 'Arn');
        if (arn) yield at(policy, 'Roles', 'Roles takes names, not ARNs: !Ref', holder?.id);
      }
    }
  },
};
