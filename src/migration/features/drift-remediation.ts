import { Aws, Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as config from 'aws-cdk-lib/aws-config';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AccountServicePrincipal, FailureQueue, NamedService, NarrowRole } from '../../hardened';
import { acknowledge } from '../../hardened/acknowledge';
import { allow } from '../../hardened/allow';
import { Output } from '../../hardened/outputs';
import { MigrationCore } from '../core';
import { MigrationDriftProps } from '../feature-props';
import { MigrationPlatform } from '../platform';
import { RevertDrift } from './drift-document';
import { READS } from './drift-reads';

/**
 * Finds what was changed past CloudFormation, keeps an event of it in a queue that rings, and has a remediation ready (MG-15). All of it looks at the own stack alone.
 *
 * Needs a recorder of AWS Config in the account that records `AWS::CloudFormation::Stack`; and a stack that is deployed with a role, as the CDK does.
 */
export class DriftRemediation extends Construct {
  public readonly rule: config.ManagedRule;
  public readonly remediation: config.CfnRemediationConfiguration;
  public readonly revert: RevertDrift;
  /** What detection may do: read configurations. */
  public readonly detectionRole: NarrowRole;
  /** Events: drift was found, or a remediation failed. */
  public readonly queue: FailureQueue;
  public readonly outputs: Record<string, Output>;

  constructor(scope: Construct, id: string, { platform }: MigrationCore, { automatic }: MigrationDriftProps) {
    super(scope, id);
    this.detectionRole = this.makeDetectionRole();
    this.rule = this.makeRule(platform);
    this.revert = new RevertDrift(this, 'Revert', platform);
    this.remediation = new config.CfnRemediationConfiguration(this, 'Remediation', {
      configRuleName: this.rule.configRuleName,
      targetType: 'SSM_DOCUMENT',
      targetId: this.revert.document.ref,
      parameters: {
        StackId: { ResourceValue: { Value: 'RESOURCE_ID' } },
        AutomationAssumeRole: { StaticValue: { Values: [this.revert.role.roleArn] } },
      },
      automatic: automatic ?? false,
      // What a person has to decide fails each time: no third attempt.
      ...automatic && { maximumAutomaticAttempts: 2, retryAttemptSeconds: 3600 },
    });
    this.queue = this.keepEvents(platform);
    this.outputs = {
      DriftRuleName: [this.rule.configRuleName, 'Config rule: is the stack as its template says?'],
      RevertDriftDocument: [this.revert.documentName, 'Brings the stack back to its template'],
      DriftQueueUrl: [this.queue.queueUrl, 'Events: drift was found, or a remediation failed'],
    };
  }

  private makeDetectionRole(): NarrowRole {
    const role = new NarrowRole(this, 'DetectionRole', {
      assumedBy: new AccountServicePrincipal('config.amazonaws.com'), description: 'Drift detection reads how the resources of the own stack are configured',
    });
    allow(role, ['cloudformation:DetectStackDrift', 'cloudformation:DetectStackResourceDrift', 'cloudformation:DescribeStackResources'], Aws.STACK_ID);
    role.addToPrincipalPolicy(new iam.PolicyStatement({ sid: 'ReadConfigurations', actions: READS, resources: ['*'] }));
    acknowledge(role, 'Reads configurations and never data, by the actions that CloudFormation names for the types of this stack; most have no resource level',
      'AwsSolutions-IAM5[Resource::*]', 'PaymentChecks-IamWildcardResource[ReadConfigurations]');
    return role;
  }

  private makeRule({ names }: MigrationPlatform): config.ManagedRule {
    // Not the CDK's CloudFormationStackDriftDetectionCheck: its role may read all data of the account.
    const rule = new config.ManagedRule(this, 'Rule', {
      configRuleName: names.of(NamedService.CONFIG_RULE, 'drift'),
      description: 'The stack is as its template says',
      identifier: config.ManagedRuleIdentifiers.CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK,
      inputParameters: { cloudformationRoleArn: this.detectionRole.roleArn },
      ruleScope: config.RuleScope.fromResource(config.ResourceType.CLOUDFORMATION_STACK, Aws.STACK_ID),
    });
    rule.node.addDependency(this.detectionRole.permissions);
    return rule;
  }

  private keepEvents({ names, key, settings, monitoring }: MigrationPlatform): FailureQueue {
    const queue = new FailureQueue(this, 'Events', { queueName: names.of(NamedService.SQS, 'drift'), encryptionKey: key, removalPolicy: settings.removalPolicy });
    monitoring.watch('Drift', {
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
      description: 'The stack is not as its template says, or a remediation failed: read the queue, then empty it (runbook)',
    });
    this.keep(queue, names.of(NamedService.EVENT_RULE, 'drift-found'), monitoring, 'DriftFound', {
      source: ['aws.config'],
      detailType: ['Config Rules Compliance Change'],
      detail: { configRuleName: [names.of(NamedService.CONFIG_RULE, 'drift')], newEvaluationResult: { complianceType: ['NON_COMPLIANT'] } },
    });
    this.keep(queue, names.of(NamedService.EVENT_RULE, 'drift-kept'), monitoring, 'DriftKept', {
      source: ['aws.ssm'],
      detailType: ['EC2 Automation Execution Status-change Notification'],
      detail: { Definition: [this.revert.documentName], Status: ['Failed', 'TimedOut', 'Cancelled'] },
    });
    monitoring.section('Drift');
    return queue;
  }

  private keep(queue: FailureQueue, ruleName: string, monitoring: MigrationPlatform['monitoring'], id: string, eventPattern: events.EventPattern): void {
    const rule = new events.Rule(this, id, { ruleName, description: 'Keeps events of drift for people', eventPattern });
    // Not the CDK's: it lets every rule of the account send to the queue.
    queue.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new AccountServicePrincipal('events.amazonaws.com', rule.ruleArn)], actions: ['sqs:SendMessage'], resources: [queue.queueArn],
    }));
    rule.addTarget({ bind: () => ({ arn: queue.queueArn }) });
    acknowledge(rule, 'Its target is a queue that nothing else reads; what EventBridge cannot deliver has an alarm', 'Serverless-EventBusDLQ');
    monitoring.watch(`${id}Failed`, {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/Events', metricName: 'FailedInvocations', dimensionsMap: { RuleName: ruleName }, statistic: 'Sum', period: Duration.minutes(5),
      }),
      description: 'EventBridge could not deliver an event of drift to its queue: look at the Config rule itself',
    });
  }
}
