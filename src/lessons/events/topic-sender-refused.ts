import { at, Lesson } from '../lesson';
import { refused, senders } from '../queues/senders';

export const topicSenderRefused: Lesson = {
  id: 'TopicSenderRefused',
  title: 'The policy of a topic lets in the rules, buckets and alarms that publish to it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['queue-topic-policy', 'sns-notify', 'eventbridge'],
  why: 'EventBridge, S3 and Budgets publish in their own name; without the policy every message is refused and nobody is told. A policy of your own also replaces the one that let alarms in.',
  fix: 'Add an AWS::SNS::TopicPolicy that allows sns:Publish to events.amazonaws.com (s3, budgets, cloudwatch), with aws:SourceAccount or aws:SourceArn.',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html',
  flawed: `
    Topic: { Type: AWS::SNS::Topic }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Topic, Arn: !Ref Topic }] }`,
  sound: `
    Topic: { Type: AWS::SNS::Topic }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Topic, Arn: !Ref Topic }] }
    Policy:
      Type: AWS::SNS::TopicPolicy
      Properties:
        Topics: [!Ref Topic]
        PolicyDocument:
          Statement:
            - Effect: Allow
              Principal: { Service: events.amazonaws.com }
              Action: sns:Publish
              Resource: !Ref Topic
              Condition: { ArnEquals: { aws:SourceArn: !GetAtt Rule.Arn } }`,
  *check(model) {
    for (const sender of senders(model)) {
      if (sender.receiver.type === 'AWS::SNS::Topic' && refused(sender)) {
        yield at(sender.source, sender.property, `No policy of ${sender.receiver.id} lets ${sender.service}.amazonaws.com publish`, `${sender.service} ${sender.property}`);
      }
    }
  },
};
