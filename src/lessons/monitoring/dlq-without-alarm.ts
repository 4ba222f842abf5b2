import { allWatched, isPartial } from './alarms';
import { isKnown, Reference } from '../../template';
import { at, Lesson } from '../lesson';
import { target } from '../query';

export const dlqWithoutAlarm: Lesson = {
  id: 'DlqWithoutAlarm',
  title: 'An alarm watches the depth of every dead-letter queue',
  severity: 'medium',
  facet: 'operations',
  classes: ['alarm-missing', 'dlq', 'monitoring-general'],
  why: 'Payments that failed lie in the dead-letter queue unseen, until they expire and are lost.',
  fix: 'Add an alarm on AWS/SQS ApproximateNumberOfMessagesVisible >= 1 with Dimensions QueueName: !GetAtt Dlq.QueueName.',
  source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html',
  pci: ['10.7.2'],
  flawed: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5 } }
    Dlq: { Type: AWS::SQS::Queue }`,
  sound: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5 } }
    Dlq: { Type: AWS::SQS::Queue }
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/SQS
        MetricName: ApproximateNumberOfMessagesVisible
        Dimensions: [{ Name: QueueName, Value: !GetAtt Dlq.QueueName }]`,
  *check(model) {
    const metrics = allWatched(model).filter(({ namespace }) => namespace === undefined || typeof namespace !== 'string' || namespace === 'AWS/SQS');
    const named = metrics.flatMap(({ dimensions }) => dimensions.map(({ value }) => value));
    // A queue that an alarm names in a way that cannot be followed may be any.
    const unclear = named.some((value) => !isKnown(value) && !(value instanceof Reference) && !target(model, value))
      || metrics.some(({ complete }) => !complete);
    if (unclear || isPartial(model)) return;
    const watched = new Set([...named.map((value) => target(model, value)), ...model.resources('AWS::CloudWatch::Alarm').flatMap((alarm) => alarm.edges.map(({ to }) => to))]);
    const dlqs = new Set([
      ...model.resources('AWS::SQS::Queue').map((queue) => target(model, queue.get('RedrivePolicy.deadLetterTargetArn'))),
      ...model.resources('AWS::SNS::Subscription').map((one) => target(model, one.get('RedrivePolicy.deadLetterTargetArn'))),
      ...model.resources('AWS::Lambda::Function').map((fn) => target(model, fn.get('DeadLetterConfig.TargetArn'))),
    ]);
    for (const dlq of dlqs) {
      if (dlq?.type === 'AWS::SQS::Queue' && !watched.has(dlq)) yield at(dlq, '', 'No alarm watches this dead-letter queue');
    }
  },
};
