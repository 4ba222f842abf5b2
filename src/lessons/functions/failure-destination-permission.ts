import { functionOf } from './functions';
import { lacks, namedByResource, roleAt } from '../iam/roles';
import { at, Lesson } from '../lesson';
import { target } from '../query';

/** What Lambda does with the role, by the type of the destination. */
const ACTIONS: Readonly<Record<string, string>> = {
  'AWS::Events::EventBus': 'events:PutEvents',
  'AWS::Lambda::Function': 'lambda:InvokeFunction',
  'AWS::S3::Bucket': 's3:PutObject',
  'AWS::SNS::Topic': 'sns:Publish',
  'AWS::SQS::Queue': 'sqs:SendMessage',
};
const PLACES = [
  ['AWS::Lambda::EventInvokeConfig', 'DestinationConfig.OnFailure.Destination'],
  ['AWS::Lambda::EventInvokeConfig', 'DestinationConfig.OnSuccess.Destination'],
  ['AWS::Lambda::EventSourceMapping', 'DestinationConfig.OnFailure.Destination'],
] as const;

export const failureDestinationPermission: Lesson = {
  id: 'FailureDestinationPermission',
  title: 'The role of a function may send to the destinations of what it fails on',
  severity: 'critical',
  facet: 'reliability',
  classes: ['iam-missing-permission', 'dlq'],
  why: 'Lambda sends with the role of the function and checks it at once: without the permission the deployment fails.',
  fix: 'Allow the role sqs:SendMessage on the queue, or sns:Publish on the topic.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html',
  flawed: `
    Dlq: { Type: AWS::SQS::Queue }
    Role: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] } }
    Worker: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt Role.Arn } }
    Invocation:
      Type: AWS::Lambda::EventInvokeConfig
      Properties: { FunctionName: !Ref Worker, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !GetAtt Dlq.Arn } } }`,
  sound: `
    Dlq: { Type: AWS::SQS::Queue }
    Role:
      Type: AWS::IAM::Role
      Properties:
        Policies:
          - PolicyName: dlq
            PolicyDocument: { Statement: [{ Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Dlq.Arn }] }
    Worker: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt Role.Arn } }
    Invocation:
      Type: AWS::Lambda::EventInvokeConfig
      Properties: { FunctionName: !Ref Worker, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !GetAtt Dlq.Arn } } }`,
  *check(model) {
    for (const [type, property] of PLACES) {
      for (const holder of model.resources(type)) {
        const destination = target(model, holder.get(property));
        const action = destination && ACTIONS[destination.type];
        const role = roleAt(model, functionOf(model, holder.get('FunctionName'))?.get('Role'));
        if (action && role && !namedByResource(role) && lacks(model, role, [action])) {
          yield at(holder, property, `${role.id} may not ${action} to ${destination.id}`, property);
        }
      }
    }
  },
};
