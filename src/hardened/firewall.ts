import { Stack } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { HardenedLogs } from './logs';
import { NamedService, PhysicalNames } from './names';

/** Props of `ManagedFirewall`. */
export interface ManagedFirewallProps {
  /** Name of the web ACL and its log group. */
  readonly names: PhysicalNames;
  /** What is protected, a part of the names. */
  readonly part: string;
  /** ARN of the API stage or load balancer. */
  readonly resourceArn: string;
  /** Makes the log group. */
  readonly logs: HardenedLogs;
  /**
   * Rules that would block honest requests: they count instead.
   * @default - every rule blocks
   */
  readonly countOnly?: string[];
  /**
   * Headers that stay out of the logs, beside `authorization`.
   * @default - none
   */
  readonly redactedHeaders?: string[];
  /**
   * Paths that anybody may call and that others depend on: no address alone can use them up.
   * @default - no limit by address
   */
  readonly openPaths?: OpenPath[];
}

/** A path without credentials. */
export interface OpenPath {
  /** Name of the rule. */
  readonly name: string;
  /** The path, with its slash: with or without the stage before it. */
  readonly path: string;
  /** Requests of one address in five minutes, from 10. */
  readonly limit: number;
}

/** A logged web ACL of AWS managed rules (WH-16, NE-08). No rule by address but for `openPaths`: a payment provider sends all from a few. */
export class ManagedFirewall extends Construct {
  /** The web ACL. */
  public readonly webAcl: wafv2.CfnWebACL;

  constructor(scope: Construct, id: string, props: ManagedFirewallProps) {
    super(scope, id);
    const name = props.names.of(NamedService.WAF, props.part);
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
        managed('AWSManagedRulesCommonRuleSet', 2, props.countOnly),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 3),
        ...(props.openPaths ?? []).map((open, index): wafv2.CfnWebACL.RuleProperty => ({
          name: open.name,
          priority: 4 + index,
          action: { block: {} },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              limit: open.limit,
              evaluationWindowSec: 300,
              scopeDownStatement: {
                regexMatchStatement: {
                  regexString: `^(/[^/]+)?${open.path}/?$`, fieldToMatch: { uriPath: {} }, textTransformations: [{ priority: 0, type: 'NONE' }],
                },
              },
            },
          },
          visibilityConfig: visibility(open.name),
        })),
      ],
    });
    new wafv2.CfnWebACLAssociation(this, 'Association', { resourceArn: props.resourceArn, webAclArn: this.webAcl.attrArn });

    // WAF delivers only to groups whose name begins so.
    const group = props.logs.group(this, 'Logs', `aws-waf-logs-${name}`);
    const logging = new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.webAcl.attrArn,
      logDestinationConfigs: [Stack.of(this).formatArn({ service: 'logs', resource: `log-group:aws-waf-logs-${name}` })],
      redactedFields: [...new Set(['authorization', ...props.redactedHeaders ?? []])].map((header) => ({ singleHeader: { Name: header } })),
    });
    logging.node.addDependency(group);
  }
}
