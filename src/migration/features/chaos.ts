import { ArnFormat, Duration, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as fis from 'aws-cdk-lib/aws-fis';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AccountServicePrincipal, NamedService, NarrowRole } from '../../hardened';
import { acknowledge, acknowledgeWildcards } from '../../hardened/acknowledge';
import { allow } from '../../hardened/allow';
import { Faults } from '../../hardened/faults';
import { Output } from '../../hardened/outputs';
import { MigrationCore } from '../core';
import { MigrationChaosProps } from '../feature-props';
import { MigrationPlatform } from '../platform';
import { Settings } from '../settings';
import { alarmNamed } from './alarm-named';
import { StopFunction } from './stop-function';
import { allowNetworkDisruption } from './zone-permissions';

const DURATION = Duration.minutes(5);
/** A payment is harmed when it leaves the queue unwritten, or waits too long there: then an experiment ends at once. */
const STOP = ['QueueDeadLetters', 'QueueAge'];

/** What one experiment does. */
interface Experiment {
  readonly description: string;
  readonly actionId: string;
  readonly parameters: Record<string, string>;
  /** How the action calls its targets, and which they are; none when the parameters name them. */
  readonly target?: { readonly key: string; readonly resourceType: string; readonly resourceArns: string[] };
}

/**
 * Experiments of Fault Injection Service (MG-12): the database fails over, a zone is cut off, the function stands still. Nobody starts them but you; each ends by
 * itself, or when an alarm says that payments are harmed. Each role can touch nothing but its target.
 */
export class Chaos extends Construct {
  /** The database fails over to its standby. */
  public readonly failover: fis.CfnExperimentTemplate;
  /** The private and database subnets of the first zone are cut off. */
  public readonly zone: fis.CfnExperimentTemplate;
  /** The migrated function stands still. */
  public readonly standstill: fis.CfnExperimentTemplate;
  public readonly roles: NarrowRole[] = [];
  public readonly logGroup: logs.LogGroup;
  public readonly outputs: Record<string, Output>;
  private readonly stopAlarms: cloudwatch.IAlarm[];

  constructor(scope: Construct, id: string, private readonly core: MigrationCore, props: MigrationChaosProps) {
    super(scope, id);
    const { platform: { names, monitoring, logs: groups } } = core;
    const duration = props.duration ?? DURATION;
    this.stopAlarms = STOP.map((alarm) => alarmNamed(monitoring, alarm));
    // The prefix keeps the resource policy short that CloudWatch Logs writes for deliveries.
    this.logGroup = groups.group(this, 'Logs', `/aws/vendedlogs/fis/${names.prefix}-${names.environmentSuffix}`);
    this.failover = this.databaseFailover();
    this.zone = this.zoneOutage(core.platform, duration);
    this.standstill = this.functionStandstill(duration);
    this.outputs = {
      FailoverExperimentId: [this.failover.attrId, 'Experiment: the database fails over'],
      ZoneExperimentId: [this.zone.attrId, 'Experiment: the first zone is cut off'],
      StandstillExperimentId: [this.standstill.attrId, 'Experiment: the migrated function stands still'],
    };
  }

  private databaseFailover(): fis.CfnExperimentTemplate {
    const role = this.role('FailoverRole', 'Lets the payment database fail over');
    const { instance } = this.core.database;
    const anyInstance = Stack.of(this).formatArn({ service: 'rds', resource: 'db', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    allow(role, ['rds:RebootDBInstance'], instance.instanceArn);
    allow(role, ['rds:DescribeDBInstances'], anyInstance);
    acknowledgeWildcards(role, 'A description of instances is asked for by filters, and so of all', anyInstance);
    return this.template('Failover', role, {
      description: 'The payment database fails over to its standby',
      actionId: 'aws:rds:reboot-db-instances',
      parameters: { forceFailover: 'true' },
      target: { key: 'DBInstances', resourceType: 'aws:rds:db', resourceArns: [instance.instanceArn] },
    });
  }

  private zoneOutage({ network }: MigrationPlatform, duration: Duration): fis.CfnExperimentTemplate {
    const [{ privateSubnet, databaseSubnet }] = network.zones;
    const subnets = [privateSubnet, databaseSubnet].map(({ subnetId }) => Stack.of(this).formatArn({ service: 'ec2', resource: 'subnet', resourceName: subnetId }));
    const role = this.role('ZoneRole', 'Cuts the subnets of one zone off');
    allowNetworkDisruption(role, network.vpc.vpcArn, subnets);
    return this.template('Zone', role, {
      description: `The first zone is cut off for ${duration.toHumanString()}`,
      actionId: 'aws:network:disrupt-connectivity',
      parameters: { duration: duration.toIsoString(), scope: 'all' },
      target: { key: 'Subnets', resourceType: 'aws:ec2:subnet', resourceArns: subnets },
    });
  }

  private functionStandstill(duration: Duration): fis.CfnExperimentTemplate {
    const stop = new StopFunction(this, 'StopFunction', this.core, duration);
    const role = this.role('StandstillRole', 'Starts the document that stops the migrated function');
    stop.allowStart(role);
    return this.template('Standstill', role, {
      description: `The migrated function stands still for ${duration.toHumanString()}`,
      actionId: 'aws:ssm:start-automation-execution',
      parameters: { documentArn: stop.documentArn, maxDuration: duration.plus(Duration.minutes(5)).toIsoString() },
    });
  }

  /** What every experiment may do: write its own log. */
  private role(id: string, description: string): NarrowRole {
    const role = new NarrowRole(this, id, {
      assumedBy: new AccountServicePrincipal('fis.amazonaws.com', Stack.of(this).formatArn({ service: 'fis', resource: 'experiment', resourceName: '*' })), description,
    });
    allow(role, ['logs:CreateLogDelivery', 'logs:PutResourcePolicy', 'logs:DescribeResourcePolicies', 'logs:DescribeLogGroups'], '*');
    acknowledge(role, 'Log deliveries have no resource level', 'AwsSolutions-IAM5[Resource::*]');
    this.roles.push(role);
    return role;
  }

  private template(id: string, role: NarrowRole, { description, actionId, parameters, target }: Experiment): fis.CfnExperimentTemplate {
    const { names } = this.core.platform;
    const template = new fis.CfnExperimentTemplate(this, id, {
      description,
      roleArn: role.roleArn,
      stopConditions: this.stopAlarms.map(({ alarmArn }) => ({ source: 'aws:cloudwatch:alarm', value: alarmArn })),
      targets: target ? { target: { resourceType: target.resourceType, resourceArns: target.resourceArns, selectionMode: 'ALL' } } : {},
      actions: { fault: { actionId, parameters, targets: target ? { [target.key]: 'target' } : undefined } },
      experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
      logConfiguration: { logSchemaVersion: 2, cloudWatchLogsConfiguration: { LogGroupArn: this.logGroup.logGroupArn } },
      tags: { Name: names.of(NamedService.ALARM, id.toLowerCase()) },
    });
    template.node.addDependency(role.permissions);
    return template;
  }
}

export function checkChaos(faults: Faults, { duration }: MigrationChaosProps, { visibilityTimeout, maxReceiveCount }: Settings): void {
  const where = 'features.chaos.duration';
  const given = duration ?? DURATION;
  if (given.isUnresolved()) return;
  const minutes = given.toMinutes({ integral: false });
  faults.range(where, minutes, 1, 30, 'minutes', false);
  const patience = visibilityTimeout.toMinutes({ integral: false }) * maxReceiveCount;
  if (!Token.isUnresolved(patience) && minutes >= patience) {
    faults.add(`${where} is ${minutes} minutes, and payments move to the dead-letter queue after ${patience}: give less, or more processing.visibilityTimeout or maxReceiveCount`);
  }
}
