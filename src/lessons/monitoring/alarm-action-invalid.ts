import { Reference, show, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { list } from '../query';

const REFUSED = ['AWS::SQS::Queue', 'AWS::SNS::Subscription', 'AWS::SNS::TopicPolicy', 'AWS::Events::Rule', 'AWS::Logs::LogGroup', 'AWS::IAM::Role',
  'AWS::AutoScaling::AutoScalingGroup', 'AWS::KMS::Key', 'AWS::CloudWatch::Alarm', 'AWS::StepFunctions::StateMachine', 'AWS::EC2::Instance'];

function fault(value: Value): string | undefined {
  if (typeof value === 'string') return value === '' || value.startsWith('arn:') ? undefined : `${value} is no ARN`;
  if (!(value instanceof Reference)) return undefined;
  const { type, id } = value.resource;
  if (REFUSED.includes(type)) return `${id} is no target of an alarm: ${type}`;
  if (type === 'AWS::SNS::Topic' && value.attribute === 'TopicName') return `${show(value)} is the name, not the ARN`;
  return type === 'AWS::Lambda::Function' && value.attribute === undefined ? `${show(value)} is the name, not the ARN` : undefined;
}

export const alarmActionInvalid: Lesson = {
  id: 'AlarmActionInvalid',
  title: 'The action of an alarm is the ARN of a topic, a scaling policy, a function or an action of EC2 or Systems Manager',
  severity: 'critical',
  facet: 'reliability',
  classes: ['alarm-config', 'sns-notify'],
  why: 'PutMetricAlarm refuses it: Invalid arn syntax, or an action that is not supported. The deployment is rolled back.',
  fix: 'Send to a topic: AlarmActions: [!Ref Topic]; subscribe the queue or the address to it.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/Lambda
        MetricName: Errors
        Statistic: Sum
        Period: 60
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold
        AlarmActions: [!GetAtt Queue.Arn]`,
  sound: `
    Topic: { Type: AWS::SNS::Topic }
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/Lambda
        MetricName: Errors
        Statistic: Sum
        Period: 60
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold
        AlarmActions: [!Ref Topic]`,
  *check(model) {
    for (const alarm of model.resources('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm')) {
      for (const property of ['AlarmActions', 'OKActions', 'InsufficientDataActions']) {
        for (const action of list(alarm.get(property))) {
          const found = fault(action);
          if (found) yield at(alarm, property, found, `${property} ${show(action)}`);
        }
      }
    }
  },
};
