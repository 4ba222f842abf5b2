import { isMapping, Mapping } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, list } from '../query';

/** Blocks nothing: it counts only. */
const counts = (rule: Mapping): boolean => [rule.Action, rule.OverrideAction].some((action) => isMapping(action) && 'Count' in action);

export const wafWithoutRules: Lesson = {
  id: 'WafWithoutRules',
  title: 'A web application firewall blocks something',
  severity: 'high',
  facet: 'security',
  classes: ['waf', 'security-general'],
  why: 'A web ACL that allows everything and has no rule, or rules that only count, protects from nothing.',
  fix: 'Add AWSManagedRulesCommonRuleSet and AWSManagedRulesKnownBadInputsRuleSet with OverrideAction None, and a rate limit with Action Block.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-10',
  pci: ['6.4.2'],
  flawed: `
    Acl: { Type: AWS::WAFv2::WebACL, Properties: { Scope: REGIONAL, DefaultAction: { Allow: {} } } }`,
  sound: `
    Acl: { Type: AWS::WAFv2::WebACL, Properties: { Scope: REGIONAL, DefaultAction: { Allow: {} }, Rules: [{ Name: common, OverrideAction: { None: {} } }] } }`,
  *check(model) {
    for (const acl of model.resources('AWS::WAFv2::WebACL')) {
      const action = acl.get('DefaultAction');
      if (!isMapping(action) || !('Allow' in action)) continue;
      const rules = list(acl.get('Rules'));
      if (absent(acl.get('Rules'))) yield at(acl, 'Rules', 'No rules');
      else if (rules.every((rule) => isMapping(rule) && counts(rule))) yield at(acl, 'Rules', 'Every rule only counts');
    }
  },
};
