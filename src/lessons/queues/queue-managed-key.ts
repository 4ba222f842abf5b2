import { isManagedKey, servicesOf } from './senders';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

export const queueManagedKey: Lesson = {
  id: 'QueueManagedKey',
  title: 'A queue that AWS services send to is encrypted with a key of your own, or by SQS',
  severity: 'critical',
  facet: 'reliability',
  classes: ['kms-key-policy', 'encrypt-sqs', 'eventbridge'],
  why: 'SNS, EventBridge and S3 may not use the key alias/aws/sqs, whose policy cannot be changed: every message is refused and lost.',
  fix: 'Set KmsMasterKeyId to a key of your own that allows the service kms:GenerateDataKey and kms:Decrypt, or use SqsManagedSseEnabled: true.',
  source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: alias/aws/sqs } }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Queue, Arn: !GetAtt Queue.Arn }] }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { SqsManagedSseEnabled: true } }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Queue, Arn: !GetAtt Queue.Arn }] }`,
  *check(model) {
    for (const queue of model.resources('AWS::SQS::Queue')) {
      const services = servicesOf(model, queue);
      if (services.length > 0 && surely(queue.get('KmsMasterKeyId'), (key) => isManagedKey(key, 'sqs'))) {
        yield at(queue, 'KmsMasterKeyId', `alias/aws/sqs, but ${services.join(', ')} sends to the queue`);
      }
    }
  },
};
