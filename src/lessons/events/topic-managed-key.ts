import { at, Lesson } from '../lesson';
import { surely } from '../query';
import { isManagedKey, servicesOf } from '../queues/senders';

export const topicManagedKey: Lesson = {
  id: 'TopicManagedKey',
  title: 'A topic that alarms and rules publish to is encrypted with a key of your own',
  severity: 'high',
  facet: 'operations',
  classes: ['kms-key-policy', 'encrypt-sns', 'sns-notify'],
  why: 'CloudWatch, EventBridge, S3 and Budgets may not use the key alias/aws/sns, whose policy cannot be changed: no alarm ever reaches anyone.',
  fix: 'Set KmsMasterKeyId to a key of your own whose policy allows the service kms:GenerateDataKey* and kms:Decrypt.',
  source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
  flawed: `
    Topic: { Type: AWS::SNS::Topic, Properties: { KmsMasterKeyId: alias/aws/sns } }
    Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmActions: [!Ref Topic] } }`,
  sound: `
    Topic: { Type: AWS::SNS::Topic, Properties: { KmsMasterKeyId: !Ref Key } }
    Key: { Type: AWS::KMS::Key }
    Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmActions: [!Ref Topic] } }`,
  *check(model) {
    for (const topic of model.resources('AWS::SNS::Topic')) {
      const services = servicesOf(model, topic);
      if (services.length > 0 && surely(topic.get('KmsMasterKeyId'), (key) => isManagedKey(key, 'sns'))) {
        yield at(topic, 'KmsMasterKeyId', `alias/aws/sns, but ${services.join(', ')} publishes to the topic`);
      }
    }
  },
};
