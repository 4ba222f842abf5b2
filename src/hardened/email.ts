import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { acknowledge } from './acknowledge';

/** Tells an address of all that a topic gets. */
export function subscribeEmail(topic: sns.ITopic, email: string): void {
  const subscription = topic.addSubscription(new subscriptions.EmailSubscription(email)) as sns.Subscription;
  acknowledge(subscription, 'An email that cannot be delivered has no second address; the alarm itself stays red until it is mended', 'Serverless-SNSRedrivePolicy');
}
