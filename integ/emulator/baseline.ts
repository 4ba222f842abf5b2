import * as path from 'node:path';
import { paginateListExecutions } from '@aws-sdk/client-sfn';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { buildSync } from 'esbuild';
import { Aws } from './aws';
import { deploy, DeployedStack } from './deploy';
import { Emulator } from './emulator';
import { eachOf, persist } from './load';
import { limitConsumers, until } from './operator';
import { Pipeline, ROUTES, subscribe } from './pipeline';
import { Senders, Webhook } from './webhooks';
import { newApp } from '../../golden/apps/synthesise';

const NAME = 'PlainestPipeline';
const COUNT = 150;
const WARM_ROUNDS = 2;
const ROUNDS = 3;

/** The same services in the same order, with CDK's defaults: API, function, queue, function, table, bucket, workflow of four tasks, bus, five routes, topic. */
function addPlainest(app: App, code: string): void {
  const stack = new Stack(app, NAME, { env: { region: 'us-east-1' } });
  const fn = (handler: string, environment: Record<string, string> = {}) => new lambda.Function(stack, handler, {
    functionName: `plainest-${handler}`,
    runtime: lambda.Runtime.NODEJS_22_X,
    code: lambda.Code.fromAsset(code),
    handler: `index.${handler}`,
    timeout: Duration.seconds(30),
    memorySize: 512,
    environment,
  });
  const queue = new sqs.Queue(stack, 'Queue');
  const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const bucket = new s3.Bucket(stack, 'Bucket');
  const topic = new sns.Topic(stack, 'Topic');
  const bus = new events.EventBus(stack, 'Bus');
  for (const route of ROUTES) {
    new events.Rule(stack, `Rule${route}`, {
      eventBus: bus, eventPattern: { source: ['plainest'], detail: { method: [route] } }, targets: [new targets.SqsQueue(new sqs.Queue(stack, `Route${route}`))],
    });
  }
  const intake = fn('intake', { QUEUE_URL: queue.queueUrl });
  queue.grantSendMessages(intake);
  const notify = fn('notify', { TOPIC_ARN: topic.topicArn });
  topic.grantPublish(notify);
  const resultPath = sfn.JsonPath.DISCARD;
  const workflow = new sfn.StateMachine(stack, 'Workflow', {
    definitionBody: sfn.DefinitionBody.fromChainable(
      new tasks.LambdaInvoke(stack, 'Screen', { lambdaFunction: fn('screen'), resultPath })
        .next(new tasks.DynamoPutItem(stack, 'Record', {
          table, resultPath, item: { id: tasks.DynamoAttributeValue.fromString(sfn.JsonPath.stringAt('$.id')) },
        }))
        .next(new tasks.EventBridgePutEvents(stack, 'Publish', {
          resultPath, entries: [{ eventBus: bus, source: 'plainest', detailType: 'Payment', detail: sfn.TaskInput.fromJsonPathAt('$') }],
        }))
        .next(new tasks.LambdaInvoke(stack, 'Notify', { lambdaFunction: notify, resultPath }))),
  });
  const consume = fn('consume', { TABLE_NAME: table.tableName, BUCKET_NAME: bucket.bucketName, STATE_MACHINE_ARN: workflow.stateMachineArn });
  consume.addEventSource(new SqsEventSource(queue));
  table.grantWriteData(consume);
  bucket.grantPut(consume);
  workflow.grantStartExecution(consume);
  const api = new apigateway.LambdaRestApi(stack, 'Api', { handler: intake, cloudWatchRole: false });
  new CfnOutput(stack, 'ApiId', { value: api.restApiId });
  new CfnOutput(stack, 'StateMachineArn', { value: workflow.stateMachineArn });
  new CfnOutput(stack, 'TopicArn', { value: topic.topicArn });
}

/** What the measured rounds of one pipeline showed. */
interface Samples { readonly rates: number[]; readonly answers: number[]; readonly emulatorMs: number[]; readonly functionsMs: number[] }

interface Subject {
  readonly name: 'golden' | 'plainest';
  readonly notifications: string;
  readonly send: (webhook: Webhook) => Promise<{ status: number; body: string }>;
  /** Names of the functions, in the order of `STAGES`. */
  readonly functions: string[];
  readonly stateMachineArn: string;
}

const STAGES = ['intake function', 'processor, a batch', 'screening function', 'notification function'];

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds of each invocation of a function, from its log. */
async function durations(aws: Aws, fn: string, since: number): Promise<number[]> {
  const answer = await aws.json('logs', 'Logs_20140328.FilterLogEvents', {
    logGroupName: `/aws/lambda/${fn}`, startTime: since, filterPattern: 'REPORT', limit: 10_000,
  }) as { events: { message: string }[] };
  return answer.events.map(({ message }) => Number(/\tDuration: (\d+) ms/.exec(message)![1]));
}

/** Webhooks a second, from the first request to the last notification, of both pipelines by turns; the medians, and where the time went. */
export async function compare({ emulator, aws, python, folder, pipeline, senders }: {
  emulator: Emulator; aws: Aws; python: string; folder: string; pipeline: Pipeline; senders: Senders;
}): Promise<{ ratio: number; table: string }> {
  const plainest = await deployPlainest(aws, python, folder);
  const notified = await subscribe(aws, plainest.outputs.TopicArn, 'plainest-notifications');
  const subjects: Subject[] = [{
    name: 'plainest',
    notifications: notified,
    send: (webhook) => pipeline.send(webhook, `${pipeline.endpoint}/_aws/execute-api/${plainest.outputs.ApiId}/prod/`),
    functions: ['intake', 'consume', 'screen', 'notify'].map((name) => `plainest-${name}`),
    stateMachineArn: plainest.outputs.StateMachineArn,
  }, {
    name: 'golden',
    notifications: pipeline.notifications,
    send: (webhook) => pipeline.send(webhook),
    functions: ['validator', 'partner-processor', 'fraud-rules', 'dispatcher'].map((name) => `payments-${name}-dev`),
    stateMachineArn: pipeline.output('StateMachineArn'),
  }];

  const round = async ({ notifications, send }: Subject, { rates, answers, emulatorMs, functionsMs }: Samples): Promise<void> => {
    const webhooks = Array.from({ length: COUNT }, () => senders.webhook({ provider: 'partner' }));
    await pipeline.drain(notifications);
    const cpuBefore = emulator.cpuMs();
    const began = Date.now();
    await eachOf(webhooks, async (webhook) => {
      const sent = Date.now();
      await persist(() => send(webhook));
      answers.push(Date.now() - sent);
    });
    await until('all notifications', 60, async () => await pipeline.depth(notifications) >= COUNT);
    rates.push(COUNT / ((Date.now() - began) / 1000));
    const cpu = emulator.cpuMs();
    if (!cpu || !cpuBefore) return;
    emulatorMs.push((cpu.emulator - cpuBefore.emulator) / COUNT);
    functionsMs.push((cpu.functions - cpuBefore.functions) / COUNT);
  };

  const none = (): Samples => ({ rates: [], answers: [], emulatorMs: [], functionsMs: [] });
  for (let warm = 0; warm < WARM_ROUNDS; warm += 1) for (const subject of subjects) await round(subject, none());
  const since = Date.now();
  const samples = { golden: none(), plainest: none() };
  for (let at = 0; at < ROUNDS; at += 1) for (const subject of subjects) await round(subject, samples[subject.name]);

  const columns = await Promise.all(subjects.map(async (subject) => {
    const batches = await Promise.all(subject.functions.map((name) => durations(aws, name, since)));
    const workflow: number[] = [];
    for await (const { executions = [] } of paginateListExecutions({ client: aws.sfn }, { stateMachineArn: subject.stateMachineArn })) {
      for (const { startDate, stopDate } of executions) {
        if (startDate!.getTime() >= since && stopDate) workflow.push(stopDate.getTime() - startDate!.getTime());
      }
    }
    const { rates, answers, emulatorMs, functionsMs } = samples[subject.name];
    const cpu = (values: number[]) => values.length > 0 ? `${median(values).toFixed(1)} ms` : 'Linux only';
    return [
      subject.name,
      `${median(rates).toFixed(1)}/s`,
      cpu(emulatorMs),
      cpu(functionsMs),
      `${median(answers)} ms`,
      ...batches.map((values) => `${median(values)} ms, ${(values.length / (ROUNDS * COUNT)).toFixed(2)} a webhook`),
      `${median(workflow)} ms`,
    ];
  }));
  const titles = ['medians', 'throughput', 'CPU of emulator, a webhook', 'CPU of functions, a webhook', 'answer to the sender', ...STAGES, 'workflow'];
  return {
    ratio: median(samples.golden.rates) / median(samples.plainest.rates),
    table: titles.map((title, at) => `    ${title.padEnd(30)}${columns.map((column) => column[at].padEnd(26)).join('')}`.trimEnd()).join('\n'),
  };
}

async function deployPlainest(aws: Aws, python: string, folder: string): Promise<DeployedStack> {
  const code = path.join(folder, 'plainest-code');
  buildSync({
    entryPoints: [path.join(__dirname, 'baseline-handlers.ts')],
    outfile: path.join(code, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    logLevel: 'warning',
    mainFields: ['module', 'main'],
  });
  const assembly = path.join(folder, 'plainest');
  const app = newApp({ outdir: assembly });
  addPlainest(app, code);
  app.synth();
  const stack = await deploy(aws, { python, assembly, stack: NAME });
  await limitConsumers(aws);
  return stack;
}
