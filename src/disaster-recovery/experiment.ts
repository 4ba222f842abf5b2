import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as fis from 'aws-cdk-lib/aws-fis';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RegionPlatform, tableArn } from './platform';
import { RecoveryConsistency } from './props';
import { AccountServicePrincipal, NarrowRole } from '../hardened';
import { allow } from '../hardened/allow';

/**
 * Pauses the replication of the table in this Region, so that the alarms prove themselves (DR-13). Ends by itself, or when payments get 5xx.
 *
 * FIS does so by a statement in the resource policy of the table, which denies DynamoDB's own role.
 *
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#dynamodb-actions-reference
 */
export class PauseReplication extends Construct {
  /** Start it by `aws fis start-experiment`. */
  public readonly template: fis.CfnExperimentTemplate;
  /** What FIS assumes. */
  public readonly role: iam.Role;

  constructor(scope: Construct, id: string, { regions, settings }: RegionPlatform, stopAlarm: cloudwatch.IAlarm) {
    super(scope, id);
    const stack = Stack.of(this);
    const table = tableArn(stack, regions);
    const role = new NarrowRole(this, 'Role', {
      assumedBy: new AccountServicePrincipal('fis.amazonaws.com', stack.formatArn({ service: 'fis', resource: 'experiment', resourceName: '*' })),
      description: 'Pauses the replication of the payments table',
    });
    allow(role, [
      'dynamodb:DescribeTable', 'dynamodb:GetResourcePolicy', 'dynamodb:PutResourcePolicy', 'dynamodb:DeleteResourcePolicy',
      ...settings.consistency === RecoveryConsistency.STRONG ? ['dynamodb:InjectError'] : [],
    ], table);
    this.role = role;
    this.template = new fis.CfnExperimentTemplate(this, 'Template', {
      description: `Pause the replication of ${regions.tableName} for ${settings.pauseDuration.toHumanString()}`,
      roleArn: role.roleArn,
      stopConditions: [{ source: 'aws:cloudwatch:alarm', value: stopAlarm.alarmArn }],
      targets: { payments: { resourceType: 'aws:dynamodb:global-table', resourceArns: [table], selectionMode: 'ALL' } },
      actions: {
        pause: {
          actionId: 'aws:dynamodb:global-table-pause-replication',
          parameters: { duration: settings.pauseDuration.toIsoString() },
          targets: { Tables: 'payments' },
        },
      },
      experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
      tags: { Name: 'pause-replication' },
    });
    this.template.node.addDependency(role.permissions);
  }
}
