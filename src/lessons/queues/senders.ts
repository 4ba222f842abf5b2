import { Model, once, Resource, show, Value } from '../../template';
import { gives, Statement, statementsOf } from '../policies';
import { list, mappings, target } from '../query';

/** An AWS service that sends to a queue or topic in its own name, not with a role. */
export interface Sender {
  readonly source: Resource;
  /** Property that names the receiver. */
  readonly property: string;
  readonly service: string;
  readonly receiver: Resource;
}

const ALARMS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'];

/** What AWS services send to the queues and topics of the model. */
export const senders = once((model: Model): readonly Sender[] => [...all(model)]);

function* all(model: Model): Iterable<Sender> {
  const to = function* (source: Resource, property: string, service: string, value: Value | undefined): Iterable<Sender> {
    const receiver = target(model, value);
    if (receiver?.type === 'AWS::SQS::Queue' || receiver?.type === 'AWS::SNS::Topic') yield { source, property, service, receiver };
  };
  for (const subscription of model.resources('AWS::SNS::Subscription')) {
    if (subscription.get('Protocol') === 'sqs') yield* to(subscription, 'Endpoint', 'sns', subscription.get('Endpoint'));
    yield* to(subscription, 'RedrivePolicy.deadLetterTargetArn', 'sns', subscription.get('RedrivePolicy.deadLetterTargetArn'));
  }
  for (const topic of model.resources('AWS::SNS::Topic')) {
    for (const [at, one] of mappings(topic.get('Subscription')).entries()) {
      if (one.Protocol === 'sqs') yield* to(topic, `Subscription.${at}.Endpoint`, 'sns', one.Endpoint);
    }
  }
  for (const rule of model.resources('AWS::Events::Rule')) {
    for (const [at, one] of mappings(rule.get('Targets')).entries()) {
      if (one.RoleArn === undefined) yield* to(rule, `Targets.${at}.Arn`, 'events', one.Arn);
      yield* to(rule, `Targets.${at}.DeadLetterConfig.Arn`, 'events', mappings(one.DeadLetterConfig)[0]?.Arn);
    }
  }
  for (const bucket of model.resources('AWS::S3::Bucket')) {
    for (const [kind, key] of [['QueueConfigurations', 'Queue'], ['TopicConfigurations', 'Topic']] as const) {
      for (const [at, one] of mappings(bucket.get(`NotificationConfiguration.${kind}`)).entries()) {
        yield* to(bucket, `NotificationConfiguration.${kind}.${at}.${key}`, 's3', one[key]);
      }
    }
  }
  for (const alarm of model.resources('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm')) {
    for (const property of ALARMS) {
      for (const action of list(alarm.get(property))) yield* to(alarm, property, 'cloudwatch', action);
    }
  }
  for (const budget of model.resources('AWS::Budgets::Budget')) {
    for (const one of mappings(budget.get('NotificationsWithSubscribers'))) {
      for (const subscriber of mappings(one.Subscribers)) yield* to(budget, 'NotificationsWithSubscribers', 'budgets', subscriber.Address);
    }
  }
}

const POLICIES: Readonly<Record<string, readonly [type: string, property: string, action: string]>> = {
  'AWS::SQS::Queue': ['AWS::SQS::QueuePolicy', 'Queues', 'sqs:SendMessage'],
  'AWS::SNS::Topic': ['AWS::SNS::TopicPolicy', 'Topics', 'sns:Publish'],
};

/** The policies of a queue or topic; undefined when a policy of the model may be one of them. */
export const policiesOf = once((receiver: Resource): readonly Resource[] | undefined => {
  const { model } = receiver.stack;
  const [type, property] = POLICIES[receiver.type];
  const policies = model.resources(type);
  const inline = model.resources('AWS::SQS::QueueInlinePolicy', 'AWS::SNS::TopicInlinePolicy');
  if (inline.length > 0 || policies.some((policy) => list(policy.get(property)).some((one) => !target(model, one)))) return undefined;
  return policies.filter((policy) => list(policy.get(property)).some((one) => target(model, one) === receiver));
});

/** Whether a statement lets the service send, or cannot be read. */
export function lets(one: Statement, receiver: Resource, service: string): boolean {
  if (!one.allows) return false;
  const [, , action] = POLICIES[receiver.type];
  const unread = one.actions.length === 0 && one.notActions.length === 0;
  return (unread || gives(one, action)) && (one.principals.length === 0 || one.principals.some(({ type, value }) => value === '*'
    || (type === 'Service' ? typeof value !== 'string' || value === `${service}.amazonaws.com` : type === '' || (service === 'cloudwatch' && type === 'AWS'))));
}

/** Whether the service is surely refused by the policies of the receiver. */
export function refused({ receiver, service }: Sender): boolean {
  const policies = policiesOf(receiver);
  if (!policies) return false;
  // Without a policy a topic takes what its own account publishes, alarms among it.
  if (service === 'cloudwatch' && policies.length === 0) return false;
  const statements = policies.flatMap(statementsOf);
  return (policies.length === 0 || statements.length > 0) && !statements.some((one) => lets(one, receiver, service));
}

/** The name by which AWS's own key of a service goes, when the property names it. */
export const isManagedKey = (value: Value | undefined, service: 'sqs' | 'sns'): boolean => show(value).endsWith(`alias/aws/${service}`);

/** The services that send to a queue or topic; none of them may use AWS's own keys. */
export const servicesOf = (model: Model, receiver: Resource): readonly string[] => [...new Set(senders(model)
  .filter((one) => one.receiver === receiver).map(({ service }) => service))];
