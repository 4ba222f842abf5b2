import { Stack } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { NamedService } from '../hardened';
import { Platform } from './platform';

/**
 * Rules that would block honest webhooks: bodies hold URLs and exceed 8 KB, and some providers send no User-Agent.
 * They count instead; the signature decides.
 */
const COUNT_ONLY = ['SizeRestrictions_BODY', 'GenericRFI_BODY', 'GenericLFI_BODY', 'CrossSiteScripting_BODY', 'EC2MetaDataSSRF_BODY', 'NoUserAgent_HEADER'];

/** A web ACL of AWS managed rules before the API (WH-16). No rule by address: a provider sends all from a few. */
export class WebhookFirewall extends Construct {
  public readonly webAcl: wafv2.CfnWebACL;

  constructor(scope: Construct, id: string, platform: Platform, stageArn: string, signatureHeaders: string[]) {
    super(scope, id);
    const name = platform.names.of(NamedService.WAF, 'webhooks');
    const visibility = (metricName: string) => ({ cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false });
    const managed = (group: string, priority: number, countOnly: string[] = []): wafv2.CfnWebACL.RuleProperty => ({
      name: group,
      priority,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name: group,
          ruleActionOverrides: countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        },
      },
      visibilityConfig: visibility(group),
    });
    this.webAcl = new wafv2.CfnWebACL(this, 'WebAcl', {
      name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(name),
      rules: [
        managed('AWSManagedRulesAmazonIpReputationList', 1),
        managed('AWSManagedRulesCommonRuleSet', 2, COUNT_ONLY),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 3),
      ],
    });
    new wafv2.CfnWebACLAssociation(this, 'Association', { resourceArn: stageArn, webAclArn: this.webAcl.attrArn });

    // WAF delivers only to groups whose name begins so.
    const group = platform.logs.group(this, 'Logs', `aws-waf-logs-${name}`);
    group.applyRemovalPolicy(platform.settings.removalPolicy);
    const logging = new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.webAcl.attrArn,
      logDestinationConfigs: [Stack.of(this).formatArn({ service: 'logs', resource: `log-group:${`aws-waf-logs-${name}`}` })],
      redactedFields: [...new Set(['authorization', ...signatureHeaders])].map((header) => ({ singleHeader: { Name: header } })),
    });
    logging.node.addDependency(group);
  }
}
