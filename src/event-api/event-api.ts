import { Annotations, Duration, Stack, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { EventRestApi, EVENTS_PATH } from './api';
import { PaymentEventBus, PROCESSOR } from './bus';
import { capacityWarnings } from './capacity';
import { addConfiguration, addParameter } from './configuration';
import { EventConsumer } from './consumer';
import { EventApiDomain } from './domain';
import { EventIngestion } from './ingestion';
import { EventObservability } from './observability';
import { EventPlatform } from './platform';
import { PaymentEventApiProps } from './props';
import { EventRules } from './rules';
import { EventTable } from './table';
import { validated } from './validate';
import { Monitoring, PhysicalNames } from '../hardened';
import { addOutputs } from '../hardened/outputs';
import { TokenSecret } from '../hardened/token-secret';

/** How long an event may wait for a review. */
const REVIEW_LIMIT = Duration.days(1);

/**
 * Takes payment events by `POST /events`, publishes, processes and records each one once, with a trail that shows whether a record was
 * changed afterwards.
 *
 * API -> `ingest-fn` (asynchronously) -> event bus -> rules by type, source and amount -> queue -> `process-fn` -> bus -> queue ->
 * `store-fn` -> table. An accepted event is processed, waits, or is in a queue with an alarm.
 *
 * One in a stack: its outputs are `ApiEndpoint`, `EventPostUrl` and so on, exported as `<prefix>-<output>-<suffix>`.
 *
 * @see requirements EV-01 to EV-14 in docs/requirements.md
 */
export class PaymentEventApi extends Construct {
  /** The API. */
  public readonly api: apigateway.RestApi;
  /** Where it answers, without a slash at its end. */
  public readonly apiEndpoint: string;
  /** Where events are posted. */
  public readonly eventPostUrl: string;
  /** Custom domain, with `domain`. */
  public readonly domain?: EventApiDomain;
  /** Bearer token of senders: JSON with `current` and, while it changes, `previous`. */
  public readonly token: secretsmanager.Secret;
  /** Checks tokens. */
  public readonly authFunction: lambda.Function;
  /** Takes events that the API has accepted. */
  public readonly ingestFunction: lambda.Function;
  /** Assesses events. */
  public readonly processFunction: lambda.Function;
  /** Records events. */
  public readonly storeFunction: lambda.Function;
  /** What the functions share. */
  public readonly layer: lambda.LayerVersion;
  /** Events and their audit trail. */
  public readonly table: dynamodb.Table;
  /** The bus. */
  public readonly eventBus: events.EventBus;
  /** Rules of the bus by name: `by-type`, `by-source`, `by-amount`, `processed`. */
  public readonly rules: Record<string, events.Rule>;
  /** Events to process. */
  public readonly processQueue: sqs.Queue;
  /** Events that could not be processed. */
  public readonly processDeadLetterQueue: sqs.Queue;
  /** What is to be recorded. */
  public readonly storeQueue: sqs.Queue;
  /** What could not be recorded. */
  public readonly storeDeadLetterQueue: sqs.Queue;
  /** Copies of events of high value, for whoever reviews them; unless declined. */
  public readonly reviewQueue?: sqs.Queue;
  /** Copies that a reviewer gave up. */
  public readonly reviewDeadLetterQueue?: sqs.Queue;
  /** Events that `ingest-fn` failed on. */
  public readonly ingestFailureQueue: sqs.Queue;
  /** Events that the bus could not read. */
  public readonly undeliveredQueue: sqs.Queue;
  /** Shared configuration, then what others need: `api-endpoint`, `token-secret-arn`. */
  public readonly parameters: ssm.StringParameter[];
  /** Key of all data. */
  public readonly encryptionKey: kms.Key;
  /** Copy of the logs, where the retention profile has one. */
  public readonly logBucket?: s3.Bucket;
  /** Access logs of the buckets. */
  public readonly accessLogBucket: s3.Bucket;
  /** Alarms and dashboard. */
  public readonly monitoring: Monitoring;
  /** Where alarms go. */
  public readonly alarmTopic: sns.ITopic;
  /** Metrics out of log lines. */
  public readonly metricFilters: logs.MetricFilter[];

  /** @throws one error with every fault of the props */
  constructor(scope: Construct, id: string, props: PaymentEventApiProps) {
    super(scope, id);
    const settings = validated(this, props);
    const names = new PhysicalNames({ prefix: settings.namePrefix, environmentSuffix: settings.environmentSuffix });
    for (const warning of capacityWarnings(settings, Stack.of(this).region)) Annotations.of(this).addWarningV2('cdk-payment-constructs:capacity', warning);

    const platform = new EventPlatform(this, settings, names, props.operations);
    const table = new EventTable(this, 'Table', platform);
    const bus = new PaymentEventBus(this, 'Bus', platform);
    const process = new EventConsumer(this, 'Process', platform, {
      name: 'process', what: 'Events to process', description: 'Assesses events, each once', concurrency: settings.concurrency.process,
    });
    bus.allowPublish(process.function, PROCESSOR);
    table.allowItems(process.function, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], 'CLAIM#*');
    const store = new EventConsumer(this, 'Store', platform, {
      name: 'store', what: 'Events to record', description: 'Records events, with their audit trail', concurrency: settings.concurrency.store,
    });
    // Append only: nobody may change or delete what is recorded.
    table.allowItems(store.function, ['dynamodb:PutItem'], 'AUDIT#*', 'EVENT#*', 'REFUSED#*');
    table.allowItems(store.function, ['dynamodb:Query'], 'AUDIT#*');
    platform.monitoring.section('Process and store');

    const ingestion = new EventIngestion(this, 'Ingestion', platform, bus, store.queue);
    const review = settings.reviewQueue
      // Your consumer may be down for a while: as long as the DLQ's 14 days allow.
      ? platform.queue(this, 'Review', 'review', 'Events of high value', Duration.days(13), REVIEW_LIMIT) : undefined;
    const rules = new EventRules(this, 'Rules', platform, bus, { process, store, review });
    this.token = new TokenSecret(this, 'Token', {
      holders: 'Senders', description: `Bearer token of senders (${settings.environmentSuffix})`, encryptionKey: platform.key, removalPolicy: settings.removalPolicy,
    });
    const api = new EventRestApi(this, 'Api', platform, ingestion.function, this.token);
    this.domain = settings.domain && new EventApiDomain(this, 'Domain', settings.domain, api.api);
    this.apiEndpoint = this.domain?.url ?? api.executeApiUrl;
    this.eventPostUrl = `${this.apiEndpoint}/${EVENTS_PATH}`;
    const functions = { auth: api.authorizer.function, ingest: ingestion.function, process: process.function, store: store.function };
    this.metricFilters = new EventObservability(this, 'Observability', platform, functions, api.accessLogs).metricFilters;

    this.api = api.api;
    this.authFunction = functions.auth;
    this.ingestFunction = functions.ingest;
    this.processFunction = functions.process;
    this.storeFunction = functions.store;
    this.layer = platform.layer;
    this.table = table;
    this.eventBus = bus.bus;
    this.rules = rules.rules;
    this.processQueue = process.queue;
    this.processDeadLetterQueue = process.deadLetterQueue;
    this.storeQueue = store.queue;
    this.storeDeadLetterQueue = store.deadLetterQueue;
    this.reviewQueue = review?.queue;
    this.reviewDeadLetterQueue = review?.deadLetterQueue;
    this.ingestFailureQueue = ingestion.failureQueue;
    this.undeliveredQueue = bus.undeliveredQueue;
    this.encryptionKey = platform.key;
    this.logBucket = platform.logs.archiveBucket;
    this.accessLogBucket = platform.accessLogs;
    this.monitoring = platform.monitoring;
    this.alarmTopic = platform.monitoring.topic;
    this.parameters = [
      addConfiguration(this, platform, table, bus.bus),
      addParameter(this, platform, 'api-endpoint', this.apiEndpoint, 'Where the API answers'),
      addParameter(this, platform, 'token-secret-arn', this.token.secretArn, 'Secret with the bearer token of senders'),
    ];
    for (const [key, value] of Object.entries(settings.tags)) Tags.of(this).add(key, value);
    this.addOutputs(names, platform.configurationName);
  }

  private addOutputs(names: PhysicalNames, configurationName: string): void {
    addOutputs(this, names, {
      ApiEndpoint: [this.apiEndpoint, 'Where the API answers'],
      EventPostUrl: [this.eventPostUrl, 'Events are posted here'],
      TokenSecretArn: [this.token.secretArn, 'Bearer token of senders: JSON with "current"'],
      AuthFunctionArn: [this.authFunction.functionArn, 'Checks tokens'],
      IngestFunctionArn: [this.ingestFunction.functionArn, 'Takes events that the API has accepted'],
      ProcessFunctionArn: [this.processFunction.functionArn, 'Assesses events'],
      StoreFunctionArn: [this.storeFunction.functionArn, 'Records events'],
      LayerVersionArn: [this.layer.layerVersionArn, 'What the functions share, with its version'],
      ProcessQueueUrl: [this.processQueue.queueUrl, 'Events to process'],
      ProcessDlqUrl: [this.processDeadLetterQueue.queueUrl, 'Events that could not be processed'],
      StoreQueueUrl: [this.storeQueue.queueUrl, 'What is to be recorded'],
      StoreDlqUrl: [this.storeDeadLetterQueue.queueUrl, 'What could not be recorded'],
      ...this.reviewQueue && this.reviewDeadLetterQueue && {
        ReviewQueueUrl: [this.reviewQueue.queueUrl, 'Events of high value, to be reviewed'] as const,
        ReviewDlqUrl: [this.reviewDeadLetterQueue.queueUrl, 'Events of high value that a reviewer gave up'] as const,
      },
      IngestFailuresUrl: [this.ingestFailureQueue.queueUrl, 'Events that ingest-fn failed on'],
      BusUndeliveredUrl: [this.undeliveredQueue.queueUrl, 'Events that the bus could not read'],
      TableName: [this.table.tableName, 'Events and their audit trail'],
      EventBusName: [this.eventBus.eventBusName, 'The bus'],
      ConfigurationParameter: [configurationName, 'Parameter that the functions share'],
      AlarmTopicArn: [this.alarmTopic.topicArn, 'Where alarms go'],
      Region: [Stack.of(this).region, 'Region of all this'],
      XRayTracing: ['true', 'API and functions are traced with X-Ray'],
    });
  }
}
