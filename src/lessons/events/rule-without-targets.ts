import { at, Lesson } from '../lesson';
import { absent, surely } from '../query';

export const ruleWithoutTargets: Lesson = {
  id: 'RuleWithoutTargets',
  title: 'A rule has a target',
  severity: 'high',
  facet: 'reliability',
  classes: ['eventbridge', 'sns-notify'],
  why: 'The rule matches, and nothing happens: the events are lost without an error.',
  fix: 'Add Targets with the Id and Arn of a queue, function or state machine.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-rule.html',
  flawed: `
    Rule: { Type: AWS::Events::Rule, Properties: { EventPattern: { source: [payments] } } }`,
  sound: `
    Rule: { Type: AWS::Events::Rule, Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Queue, Arn: !GetAtt Queue.Arn }] } }
    Queue: { Type: AWS::SQS::Queue }`,
  *check(model) {
    for (const rule of model.resources('AWS::Events::Rule')) {
      if (absent(rule.get('Targets')) && !surely(rule.get('State'), (state) => state === 'DISABLED')) yield at(rule, 'Targets', 'The rule has no target');
    }
  },
};
