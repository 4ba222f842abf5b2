import { atAttribute, Lesson } from '../lesson';
import { prerequisites } from '../query';

const RULES = ['AWS::Config::ConfigRule', 'AWS::Config::ConformancePack', 'AWS::Config::RemediationConfiguration'];

export const configRuleBeforeRecorder: Lesson = {
  id: 'ConfigRuleBeforeRecorder',
  title: 'A rule of AWS Config waits for the recorder of its template',
  severity: 'critical',
  facet: 'reliability',
  classes: ['aws-config', 'depends-on'],
  why: 'The deployment fails with NoAvailableConfigurationRecorder when the rule comes first.',
  fix: 'Add DependsOn: <the recorder>.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-config-configrule.html',
  flawed: `
    Recorder: { Type: AWS::Config::ConfigurationRecorder, Properties: { RoleARN: arn:aws:iam::111122223333:role/config } }
    Rule: { Type: AWS::Config::ConfigRule, Properties: { Source: { Owner: AWS, SourceIdentifier: ENCRYPTED_VOLUMES } } }`,
  sound: `
    Recorder: { Type: AWS::Config::ConfigurationRecorder, Properties: { RoleARN: arn:aws:iam::111122223333:role/config } }
    Rule: { Type: AWS::Config::ConfigRule, DependsOn: Recorder, Properties: { Source: { Owner: AWS, SourceIdentifier: ENCRYPTED_VOLUMES } } }`,
  *check(model) {
    const recorders = model.resources('AWS::Config::ConfigurationRecorder');
    if (recorders.length === 0) return;
    for (const rule of model.resources(...RULES)) {
      const before = prerequisites(rule);
      const own = recorders.filter(({ stack }) => stack === rule.stack);
      if (own.length > 0 && !recorders.some((recorder) => before.has(recorder))) yield atAttribute(rule, 'DependsOn', `Does not wait for ${own[0].id}`);
    }
  },
};
