import { Stack } from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import * as ce from 'aws-cdk-lib/aws-ce';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AccountServicePrincipal, NamedService } from '../../hardened';
import { Faults } from '../../hardened/faults';
import { Output } from '../../hardened/outputs';
import { MigrationCore } from '../core';
import { MigrationBudgetProps } from '../feature-props';

/** Which costs are this environment's. It must be an active cost-allocation tag: docs/runbook-migration.md. */
const TAG = 'Project';
const ANOMALY_USD = 100;
/** Cost Anomaly Detection. */
const COST_ALERTS = 'costalerts.amazonaws.com';

/** A monthly budget, and detection of unusual costs, both of the tag `Project` (MG-15). What they find goes to the alarm topic. */
export class CostControl extends Construct {
  public readonly budget: budgets.CfnBudget;
  public readonly anomalyMonitor: ce.CfnAnomalyMonitor;
  public readonly anomalySubscription: ce.CfnAnomalySubscription;
  public readonly outputs: Record<string, Output>;

  constructor(scope: Construct, id: string, { platform }: MigrationCore, { monthlyUsd, anomalyUsd = ANOMALY_USD }: MigrationBudgetProps) {
    super(scope, id);
    const { names, key, monitoring: { topic }, settings: { tags } } = platform;
    key.allowService(COST_ALERTS);
    // Of a topic that was given, nothing is added: its own policy has to allow it.
    const allowed = topic.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new AccountServicePrincipal(COST_ALERTS)], actions: ['sns:Publish'], resources: [topic.topicArn],
    }));
    this.budget = this.makeBudget(monthlyUsd, tags[TAG], topic.topicArn, `${names.of(NamedService.BUDGET, 'monthly')}-${Stack.of(this).region}`);
    const name = `${names.of(NamedService.COST_ANOMALY, 'anomalies')}-${Stack.of(this).region}`;
    this.anomalyMonitor = new ce.CfnAnomalyMonitor(this, 'AnomalyMonitor', {
      // Not DIMENSIONAL: of those an account has one.
      monitorName: name, monitorType: 'CUSTOM', monitorSpecification: JSON.stringify({ Tags: { Key: TAG, Values: [tags[TAG]] } }),
    });
    this.anomalySubscription = new ce.CfnAnomalySubscription(this, 'AnomalySubscription', {
      subscriptionName: name,
      monitorArnList: [this.anomalyMonitor.attrMonitorArn],
      frequency: 'IMMEDIATE', // what a topic takes
      subscribers: [{ type: 'SNS', address: topic.topicArn }],
      thresholdExpression: JSON.stringify({
        Dimensions: { Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE', MatchOptions: ['GREATER_THAN_OR_EQUAL'], Values: [String(anomalyUsd)] },
      }),
    });
    if (allowed.policyDependable) this.anomalySubscription.node.addDependency(allowed.policyDependable);
    this.outputs = {
      BudgetName: [this.budget.ref, 'Monthly budget'],
      AnomalyMonitorArn: [this.anomalyMonitor.attrMonitorArn, 'Detection of unusual costs'],
    };
  }

  private makeBudget(amount: number, project: string, topicArn: string, budgetName: string): budgets.CfnBudget {
    const tell = (notificationType: string, threshold: number): budgets.CfnBudget.NotificationWithSubscribersProperty => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
      subscribers: [{ subscriptionType: 'SNS', address: topicArn }],
    });
    return new budgets.CfnBudget(this, 'Budget', {
      budget: {
        // Budgets are global in an account: the Region keeps two of them apart.
        budgetName,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:${TAG}$${project}`] },
      },
      notificationsWithSubscribers: [tell('ACTUAL', 80), tell('ACTUAL', 100), tell('FORECASTED', 100)],
    });
  }
}

export function checkBudget(faults: Faults, { monthlyUsd, anomalyUsd }: MigrationBudgetProps): void {
  faults.range('features.budget.monthlyUsd', monthlyUsd, 1, 1e9, 'US dollars', false);
  faults.range('features.budget.anomalyUsd', anomalyUsd, 1, 1e9, 'US dollars', false);
}
