import { at, Lesson } from '../lesson';
import { target } from '../query';

export const wafUnlogged: Lesson = {
  id: 'WafUnlogged',
  title: 'A web application firewall keeps its log',
  severity: 'low',
  facet: 'security',
  classes: ['waf', 'monitoring-general'],
  why: 'Nobody sees what was blocked, nor the customers that were blocked by mistake.',
  fix: 'AWS::WAFv2::LoggingConfiguration to a log group or bucket whose name begins with aws-waf-logs-.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-11',
  pci: ['10.2.1'],
  flawed: `
    Acl: { Type: AWS::WAFv2::WebACL, Properties: { Scope: REGIONAL } }`,
  sound: `
    Acl: { Type: AWS::WAFv2::WebACL, Properties: { Scope: REGIONAL } }
    Logging: { Type: AWS::WAFv2::LoggingConfiguration, Properties: { ResourceArn: !GetAtt Acl.Arn, LogDestinationConfigs: [!GetAtt Group.Arn] } }
    Group: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Sub 'aws-waf-logs-\${AWS::StackName}' } }`,
  *check(model) {
    const logged = model.resources('AWS::WAFv2::LoggingConfiguration').map((one) => target(model, one.get('ResourceArn')));
    if (logged.includes(undefined)) return;
    for (const acl of model.resources('AWS::WAFv2::WebACL')) {
      if (!logged.includes(acl)) yield at(acl, '', 'No logging configuration');
    }
  },
};
