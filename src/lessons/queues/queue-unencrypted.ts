import { at, Lesson } from '../lesson';
import { absent, isFalse, surely } from '../query';

export const queueUnencrypted: Lesson = {
  id: 'QueueUnencrypted',
  title: 'The messages of a queue are encrypted at rest',
  severity: 'high',
  facet: 'security',
  classes: ['encrypt-sqs', 'encrypt-general'],
  why: 'SQS encrypts by default; this queue turns it off and keeps its messages in plain text.',
  fix: 'Set KmsMasterKeyId to a key of your own, or leave out SqsManagedSseEnabled: false.',
  source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html',
  pci: ['3.5.1'],
  flawed: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { SqsManagedSseEnabled: false }`,
  sound: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { SqsManagedSseEnabled: false, KmsMasterKeyId: !Ref Key }
    Key: { Type: AWS::KMS::Key }`,
  *check(model) {
    for (const queue of model.resources('AWS::SQS::Queue')) {
      if (surely(queue.get('SqsManagedSseEnabled'), isFalse) && absent(queue.get('KmsMasterKeyId'))) {
        yield at(queue, 'SqsManagedSseEnabled', 'SqsManagedSseEnabled is false and there is no key');
      }
    }
  },
};
