import { isMapping, Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, list, mappings, target } from '../query';

/** Events of an own system: AWS tells about its resources in other ways too, but nobody sends these again. */
const own = (rule: Resource): boolean => {
  const pattern = rule.get('EventPattern');
  const sources = isMapping(pattern) ? list(pattern.source).filter((one): one is string => typeof one === 'string') : [];
  return sources.length > 0 && sources.every((source) => !source.startsWith('aws.'));
};

export const ruleTargetWithoutDlq: Lesson = {
  id: 'RuleTargetWithoutDlq',
  title: 'A target of a rule keeps the events that cannot be delivered',
  severity: 'medium',
  facet: 'reliability',
  classes: ['dlq', 'eventbridge'],
  why: 'EventBridge tries for 24 hours and then drops the event; a missing permission drops it at once.',
  fix: 'Set DeadLetterConfig: { Arn: !GetAtt Dlq.Arn } at the target, and let events.amazonaws.com send to that queue.',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Queue, Arn: !GetAtt Queue.Arn }] }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
    Dlq: { Type: AWS::SQS::Queue }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Queue, Arn: !GetAtt Queue.Arn, DeadLetterConfig: { Arn: !GetAtt Dlq.Arn } }] }`,
  *check(model) {
    for (const rule of model.resources('AWS::Events::Rule').filter(own)) {
      for (const [index, one] of mappings(rule.get('Targets')).entries()) {
        const receiver = target(model, one.Arn);
        // People are told; a log is a copy.
        if (receiver?.type === 'AWS::SNS::Topic' || receiver?.type === 'AWS::Logs::LogGroup' || !absent(one.DeadLetterConfig)) continue;
        yield at(rule, `Targets.${index}.DeadLetterConfig`, 'Events that cannot be delivered go nowhere', typeof one.Id === 'string' ? one.Id : undefined);
      }
    }
  },
};
