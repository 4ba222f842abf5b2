import { CfnCondition, CfnOutput, CfnParameter, Duration, Fn, Stack, Tags } from 'aws-cdk-lib';
import * as arcregionswitch from 'aws-cdk-lib/aws-arcregionswitch';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { HEALTH_PATH } from './api';
import { RecoveryMode } from './props';
import { RegionSwitch } from './region-switch';
import { entryName, RegionRole, regionalName } from './regions';
import { FailoverResources } from './resources';
import { DomainSettings, Settings } from './settings';
import { HardenedKey, Monitoring, NamedService, PhysicalNames } from '../hardened';
import { subscribeEmail } from '../hardened/email';

/** Metrics of health checks exist in this Region alone. */
export const HEALTH_CHECK_REGION = 'us-east-1';
const HTTPS = 443;

/** The name that clients call, and the health checks that move it from Region to Region (DR-04). */
export class PaymentFailoverStack extends Stack implements FailoverResources {
  public readonly hostedZone?: route53.PublicHostedZone;
  public readonly primaryHealthCheck: route53.CfnHealthCheck;
  public readonly secondaryHealthCheck: route53.CfnHealthCheck;
  public readonly encryptionKey: kms.Key;
  public readonly monitoring: Monitoring;
  public readonly alarmTopic: sns.ITopic;
  public readonly bothDownAlarm: cloudwatch.CompositeAlarm;
  public readonly regionSwitchPlan?: arcregionswitch.CfnPlan;
  public get stack(): Stack { return this; }

  constructor(scope: Construct, id: string, private readonly settings: Settings, private readonly domain: DomainSettings, alarmEmail?: string) {
    super(scope, id, {
      env: { region: HEALTH_CHECK_REGION, account: settings.regions.account },
      description: `Payments, the name that fails over (${settings.environmentSuffix})`,
    });
    const { namePrefix, environmentSuffix, removalPolicy, regions: { primary, secondary } } = settings;
    // Names of its own: a Region's stack may be beside it.
    const names = new PhysicalNames({ prefix: `${namePrefix}-dns`, environmentSuffix });
    const key = new HardenedKey(this, 'Key', { description: `Alarms of payments (${environmentSuffix})`, removalPolicy });
    key.allowService('cloudwatch.amazonaws.com');
    this.encryptionKey = key;
    this.monitoring = new Monitoring(this, 'Monitoring', { names, encryptionKey: key });
    this.alarmTopic = this.monitoring.topic;
    if (alarmEmail !== undefined) subscribeEmail(this.alarmTopic, alarmEmail);

    if (!domain.hostedZone) this.hostedZone = new route53.PublicHostedZone(this, 'Zone', { zoneName: domain.zoneName });
    const hostedZoneId = domain.hostedZone?.hostedZoneId ?? this.hostedZone!.hostedZoneId;
    this.primaryHealthCheck = this.healthCheck('PrimaryHealthCheck', primary);
    this.secondaryHealthCheck = this.healthCheck('SecondaryHealthCheck', secondary);
    const alarms = [this.watchHealth('PrimaryUnhealthy', primary, this.primaryHealthCheck), this.watchHealth('SecondaryUnhealthy', secondary, this.secondaryHealthCheck)];
    this.monitoring.section('Health of the Regions');
    this.bothDownAlarm = this.monitoring.watchTogether('BothRegionsDown', {
      alarmName: names.of(NamedService.ALARM, 'both-regions-down'), alarms, all: true, description: 'No Region takes payments',
    });
    this.record(RegionRole.PRIMARY, primary, this.primaryHealthCheck, hostedZoneId);
    this.record(RegionRole.SECONDARY, secondary, this.secondaryHealthCheck, hostedZoneId);
    if (settings.regionSwitch) {
      this.regionSwitchPlan = new RegionSwitch(this, 'RegionSwitch', {
        planName: new PhysicalNames({ prefix: namePrefix, environmentSuffix }).of(NamedService.REGION_SWITCH_PLAN, 'switch'),
        regions: settings.regions,
        mode: settings.mode,
        hostedZoneId,
        recordName: domain.domainName,
        alarms: { [primary]: alarms[0], [secondary]: alarms[1] },
      }).plan;
    }
    this.addOutputs(alarms);
    for (const [tag, value] of Object.entries(settings.tags)) Tags.of(this).add(tag, value);
  }

  /** Asks the Region's own name: the failover name would say how the other one is. */
  private healthCheck(id: string, region: string): route53.CfnHealthCheck {
    const { domainName, healthCheckInterval, failureThreshold } = this.domain;
    return new route53.CfnHealthCheck(this, id, {
      healthCheckConfig: {
        type: 'HTTPS',
        fullyQualifiedDomainName: regionalName(domainName, region),
        port: HTTPS,
        resourcePath: HEALTH_PATH,
        requestInterval: healthCheckInterval.toSeconds(),
        failureThreshold,
        enableSni: true,
      },
      healthCheckTags: [{ key: 'Name', value: regionalName(domainName, region) }],
    });
  }

  private watchHealth(id: string, region: string, healthCheck: route53.CfnHealthCheck): cloudwatch.Alarm {
    return this.monitoring.watch(id, {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/Route53', metricName: 'HealthCheckStatus', dimensionsMap: { HealthCheckId: healthCheck.ref }, statistic: 'Minimum', period: Duration.minutes(1),
      }),
      threshold: 1,
      comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      missingData: cloudwatch.TreatMissingData.BREACHING,
      description: `${region} is unhealthy as Route 53 sees it: the other Region takes its payments`,
    });
  }

  /** A CNAME and not an alias: an alias has a TTL of its own of a minute. */
  private record(role: RegionRole, region: string, healthCheck: route53.CfnHealthCheck, hostedZoneId: string): void {
    const { domainName, recordTtl } = this.domain;
    const id = role === RegionRole.PRIMARY ? 'Primary' : 'Secondary';
    new route53.CfnRecordSet(this, `${id}Record`, {
      hostedZoneId,
      name: `${domainName}.`,
      type: 'CNAME',
      ttl: String(recordTtl.toSeconds()),
      resourceRecords: [entryName(domainName, region)],
      setIdentifier: region, // by which Region switch knows it
      healthCheckId: this.settings.regionSwitch ? this.switched(id, healthCheck) : healthCheck.ref,
      ...this.settings.mode === RecoveryMode.ACTIVE_ACTIVE ? { region } : { failover: role.toUpperCase() },
    });
  }

  /**
   * Healthy when the Region is, and the Region switch plan has not moved the name away. The plan makes its health checks itself, and
   * CloudFormation does not tell which is whose: a person gives their ids in a second deployment.
   */
  private switched(id: string, endpoint: route53.CfnHealthCheck): string {
    const parameter = new CfnParameter(this, `${id}SwitchHealthCheckId`, {
      default: '', allowedPattern: '^[0-9a-f-]{0,64}$', description: 'Health check that the Region switch plan made for this Region; empty in the first deployment',
    });
    const known = new CfnCondition(this, `${id}Switched`, { expression: Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, '')) });
    const both = new route53.CfnHealthCheck(this, `${id}SwitchedHealthCheck`, {
      healthCheckConfig: { type: 'CALCULATED', childHealthChecks: [endpoint.ref, parameter.valueAsString], healthThreshold: 2 },
    });
    both.cfnOptions.condition = known;
    return Fn.conditionIf(known.logicalId, both.ref, endpoint.ref).toString();
  }

  /** DR-10. */
  private addOutputs(alarms: cloudwatch.Alarm[]): void {
    const output = (name: string, value: string, description: string) => new CfnOutput(this, name, { value, description });
    const { regions: { primary, secondary } } = this.settings;
    const { domainName } = this.domain;
    const health = (region: string) => `https://${regionalName(domainName, region)}${HEALTH_PATH}`;
    output('ApiUrl', `https://${domainName}`, 'What clients call');
    output('PrimaryApiUrl', `https://${regionalName(domainName, primary)}`, 'API of the primary Region');
    output('SecondaryApiUrl', `https://${regionalName(domainName, secondary)}`, 'API of the secondary Region');
    output('PrimaryHealthUrl', health(primary), 'What the health check of the primary Region asks');
    output('SecondaryHealthUrl', health(secondary), 'What the health check of the secondary Region asks');
    output('PrimaryHealthCheckId', this.primaryHealthCheck.ref, 'Health check of the primary Region');
    output('SecondaryHealthCheckId', this.secondaryHealthCheck.ref, 'Health check of the secondary Region');
    output('PrimaryUnhealthyAlarmArn', alarms[0].alarmArn, 'Rings when the primary Region is unhealthy');
    output('SecondaryUnhealthyAlarmArn', alarms[1].alarmArn, 'Rings when the secondary Region is unhealthy');
    output('BothRegionsDownAlarmArn', this.bothDownAlarm.alarmArn, 'Rings when no Region takes payments');
    output('AlarmTopicArn', this.alarmTopic.topicArn, 'Where alarms of the health checks go');
    if (this.hostedZone) {
      output('HostedZoneId', this.hostedZone.hostedZoneId, 'Parameter HostedZoneId of the Regions\' stacks');
      output('NameServers', Fn.join(',', this.hostedZone.hostedZoneNameServers!), 'Delegate the zone to these');
    }
    if (this.regionSwitchPlan) output('RegionSwitchPlanArn', this.regionSwitchPlan.attrArn, 'Moves the name by hand: aws arc-region-switch start-plan-execution');
  }
}
