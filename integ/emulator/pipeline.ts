import { randomUUID } from 'node:crypto';
import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, paginateListExecutions, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { Message } from '@aws-sdk/client-sqs';
import { Aws } from './aws';
import { DeployedStack } from './deploy';
import { Pace } from './differences';
import { dataPlaneOf } from './http';
import { attributesOf, depthOf, drain, itemsOf, limitConsumers, makeQueue, setVisibility } from './operator';
import { PROVIDERS, ProviderId, Senders, Webhook } from './webhooks';

export const ROUTES = ['card', 'wallet', 'bank-transfer', 'other', 'high-value'] as const;
export type RouteName = (typeof ROUTES)[number];
/** Of the payments that the senders of `webhooks.ts` make, below the limit of `high-value`. */
export const ROUTE_OF: Record<ProviderId, RouteName> = { stripe: 'card', adyen: 'bank-transfer', paypal: 'wallet', square: 'other', partner: 'card' };

export interface RecordedPayment {
  readonly outcome: string;
  readonly archiveStatus?: string;
  readonly archiveKey: string;
}

/** A queue that hears of everything that a topic tells: its URL. */
export async function subscribe(aws: Aws, topic: string, name: string): Promise<string> {
  const { url, arn } = await makeQueue(aws, name, 'sns.amazonaws.com', topic);
  await aws.sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: arn, Attributes: { RawMessageDelivery: 'true' } }));
  return url;
}

const pascal = (id: string) => id.split('-').map((part) => part[0].toUpperCase() + part.slice(1)).join('');

/** The deployed webhook pipeline, as its senders, its operator and its consumers see it. */
export class Pipeline {
  public notifications = '';
  public readonly urls: Record<ProviderId, string>;

  public constructor(public readonly aws: Aws, public readonly endpoint: string, private readonly stack: DeployedStack) {
    this.urls = Object.fromEntries(PROVIDERS.map((id) => [id, this.output(`${pascal(id)}WebhookUrl`)])) as Record<ProviderId, string>;
  }

  public output(name: string): string {
    const value = this.stack.outputs[`Pipeline${name}`];
    if (!value) throw new Error(`No output Pipeline${name}`);
    return value;
  }

  public queue(provider: ProviderId): string { return this.output(`${pascal(provider)}QueueUrl`); }
  public dlq(provider: ProviderId): string { return this.output(`${pascal(provider)}DlqUrl`); }
  public route(name: RouteName): string { return this.output(`Route${pascal(name)}QueueUrl`); }
  public get failures(): string { return this.output('WorkflowFailureQueueUrl'); }

  /** Sets how soon what was not consumed comes again, for all providers. */
  public async pace({ visibility, timeout }: Pace): Promise<void> {
    for (const id of PROVIDERS) {
      await setVisibility(this.aws, this.queue(id), visibility);
      await this.aws.rest('lambda', 'PUT', `/2015-03-31/functions/payments-${id}-processor-dev/configuration`, { Timeout: timeout });
    }
  }

  /** What an operator does after the deployment; and a consumer of the topic. */
  public async prepare(senders: Senders): Promise<void> {
    for (const id of PROVIDERS) {
      await this.aws.secrets.send(new PutSecretValueCommand({
        SecretId: this.output(`${pascal(id)}SecretArn`), SecretString: JSON.stringify(senders.secrets[id]),
      }));
    }
    await limitConsumers(this.aws);
    const topic = Object.entries(this.stack.resources).find(([id]) => id.startsWith('PipelineNotifications'))![1];
    this.notifications = await subscribe(this.aws, topic, 'merchant-notifications');
  }

  /** A webhook over HTTP. */
  public async send({ provider, body, headers }: Webhook, url?: string): Promise<{ status: number; body: string }> {
    const response = await fetch(url ?? dataPlaneOf(this.endpoint, this.urls[provider]), { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) });
    return { status: response.status, body: await response.text() };
  }

  public attributes(url: string): Promise<Record<string, string>> { return attributesOf(this.aws, url); }
  public depth(url: string): Promise<number> { return depthOf(this.aws, url); }
  /** Takes everything off a queue, as a consumer. */
  public drain(url: string): Promise<Message[]> { return drain(this.aws, url); }

  /** Payments of the table, by `provider/payment id`; and the number of all items. */
  public async state(): Promise<{ payments: Map<string, RecordedPayment>; items: number }> {
    const payments = new Map<string, RecordedPayment>();
    let items = 0;
    for (const item of await itemsOf(this.aws, this.output('TableName'))) {
      items += 1;
      const [kind, provider, id] = item.webhook_id.S!.split('#');
      if (kind !== 'payment') continue;
      payments.set(`${provider}/${id}`, {
        outcome: item.outcome?.S ?? '',
        archiveStatus: item.archive_status?.S,
        archiveKey: item.archive_key?.S ?? '',
      });
    }
    return { payments, items };
  }

  public async payment({ provider, paymentId }: Webhook): Promise<RecordedPayment | undefined> {
    return (await this.state()).payments.get(`${provider}/${paymentId}`);
  }

  /** How many executions there ever were, and how many run. */
  public async executions(): Promise<{ started: number; running: number }> {
    const counts = { started: 0, running: 0 };
    for await (const { executions = [] } of paginateListExecutions({ client: this.aws.sfn }, { stateMachineArn: this.output('StateMachineArn') })) {
      counts.started += executions.length;
      counts.running += executions.filter(({ status }) => status === 'RUNNING').length;
    }
    return counts;
  }

  /** Starts failed executions of `error` again with their input, under a new name: what the runbook tells an operator to do. How many. */
  public async startAgain(error: string): Promise<number> {
    const stateMachineArn = this.output('StateMachineArn');
    let started = 0;
    for await (const { executions = [] } of paginateListExecutions({ client: this.aws.sfn }, { stateMachineArn, statusFilter: 'FAILED' })) {
      for (const { executionArn } of executions) {
        const execution = await this.aws.sfn.send(new DescribeExecutionCommand({ executionArn }));
        if (execution.error !== error) continue;
        await this.aws.sfn.send(new StartExecutionCommand({ stateMachineArn, name: `retry-${randomUUID()}`, input: execution.input }));
        started += 1;
      }
    }
    return started;
  }

  /** Keys of the archive. */
  public async archived(): Promise<Set<string>> {
    const keys = new Set<string>();
    for await (const { Contents: objects = [] } of paginateListObjectsV2({ client: this.aws.s3 }, { Bucket: this.output('ArchiveBucketName') })) {
      for (const { Key } of objects) keys.add(Key!);
    }
    return keys;
  }

  /** Empties what the test consumes. */
  public async drainConsumers(): Promise<void> {
    for (const name of ROUTES) await this.drain(this.route(name));
    await this.drain(this.notifications);
  }
}
