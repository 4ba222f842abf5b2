import { at, Lesson } from '../lesson';
import { absent } from '../query';

/** How long SNS tries. */
const TRIED: Readonly<Record<string, string>> = { http: 'an hour', https: 'an hour', lambda: '23 days', sqs: '23 days', firehose: '23 days' };

export const subscriptionWithoutDlq: Lesson = {
  id: 'SubscriptionWithoutDlq',
  title: 'A subscription keeps the messages that cannot be delivered',
  severity: 'low',
  facet: 'reliability',
  classes: ['dlq', 'sns-notify'],
  why: 'SNS drops a message when it stops trying: after an hour for an HTTP endpoint, at once when a permission is missing or the endpoint is gone.',
  fix: 'Set RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn } at the subscription, and let sns.amazonaws.com send to that queue.',
  source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
  flawed: `
    Topic: { Type: AWS::SNS::Topic }
    Subscription:
      Type: AWS::SNS::Subscription
      Properties: { TopicArn: !Ref Topic, Protocol: https, Endpoint: !Sub 'https://hooks.\${AWS::StackName}.com' }`,
  sound: `
    Topic: { Type: AWS::SNS::Topic }
    Dlq: { Type: AWS::SQS::Queue }
    Subscription:
      Type: AWS::SNS::Subscription
      Properties:
        TopicArn: !Ref Topic
        Protocol: https
        Endpoint: !Sub 'https://hooks.\${AWS::StackName}.com'
        RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn }`,
  *check(model) {
    for (const subscription of model.resources('AWS::SNS::Subscription')) {
      const protocol = subscription.get('Protocol');
      if (typeof protocol === 'string' && Object.hasOwn(TRIED, protocol) && absent(subscription.get('RedrivePolicy'))) {
        yield at(subscription, 'RedrivePolicy', `${protocol}: dropped after ${TRIED[protocol]}`);
      }
    }
  },
};
