import { Stack } from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import { NamedService } from '../hardened';
import { Platform } from './platform';

/** A monthly budget that tells the alarm topic (WH-16). */
export function addBudget(scope: Construct, platform: Platform, limitUsd: number): budgets.CfnBudget {
  const tell = (notificationType: string, threshold: number): budgets.CfnBudget.NotificationWithSubscribersProperty => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
    subscribers: [{ subscriptionType: 'SNS', address: platform.monitoring.topic.topicArn }],
  });
  return new budgets.CfnBudget(scope, 'Budget', {
    budget: {
      // Budgets are global in an account: the Region keeps two of them apart.
      budgetName: `${platform.names.of(NamedService.BUDGET, 'monthly')}-${Stack.of(scope).region}`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: limitUsd, unit: 'USD' },
      costFilters: { TagKeyValue: [`user:Environment$${platform.names.environmentSuffix}`] },
    },
    notificationsWithSubscribers: [tell('ACTUAL', 80), tell('FORECASTED', 100)],
  });
}
