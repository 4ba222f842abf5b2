import { at, Lesson } from '../lesson';
import { mappings, text } from '../query';

export const subscriptionPlaintext: Lesson = {
  id: 'SubscriptionPlaintext',
  title: 'A subscription is delivered over HTTPS',
  severity: 'high',
  facet: 'security',
  classes: ['tls-transit', 'sns-notify'],
  why: 'The messages cross the internet in plain text.',
  fix: 'Set Protocol: https and an https:// endpoint.',
  source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
  pci: ['4.2.1'],
  flawed: `
    Subscription: { Type: AWS::SNS::Subscription, Properties: { TopicArn: topic, Protocol: http, Endpoint: !Sub 'http://hooks.\${AWS::StackName}.com' } }`,
  sound: `
    Subscription: { Type: AWS::SNS::Subscription, Properties: { TopicArn: topic, Protocol: https, Endpoint: !Sub 'https://hooks.\${AWS::StackName}.com' } }`,
  *check(model) {
    for (const subscription of model.resources('AWS::SNS::Subscription')) {
      if (text(subscription.get('Protocol')) === 'http') yield at(subscription, 'Protocol', 'Protocol is http');
    }
    for (const topic of model.resources('AWS::SNS::Topic')) {
      for (const [index, one] of mappings(topic.get('Subscription')).entries()) {
        if (one.Protocol === 'http') yield at(topic, `Subscription.${index}.Protocol`, 'Protocol is http');
      }
    }
  },
};
