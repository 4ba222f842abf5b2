import { Stack } from 'aws-cdk-lib';
import * as arcregionswitch from 'aws-cdk-lib/aws-arcregionswitch';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RecoveryMode } from './props';
import { NarrowRole } from '../hardened';
import { allow } from '../hardened/allow';

/** Props of `RegionSwitch`. */
export interface RegionSwitchProps {
  readonly planName: string;
  readonly regions: { readonly primary: string; readonly secondary: string };
  readonly mode: RecoveryMode;
  readonly hostedZoneId: string;
  /** The failover name. */
  readonly recordName: string;
  /** Health of each Region. */
  readonly alarms: Record<string, cloudwatch.IAlarm>;
}

/**
 * A plan of ARC Region switch that moves the name by hand, in both directions (DR-13). It changes the state of health checks of its own,
 * which needs nothing of the Region that fails, nor of Route 53's control plane.
 *
 * @see https://docs.aws.amazon.com/r53recovery/latest/dg/route53-health-check-block.html
 */
export class RegionSwitch extends Construct {
  /** The plan. */
  public readonly plan: arcregionswitch.CfnPlan;
  /** What the plan assumes: it reads the records of the zone. */
  public readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: RegionSwitchProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const regions = [props.regions.primary, props.regions.secondary];
    const role = new NarrowRole(this, 'Role', {
      // As AWS documents it: a condition on the source that Region switch does not send would show only when a Region fails.
      assumedBy: new iam.ServicePrincipal('arc-region-switch.amazonaws.com'), description: 'Region switch finds the records of the failover name',
    });
    allow(role, ['iam:SimulatePrincipalPolicy'], role.roleArn); // the evaluation of the plan asks what its role may do
    allow(role, ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'], ...Object.values(props.alarms).map(({ alarmArn }) => alarmArn));
    allow(role, ['route53:ListResourceRecordSets'], stack.formatArn({ service: 'route53', region: '', account: '', resource: 'hostedzone', resourceName: props.hostedZoneId }));
    this.role = role;
    const moveName = (name: string): arcregionswitch.CfnPlan.StepProperty => ({
      name,
      description: `Moves ${props.recordName}`,
      executionBlockType: 'Route53HealthCheck',
      executionBlockConfiguration: {
        route53HealthCheckConfig: {
          hostedZoneId: props.hostedZoneId,
          recordName: props.recordName,
          recordSets: regions.map((region) => ({ recordSetIdentifier: region, region })),
          timeoutMinutes: 5,
        },
      },
    });
    const active = props.mode === RecoveryMode.ACTIVE_ACTIVE;
    const workflow = (action: string, region: string): arcregionswitch.CfnPlan.WorkflowProperty => ({
      workflowTargetAction: action, workflowTargetRegion: region, workflowDescription: `${action} ${region}`, steps: [moveName(`${action}-${region}`)],
    });
    this.plan = new arcregionswitch.CfnPlan(this, 'Plan', {
      name: props.planName,
      description: `Moves ${props.recordName} between ${regions.join(' and ')}`,
      executionRole: role.roleArn,
      recoveryApproach: active ? 'activeActive' : 'activePassive',
      regions,
      primaryRegion: active ? undefined : props.regions.primary,
      recoveryTimeObjectiveMinutes: 1,
      associatedAlarms: Object.fromEntries(Object.entries(props.alarms).map(([region, alarm]) => [region, { alarmType: 'applicationHealth', resourceIdentifier: alarm.alarmArn }])),
      workflows: (active ? ['activate', 'deactivate'] : ['activate']).flatMap((action) => regions.map((region) => workflow(action, region))),
    });
    this.plan.node.addDependency(role.permissions);
  }
}
