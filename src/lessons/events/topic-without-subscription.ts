import { Model, Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, target } from '../query';
import { servicesOf } from '../queues/senders';

/** Handed to the outside: others may subscribe. */
const handedOut = (model: Model, topic: Resource): boolean => model.stacks.some((stack) => !stack.parent
  && Object.keys(stack.outputs).some((name) => target(model, stack.output(name)) === topic));

export const topicWithoutSubscription: Lesson = {
  id: 'TopicWithoutSubscription',
  title: 'Someone subscribes to a topic of alarms, or its ARN is an output',
  severity: 'medium',
  facet: 'operations',
  classes: ['sns-notify', 'missing-resource'],
  why: 'Alarms, rules or budgets publish to it, and nobody is told.',
  fix: 'Add an AWS::SNS::Subscription with an address from a parameter, or give out the ARN of the topic in Outputs.',
  source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html',
  flawed: `
    Topic: { Type: AWS::SNS::Topic }
    Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmActions: [!Ref Topic] } }`,
  sound: `
    Topic: { Type: AWS::SNS::Topic, Properties: { Subscription: [{ Protocol: email, Endpoint: !Ref Email }] } }
Parameters:
  Email: { Type: String }`,
  *check(model) {
    const subscribed = new Set(model.resources('AWS::SNS::Subscription').map((one) => target(model, one.get('TopicArn'))));
    if (subscribed.has(undefined)) return;
    for (const topic of model.resources('AWS::SNS::Topic')) {
      if (!absent(topic.get('Subscription')) || subscribed.has(topic) || handedOut(model, topic) || servicesOf(model, topic).length === 0) continue;
      if (topic.users.some(({ from }) => /^AWS::(Chatbot|SSMIncidents|SSM::Parameter)/.test(from.type) || from.type.startsWith('Custom::'))) continue;
      yield at(topic, 'Subscription', 'Nobody subscribes, and the ARN is no output');
    }
  },
};
