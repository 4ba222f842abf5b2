import { attachedTo, mayAlone, roleAt } from './roles';
import { Model, Resource } from '../../template';
import { atAttribute, Lesson } from '../lesson';
import { gives, statementsOf } from '../policies';
import { absent, prerequisites, target } from '../query';

/** The action that is tried at creation, and the role that it is tried with. */
function* tried(model: Model): Iterable<{ user: Resource; role: Resource | undefined; action: string }> {
  for (const fn of model.resources('AWS::Lambda::Function')) {
    if (!absent(fn.get('VpcConfig.SubnetIds'))) yield { user: fn, role: roleAt(model, fn.get('Role')), action: 'ec2:CreateNetworkInterface' };
    const dlq = target(model, fn.get('DeadLetterConfig.TargetArn'));
    if (dlq?.type === 'AWS::SQS::Queue') yield { user: fn, role: roleAt(model, fn.get('Role')), action: 'sqs:SendMessage' };
  }
  for (const mapping of model.resources('AWS::Lambda::EventSourceMapping')) {
    const source = target(model, mapping.get('EventSourceArn'))?.type;
    const action = source === 'AWS::SQS::Queue' ? 'sqs:ReceiveMessage' : source === 'AWS::Kinesis::Stream' ? 'kinesis:GetRecords'
      : source === 'AWS::DynamoDB::Table' ? 'dynamodb:GetRecords' : undefined;
    if (action) yield { user: mapping, role: roleAt(model, target(model, mapping.get('FunctionName'))?.get('Role')), action };
  }
  for (const trail of model.resources('AWS::CloudTrail::Trail')) {
    yield { user: trail, role: roleAt(model, trail.get('CloudWatchLogsRoleArn')), action: 'logs:CreateLogStream' };
  }
  for (const machine of model.resources('AWS::StepFunctions::StateMachine')) {
    if (!absent(machine.get('LoggingConfiguration.Destinations'))) yield { user: machine, role: roleAt(model, machine.get('RoleArn')), action: 'logs:CreateLogDelivery' };
  }
}

export const policyAfterUse: Lesson = {
  id: 'PolicyAfterUse',
  title: 'A policy that is needed at creation is attached before',
  severity: 'high',
  facet: 'reliability',
  classes: ['depends-on', 'iam-missing-permission'],
  why: 'CloudFormation creates both at once: the mapping, function or trail is refused when the policy is not there yet, one time out of some.',
  fix: 'Add DependsOn: <the policy>, or write the policy inline in the role.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html',
  flawed: `
    Mapping: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Function } }
    Queue: { Type: AWS::SQS::Queue }
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: '' } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
    Policy:
      Type: AWS::IAM::Policy
      Properties:
        PolicyName: read
        Roles: [!Ref Role]
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'sqs:*', Resource: !GetAtt Queue.Arn }] }`,
  sound: `
    Mapping: { Type: AWS::Lambda::EventSourceMapping, DependsOn: Policy, Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Function } }
    Queue: { Type: AWS::SQS::Queue }
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: '' } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
    Policy:
      Type: AWS::IAM::Policy
      Properties:
        PolicyName: read
        Roles: [!Ref Role]
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'sqs:*', Resource: !GetAtt Queue.Arn }] }`,
  *check(model) {
    for (const { user, role, action } of tried(model)) {
      if (!role) continue;
      const giving = attachedTo(role)
        .filter((policy) => policy.stack === user.stack && statementsOf(policy).some((one) => gives(one, action)));
      const there = prerequisites(user);
      if (giving.length === 0 || giving.some((policy) => there.has(policy)) || mayAlone(role, action)) continue;
      yield atAttribute(user, 'DependsOn', `Does not wait for ${giving[0].id}, which allows ${action}`, action);
    }
  },
};
