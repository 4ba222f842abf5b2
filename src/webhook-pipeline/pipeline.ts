import { Annotations, CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { EVENTS_TARGET_QUEUE_SAME_ACCOUNT } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { PaymentArchive } from './archive';
import { capacityWarnings } from './capacity';
import { addBudget } from './costs';
import { WebhookIngress } from './ingress';
import { Platform } from './platform';
import { PaymentWebhookPipelineProps } from './props';
import { ProviderLane } from './provider-lane';
import { ProviderResources } from './provider-resources';
import { PaymentRoutes } from './routes';
import { validated } from './validate';
import { PaymentWorkflow } from './workflow';
import { HardenedFunction, HardenedTopic, Monitoring, NamedService, PhysicalNames } from '../hardened';
import { allow } from '../hardened/allow';
import { subscribeEmail } from '../hardened/email';
import { suffixTag } from '../hardened/operations';

/**
 * Webhooks of payment providers, from the signed request to the recorded payment, without losing or doubling one.
 *
 * `POST /webhooks/{provider}` -> validator -> queue of the provider -> processor -> workflow (validate, screen for fraud, process,
 * notify) -> table, event bus and notification. A message is processed, waits, or is in a dead-letter queue with an alarm.
 *
 * @see requirements WH-01 to WH-19 in docs/requirements.md
 */
export class PaymentWebhookPipeline extends Construct {
  /** The API. */
  public readonly api: apigateway.RestApi;
  /** What each provider has of its own, in the order of `providers`. */
  public readonly lanes: ProviderResources[];
  /** Checks signatures; empty in direct mode. */
  public readonly validators: lambda.Function[];
  /** Seen events and payments. */
  public readonly table: dynamodb.Table;
  /** Bodies of all webhooks. */
  public readonly archiveBucket: s3.Bucket;
  /** Notes which payments were archived. */
  public readonly archivalFunction: lambda.Function;
  /** The workflow. */
  public readonly stateMachine: sfn.StateMachine;
  /** Payments that the workflow could not finish. */
  public readonly workflowFailureQueue: sqs.Queue;
  /** Outcomes of all payments: `PaymentProcessed`, `PaymentRejected`, `PaymentSuperseded` (a newer version was there). */
  public readonly eventBus: events.EventBus;
  /** Queue of each route, by its name. */
  public readonly routeQueues: Record<string, sqs.Queue>;
  /** Tells of each outcome. */
  public readonly dispatcher: lambda.Function;
  /** Where the dispatcher publishes, unless `notificationEndpoint` is set. */
  public readonly notificationTopic?: sns.Topic;
  /** Where alarms go. */
  public readonly alarmTopic: sns.ITopic;
  /** Alarms and dashboard. */
  public readonly monitoring: Monitoring;
  /** Key of all data, unless AWS manages it. */
  public readonly encryptionKey?: kms.Key;
  /** The network, unless it was declined. */
  public readonly vpc?: ec2.IVpc;

  /** @throws one error with every fault of the props */
  constructor(scope: Construct, id: string, props: PaymentWebhookPipelineProps) {
    super(scope, id);
    // Without it EventBridge may send to our queues for any account (WH-13); older apps have it off.
    this.node.setContext(EVENTS_TARGET_QUEUE_SAME_ACCOUNT, true);
    const settings = validated(this, props);
    const names = new PhysicalNames({ prefix: settings.namePrefix, environmentSuffix: props.environmentSuffix });
    for (const warning of capacityWarnings(settings, props.providers.length, Stack.of(this).region)) {
      Annotations.of(this).addWarningV2('cdk-payment-constructs:capacity', warning);
    }

    const platform = new Platform(this, props, settings, names);
    this.encryptionKey = platform.key;
    this.vpc = platform.network?.vpc;
    this.table = platform.table;
    this.monitoring = platform.monitoring;
    this.alarmTopic = platform.monitoring.topic;
    if (props.operations?.alarmEmail !== undefined) subscribeEmail(this.alarmTopic, props.operations.alarmEmail);

    const lanes = props.providers.map((provider) => new ProviderLane(this, `Provider-${provider.id}`, platform, provider));
    const ingress = new WebhookIngress(this, 'Ingress', platform, props.ingress ?? {}, lanes);
    this.api = ingress.api;
    this.validators = ingress.validators;
    const archive = new PaymentArchive(this, 'Archive', platform, props.data ?? {});
    this.archiveBucket = archive.bucket;
    this.archivalFunction = archive.function;
    this.eventBus = new events.EventBus(this, 'Bus', { eventBusName: names.of(NamedService.EVENT_BUS, 'bus'), kmsKey: platform.key });
    if (!props.processing?.notificationEndpoint) {
      this.notificationTopic = new HardenedTopic(this, 'Notifications', { topicName: names.of(NamedService.SNS, 'notifications'), encryptionKey: platform.key });
    }
    this.dispatcher = this.makeDispatcher(platform, props.processing?.notificationEndpoint);
    const workflow = new PaymentWorkflow(this, 'Workflow', platform, this.eventBus, this.dispatcher);
    this.stateMachine = workflow.stateMachine;
    this.workflowFailureQueue = workflow.failureQueue;
    this.routeQueues = new PaymentRoutes(this, 'Routes', platform, this.eventBus).queues;
    for (const lane of lanes) lane.process(this.archiveBucket, this.stateMachine);
    this.lanes = lanes;
    if (props.operations?.monthlyBudgetUsd !== undefined) addBudget(this, platform, props.operations.monthlyBudgetUsd);
    this.tag(props);
    this.addOutputs();
  }

  private makeDispatcher(platform: Platform, endpoint?: string): HardenedFunction {
    const { settings, monitoring } = platform;
    const dispatcher = platform.function(this, 'Dispatcher', {
      name: 'dispatcher',
      handler: 'dispatcher',
      description: 'Tells of the outcome of a payment, behind a circuit breaker',
      reservedConcurrency: settings.concurrency.dispatcher,
      environment: {
        NOTIFICATION: Stack.of(this).toJsonString(endpoint
          ? { type: 'http', endpoint, timeoutMs: Math.min(10_000, settings.timeout.toMilliseconds() / 2) }
          : { type: 'sns', topicArn: this.notificationTopic!.topicArn }),
      },
      needsInternet: endpoint !== undefined,
    });
    if (this.notificationTopic) {
      allow(dispatcher, ['sns:Publish'], this.notificationTopic.topicArn);
      platform.key?.grantEncryptDecrypt(dispatcher);
    }
    monitoring.watchFunction('Dispatcher', dispatcher, 'Notification dispatcher', settings.timeout);
    monitoring.section('Notification');
    return dispatcher;
  }

  private tag({ environmentSuffix, operations }: PaymentWebhookPipelineProps): void {
    const tags = {
      Environment: environmentSuffix,
      ...suffixTag(environmentSuffix, operations?.tags?.Environment),
      Application: 'payment-webhooks',
      ManagedBy: 'CloudFormation',
      CostCenter: 'payments',
      ...operations?.tags,
    };
    for (const [key, value] of Object.entries(tags)) Tags.of(this).add(key, value);
  }

  /** Flat outputs (WH-17), with names that a script can rely on. */
  private addOutputs(): void {
    const output = (name: string, value: string, description: string) => new CfnOutput(Stack.of(this), `${this.node.id}${name}`, { value, description });
    output('ApiUrl', this.api.url, 'Webhooks go to webhooks/<provider> below');
    output('StateMachineArn', this.stateMachine.stateMachineArn, 'Workflow of a payment');
    output('TableName', this.table.tableName, 'Seen events and payments');
    output('ArchiveBucketName', this.archiveBucket.bucketName, 'Bodies of all webhooks');
    output('EventBusName', this.eventBus.eventBusName, 'Outcomes of all payments');
    output('AlarmTopicArn', this.alarmTopic.topicArn, 'Where alarms go');
    output('WorkflowFailureQueueUrl', this.workflowFailureQueue.queueUrl, 'Payments that the workflow could not finish');
    for (const lane of this.lanes) {
      const name = pascalCase(lane.provider.id);
      output(`${name}WebhookUrl`, this.api.urlForPath(`/webhooks/${lane.provider.id}`), `Register this URL with ${lane.provider.id}`);
      output(`${name}QueueUrl`, lane.queue.queueUrl, `Verified webhooks of ${lane.provider.id}`);
      output(`${name}DlqUrl`, lane.deadLetterQueue.queueUrl, `Failed webhooks of ${lane.provider.id}`);
      output(`${name}SecretArn`, lane.secret.secretArn, `Signing key of ${lane.provider.id}: JSON with "current"`);
    }
    for (const [name, queue] of Object.entries(this.routeQueues)) {
      output(`Route${pascalCase(name)}QueueUrl`, queue.queueUrl, `Payments of route ${name}`);
    }
  }
}

function pascalCase(id: string): string {
  return id.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('');
}
