import { senders } from './senders';
import { at, Lesson } from '../lesson';
import { absent, isTrue, mappings, off, surely, target } from '../query';

export const fifoQueueSender: Lesson = {
  id: 'FifoQueueSender',
  title: 'A FIFO queue gets its messages from a sender that knows FIFO',
  severity: 'critical',
  facet: 'reliability',
  classes: ['sqs-config', 'sns-notify', 's3-notification', 'eventbridge'],
  why: 'S3 and standard topics cannot send to a FIFO queue, and EventBridge cannot without a message group: the deployment fails or the events are lost.',
  fix: 'Use a standard queue, or a FIFO topic before it; for a rule set SqsParameters.MessageGroupId of the target.',
  source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
    Topic: { Type: AWS::SNS::Topic }
    Subscription:
      Type: AWS::SNS::Subscription
      Properties: { TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue.Arn }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
    Topic: { Type: AWS::SNS::Topic, Properties: { FifoTopic: true } }
    Subscription:
      Type: AWS::SNS::Subscription
      Properties: { TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue.Arn }`,
  *check(model) {
    for (const { source, property, service, receiver } of senders(model)) {
      if (receiver.type !== 'AWS::SQS::Queue' || !surely(receiver.get('FifoQueue'), isTrue)) continue;
      if (service === 's3') yield at(source, property, `S3 sends to the FIFO queue ${receiver.id}`, receiver.id);
      if (property.endsWith('Endpoint')) {
        const topic = source.type === 'AWS::SNS::Topic' ? source : target(model, source.get('TopicArn'));
        if (topic?.type === 'AWS::SNS::Topic' && off(topic.get('FifoTopic'))) yield at(source, property, `The standard topic ${topic.id} sends to the FIFO queue ${receiver.id}`, receiver.id);
      }
      if (property.includes('DeadLetterConfig')) {yield at(source, property, `EventBridge takes no FIFO queue such as ${receiver.id} for lost events`, receiver.id);} else if (service === 'events') {
        const one = mappings(source.get('Targets')).find(({ Arn: arn }) => target(model, arn) === receiver);
        if (absent(one?.SqsParameters)) yield at(source, property, `The rule sends to the FIFO queue ${receiver.id} without a MessageGroupId`, receiver.id);
      }
    }
  },
};
