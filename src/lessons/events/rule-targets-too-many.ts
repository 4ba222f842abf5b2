import { at, Lesson } from '../lesson';
import { surely } from '../query';

const MOST = 5;

export const ruleTargetsTooMany: Lesson = {
  id: 'RuleTargetsTooMany',
  title: 'A rule has no more than five targets',
  severity: 'critical',
  facet: 'reliability',
  classes: ['eventbridge', 'quota-region'],
  why: 'EventBridge refuses the sixth target, and the deployment fails.',
  fix: 'Write a second rule with the same pattern, or fan out through a topic.',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
  flawed: `
    Rule:
      Type: AWS::Events::Rule
      Properties:
        EventPattern: { source: [payments] }
        Targets: [{ Id: a, Arn: a }, { Id: b, Arn: b }, { Id: c, Arn: c }, { Id: d, Arn: d }, { Id: e, Arn: e }, { Id: f, Arn: f }]`,
  sound: `
    Rule:
      Type: AWS::Events::Rule
      Properties:
        EventPattern: { source: [payments] }
        Targets: [{ Id: a, Arn: a }, { Id: b, Arn: b }, { Id: c, Arn: c }, { Id: d, Arn: d }, { Id: e, Arn: e }]`,
  *check(model) {
    for (const rule of model.resources('AWS::Events::Rule')) {
      if (surely(rule.get('Targets'), (all) => Array.isArray(all) && all.length > MOST)) yield at(rule, 'Targets', `More than ${MOST} targets`);
    }
  },
};
