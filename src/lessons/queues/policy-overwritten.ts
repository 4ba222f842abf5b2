import { at, Lesson } from '../lesson';
import { list, target } from '../query';

/** Of a policy, where it names what it is for. Each sets the whole attribute Policy of the queue or topic. */
const RECEIVERS: Readonly<Record<string, string>> = { 'AWS::SQS::QueuePolicy': 'Queues', 'AWS::SNS::TopicPolicy': 'Topics' };

export const policyOverwritten: Lesson = {
  id: 'PolicyOverwritten',
  title: 'A queue or topic has one policy',
  severity: 'high',
  facet: 'reliability',
  classes: ['queue-topic-policy'],
  why: 'A queue holds one policy, and each AWS::SQS::QueuePolicy sets the whole of it, as AWS::SNS::TopicPolicy does of a topic: the one that is deployed last overwrites the others, and what they let send, or denied, is gone.',
  fix: 'Write the statements of all into one policy.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queuepolicy.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Tls:
      Type: AWS::SQS::QueuePolicy
      Properties:
        Queues: [!Ref Queue]
        PolicyDocument:
          Statement: [{ Effect: Deny, Principal: '*', Action: 'sqs:*', Resource: !GetAtt Queue.Arn, Condition: { Bool: { aws:SecureTransport: false } } }]
    Send:
      Type: AWS::SQS::QueuePolicy
      Properties:
        Queues: [!Ref Queue]
        PolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn }] }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
    Policy:
      Type: AWS::SQS::QueuePolicy
      Properties:
        Queues: [!Ref Queue]
        PolicyDocument:
          Statement:
            - { Effect: Deny, Principal: '*', Action: 'sqs:*', Resource: !GetAtt Queue.Arn, Condition: { Bool: { aws:SecureTransport: false } } }
            - { Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn }`,
  *check(model) {
    for (const [type, property] of Object.entries(RECEIVERS)) {
      const first = new Map<string, string>();
      // Two with conditions may never be there at once.
      for (const policy of model.resources(type).filter(({ condition }) => condition === undefined)) {
        const receivers = new Set(list(policy.get(property)).flatMap((one) => target(model, one) ?? []));
        for (const { address } of receivers) {
          const other = first.get(address);
          if (other === undefined) first.set(address, policy.address);
          else yield at(policy, property, `${other} sets the policy of ${address} too`, address);
        }
      }
    }
  },
};
