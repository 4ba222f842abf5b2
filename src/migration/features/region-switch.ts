import { ArnFormat, Duration, Stack, Token } from 'aws-cdk-lib';
import * as arcregionswitch from 'aws-cdk-lib/aws-arcregionswitch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { NamedService, NarrowRole } from '../../hardened';
import { acknowledgeWildcards } from '../../hardened/acknowledge';
import { allow } from '../../hardened/allow';
import { Faults } from '../../hardened/faults';
import { Output } from '../../hardened/outputs';
import { MigrationCore } from '../core';
import { MigrationRegionSwitchProps } from '../feature-props';
import { Settings } from '../settings';
import { alarmNamed } from './alarm-named';

const RECOVERY_TIME = Duration.hours(1);
/** Rings when payments wait: the health of the primary Region. */
const HEALTH = 'QueueAge';

/**
 * A plan of ARC Region switch that promotes the replica (MG-14), and after a failback, the other way round. It runs in the Region that is activated, and needs
 * nothing of the one that fails. What comes before and after is in docs/runbook-migration.md.
 *
 * @see https://docs.aws.amazon.com/r53recovery/latest/dg/rds-promote-read-replica-block.html
 */
export class MigrationRegionSwitch extends Construct {
  public readonly plan: arcregionswitch.CfnPlan;
  /** What the plan assumes: it promotes the two instances. */
  public readonly role: NarrowRole;
  public readonly outputs: Record<string, Output>;

  constructor(scope: Construct, id: string, { platform, database }: MigrationCore, { recoveryTime }: MigrationRegionSwitchProps) {
    super(scope, id);
    const { names, settings, monitoring } = platform;
    const primary = Stack.of(this).region;
    const regions = [primary, settings.replicaRegion!];
    const instanceArn = (region: string, resourceName: string) => Stack.of(this).formatArn({
      service: 'rds', region, resource: 'db', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const identifiers = [database.instanceIdentifier, names.of(NamedService.DB_INSTANCE, 'replica')];
    const instances = Object.fromEntries(regions.map((region, index) => [region, instanceArn(region, identifiers[index])]));
    const alarm = alarmNamed(monitoring, HEALTH);
    this.role = new NarrowRole(this, 'Role', {
      // As AWS documents it: a condition on the source that Region switch does not send would show only when a Region fails.
      assumedBy: new iam.ServicePrincipal('arc-region-switch.amazonaws.com'), description: 'Region switch promotes the replica of the payment database',
    });
    allow(this.role, ['iam:SimulatePrincipalPolicy'], this.role.roleArn); // the evaluation of the plan asks what its role may do
    allow(this.role, ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'], alarm.alarmArn);
    const any = regions.map((region) => instanceArn(region, '*'));
    allow(this.role, ['rds:DescribeDBInstances'], ...any);
    allow(this.role, ['rds:PromoteReadReplica'], ...Object.values(instances));
    acknowledgeWildcards(this.role, 'A description of instances is asked for by filters, and so of all', ...any);
    const recoveryMinutes = (recoveryTime ?? RECOVERY_TIME).toMinutes();
    this.plan = new arcregionswitch.CfnPlan(this, 'Plan', {
      name: names.of(NamedService.REGION_SWITCH_PLAN, 'plan'),
      description: `Promotes the replica of the payment database, ${regions.join(' and ')}`,
      executionRole: this.role.roleArn,
      recoveryApproach: 'activePassive',
      regions,
      primaryRegion: primary,
      recoveryTimeObjectiveMinutes: recoveryMinutes,
      associatedAlarms: { [primary]: { alarmType: 'applicationHealth', resourceIdentifier: alarm.alarmArn } },
      workflows: regions.map((region) => ({
        workflowTargetAction: 'activate',
        workflowTargetRegion: region,
        workflowDescription: `Promotes the replica in ${region}`,
        steps: [{
          name: `promote-${region}`,
          description: 'The replica becomes a database of its own',
          executionBlockType: 'RdsPromoteReadReplica',
          executionBlockConfiguration: {
            // Half of the time that there is: the rest is for people.
            rdsPromoteReadReplicaConfig: { dbInstanceArnMap: instances, timeoutMinutes: Math.floor(recoveryMinutes / 2) },
          },
        }],
      })),
    });
    this.plan.node.addDependency(this.role.permissions);
    this.outputs = { RegionSwitchPlanArn: [this.plan.attrArn, 'Promotes the replica: docs/runbook-migration.md'] };
  }
}

export function checkRegionSwitch(faults: Faults, { recoveryTime }: MigrationRegionSwitchProps, { replicaRegion }: Settings, region: string): void {
  const where = 'features.regionSwitch';
  if (replicaRegion === undefined) faults.add(`${where} has nowhere to switch to: give database.replicaRegion, and make a PaymentMigrationReplica there`);
  if (Token.isUnresolved(region)) faults.add(`${where} names both Regions in its plan, and the stack is bound to none: give the stack env.region`);
  if (recoveryTime) faults.range(`${where}.recoveryTime`, recoveryTime.toMinutes({ integral: false }), 10, 10_080, 'minutes');
}
