import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const topicUnencrypted: Lesson = {
  id: 'TopicUnencrypted',
  title: 'The messages of a topic are encrypted at rest',
  severity: 'low',
  facet: 'security',
  classes: ['encrypt-sns', 'encrypt-general'],
  why: 'SNS does not encrypt by itself: what is published lies in plain text until it is delivered.',
  fix: 'Set KmsMasterKeyId to a key of your own that the publishing services may use.',
  source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html',
  pci: ['3.5.1'],
  flawed: `
    Topic: { Type: AWS::SNS::Topic }`,
  sound: `
    Topic: { Type: AWS::SNS::Topic, Properties: { KmsMasterKeyId: !Ref Key } }
    Key: { Type: AWS::KMS::Key }`,
  *check(model) {
    for (const topic of model.resources('AWS::SNS::Topic')) {
      if (absent(topic.get('KmsMasterKeyId'))) yield at(topic, 'KmsMasterKeyId', 'The topic has no key');
    }
  },
};
