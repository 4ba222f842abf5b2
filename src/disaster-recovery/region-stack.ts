import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as fis from 'aws-cdk-lib/aws-fis';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { HEALTH_PATH, PaymentApi } from './api';
import { replicateArchive } from './archive';
import { RegionalDomain } from './domain';
import { PauseReplication } from './experiment';
import { Heartbeat } from './heartbeat';
import { RegionPlatform } from './platform';
import { PaymentProcessing } from './processing';
import { PaymentDisasterRecoveryProps, RecoveryConsistency } from './props';
import { RegionNames, RegionRole, regionalName } from './regions';
import { RegionResources } from './resources';
import { makeToken, TokenAuthorization } from './token';
import { HardenedGlobalTable, Monitoring, NamedService } from '../hardened';

/** What says that this Region is ill. Not the alarms of replication: they ring in the Region that is well, when the other is not. */
const IMPAIRED = ['ApiServerErrors', 'PaymentErrors', 'FailedPaymentsAge', 'HeartbeatErrors'];

/** All that takes payments in one Region; the same in both, but for the table and the token, which the primary makes for both (DR-02). */
export class PaymentRegionStack extends Stack implements RegionResources {
  public readonly api: apigateway.RestApi;
  public readonly authorizer?: lambda.Function;
  public readonly apiUrl: string;
  public readonly paymentFunction: lambda.Function;
  public readonly redriveFunction: lambda.Function;
  public readonly heartbeatFunction: lambda.Function;
  public readonly failedPaymentsQueue: sqs.Queue;
  public readonly deadLetterQueue: sqs.Queue;
  public readonly heartbeatFailureQueue: sqs.Queue;
  public readonly table?: dynamodb.TableV2;
  public readonly token?: secretsmanager.Secret;
  public readonly encryptionKey: kms.Key;
  public readonly logBucket: s3.Bucket;
  public readonly accessLogBucket: s3.Bucket;
  public readonly replicationRole?: iam.Role;
  public readonly monitoring: Monitoring;
  public readonly alarmTopic: sns.ITopic;
  public readonly impairedAlarm: cloudwatch.CompositeAlarm;
  public readonly parameters: ssm.StringParameter[];
  public readonly experimentTemplate?: fis.CfnExperimentTemplate;
  public readonly failoverDomain?: apigateway.DomainName;
  public readonly regionalDomain?: apigateway.DomainName;
  public get stack(): Stack { return this; }

  constructor(scope: Construct, id: string, regions: RegionNames, { api, operations }: PaymentDisasterRecoveryProps) {
    super(scope, id, {
      env: { region: regions.region, account: regions.settings.regions.account },
      description: `Payments, ${regions.role} Region (${regions.names.environmentSuffix})`,
    });
    const { settings, role } = regions;
    const platform = new RegionPlatform(this, regions, operations?.alarmEmail);
    if (role === RegionRole.PRIMARY) {
      this.table = this.makeTable(platform);
      if (!api?.authorization) this.token = makeToken(this, platform);
    }
    const processing = new PaymentProcessing(this, 'Processing', platform);
    const tokens = api?.authorization ? undefined : new TokenAuthorization(platform);
    const restApi = new PaymentApi(this, 'Api', platform, processing.target, api?.authorization ?? tokens!);
    const heartbeat = new Heartbeat(this, 'Heartbeat', platform);
    const replication = replicateArchive(this, platform);
    const domain = settings.domain && new RegionalDomain(this, 'Domain', regions.region, settings.domain, restApi.api);
    this.impairedAlarm = platform.monitoring.watchTogether('RegionImpaired', {
      alarmName: regions.names.of(NamedService.ALARM, 'region-impaired'),
      description: `${regions.region} is impaired: payments fail or wait, or its table does not answer. The runbook says what to do`,
      alarms: platform.monitoring.alarms.filter(({ node }) => IMPAIRED.includes(node.id)),
    });
    if (settings.pauseReplication) this.experimentTemplate = new PauseReplication(this, 'PauseReplication', platform, restApi.serverErrors).template;

    this.api = restApi.api;
    this.apiUrl = domain?.url ?? restApi.executeApiUrl;
    this.authorizer = tokens?.authorizer?.function;
    this.paymentFunction = processing.function;
    this.redriveFunction = processing.redrive;
    this.heartbeatFunction = heartbeat.function;
    this.failedPaymentsQueue = processing.queue;
    this.deadLetterQueue = processing.deadLetterQueue;
    this.heartbeatFailureQueue = heartbeat.failureQueue;
    this.encryptionKey = platform.key;
    this.logBucket = platform.logs.archiveBucket!;
    this.accessLogBucket = platform.accessLogs;
    this.replicationRole = replication?.role;
    this.monitoring = platform.monitoring;
    this.alarmTopic = platform.monitoring.topic;
    this.failoverDomain = domain?.failoverDomain;
    this.regionalDomain = domain?.regionalDomain;
    this.parameters = this.addParameters(regions);
    this.addOutputs(regions, heartbeat);
    for (const [key, value] of Object.entries(settings.tags)) Tags.of(this).add(key, value);
  }

  private makeTable({ regions, settings, key }: RegionPlatform): HardenedGlobalTable {
    const strong = settings.consistency === RecoveryConsistency.STRONG;
    return new HardenedGlobalTable(this, 'Table', {
      tableName: regions.tableName,
      partitionKey: 'pk',
      sortKey: 'sk', // the Region that accepted the payment: replication overwrites neither
      encryptionKey: key,
      // By alias: the key's id is not known here.
      replicas: [{
        region: regions.otherRegion,
        keyArn: this.formatArn({ service: 'kms', region: regions.otherRegion, resource: 'alias', resourceName: regions.keyAlias }),
      }],
      consistency: strong ? dynamodb.MultiRegionConsistency.STRONG : dynamodb.MultiRegionConsistency.EVENTUAL,
      witnessRegion: settings.witnessRegion,
      removalPolicy: settings.removalPolicy,
    });
  }

  /** What others need of both Regions (DR-07). Without a domain the other Region's API has no name that is known here. */
  private addParameters({ names, role, settings, otherRegion, tableName }: RegionNames): ssm.StringParameter[] {
    const other = role === RegionRole.PRIMARY ? RegionRole.SECONDARY : RegionRole.PRIMARY;
    const values: Record<string, string> = {
      [`${role}-api-url`]: this.apiUrl,
      ...settings.domain && { [`${other}-api-url`]: `https://${regionalName(settings.domain.domainName, otherRegion)}` },
      table: tableName,
      bucket: this.logBucket.bucketName,
      queue: this.failedPaymentsQueue.queueUrl,
    };
    return Object.entries(values).sort().map(([name, stringValue]) => new ssm.StringParameter(this, `Parameter-${name}`, {
      parameterName: `/${names.prefix}/${names.environmentSuffix}/${name}`, stringValue, description: `Payments: ${name}`,
    }));
  }

  /** DR-10. */
  private addOutputs(regions: RegionNames, heartbeat: Heartbeat): void {
    const output = (name: string, value: string, description: string) => new CfnOutput(this, name, { value, description });
    const { domain } = regions.settings;
    output('ApiUrl', this.apiUrl, 'API of this Region');
    if (domain) output('OtherApiUrl', `https://${regionalName(domain.domainName, regions.otherRegion)}`, 'API of the other Region');
    output('HealthUrl', `${this.apiUrl}${HEALTH_PATH}`, 'What the health check asks');
    output('TableName', regions.tableName, 'Payments, the same table in both Regions');
    output('LogBucketName', this.logBucket.bucketName, 'Archive of logs');
    output('OtherLogBucketName', regions.archiveBucketName(regions.otherRegion), 'Archive of logs of the other Region');
    output('FailedPaymentsQueueUrl', this.failedPaymentsQueue.queueUrl, 'Payments that could not be written');
    output('DeadLetterQueueUrl', this.deadLetterQueue.queueUrl, 'Payments that failed for good');
    output('AlarmTopicArn', this.alarmTopic.topicArn, 'Where alarms of this Region go');
    output('RegionImpairedAlarmArn', this.impairedAlarm.alarmArn, 'Rings when this Region is impaired');
    if (heartbeat.latencyAlarm) output('ReplicationLatencyAlarmArn', heartbeat.latencyAlarm.alarmArn, 'Rings when payments reach the other Region too late');
    output('ReplicationAgeAlarmArn', heartbeat.ageAlarm.alarmArn, 'Rings when payments of the other Region come too late');
    if (this.experimentTemplate) output('ExperimentTemplateId', this.experimentTemplate.ref, 'Pauses the replication: aws fis start-experiment');
  }
}
