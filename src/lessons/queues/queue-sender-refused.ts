import { refused, senders } from './senders';
import { at, Lesson } from '../lesson';

export const queueSenderRefused: Lesson = {
  id: 'QueueSenderRefused',
  title: 'The policy of a queue lets in the topics, rules and buckets that send to it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['queue-topic-policy', 'sns-notify', 'eventbridge', 's3-notification'],
  why: 'SNS, EventBridge and S3 send in their own name: without the policy every event is refused and lost, and for a bucket the deployment fails.',
  fix: 'Add an AWS::SQS::QueuePolicy that allows sqs:SendMessage to the service, with the sender as aws:SourceArn.',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Queue, Arn: !GetAtt Queue.Arn }] }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Queue, Arn: !GetAtt Queue.Arn }] }
    Policy:
      Type: AWS::SQS::QueuePolicy
      Properties:
        Queues: [!Ref Queue]
        PolicyDocument:
          Statement:
            - Effect: Allow
              Principal: { Service: events.amazonaws.com }
              Action: sqs:SendMessage
              Resource: !GetAtt Queue.Arn
              Condition: { ArnEquals: { aws:SourceArn: !GetAtt Rule.Arn } }`,
  *check(model) {
    for (const sender of senders(model)) {
      if (sender.receiver.type === 'AWS::SQS::Queue' && refused(sender)) {
        yield at(sender.source, sender.property, `No policy of ${sender.receiver.id} lets ${sender.service}.amazonaws.com send`, `${sender.service} ${sender.property}`);
      }
    }
  },
};
