import * as path from 'node:path';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
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
import { deploy } from './deploy';
import { eachOf } from './load';
import { limitConsumers, Pipeline, until } from './pipeline';
import { Senders } from './webhooks';
import { newApp } from '../../golden/apps/synthesise';

const NAME = 'PlainestPipeline';
const COUNT = 150;
const ROUNDS = 3;

/** The same services in the same order, with CDK's defaults: API, function, queue, function, table, bucket, workflow of four steps, bus, rule, topic. */
function addPlainest(app: App, code: string): void {
  const stack = new Stack(app, NAME, { env: { region: 'us-east-1' } });
  const fn = (handler: string, environment: Record<string, string> = {}) => new lambda.Function(stack, handler, {
    runtime: lambda.Runtime.NODEJS_22_X, code: lambda.Code.fromAsset(code), handler: `index.${handler}`, timeout: Duration.seconds(30), memorySize: 512, environment,
  });
  const queue = new sqs.Queue(stack, 'Queue');
  const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const bucket = new s3.Bucket(stack, 'Bucket');
  const topic = new sns.Topic(stack, 'Topic');
  const bus = new events.EventBus(stack, 'Bus');
  new events.Rule(stack, 'Rule', { eventBus: bus, eventPattern: { source: ['plainest'] }, targets: [new targets.SqsQueue(new sqs.Queue(stack, 'Route'))] });
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
        .next(new tasks.LambdaInvoke(stack, 'Notify', { lambdaFunction: fn('notify', { TOPIC_ARN: topic.topicArn }), resultPath }))),
  });
  fn('process_', { TABLE_NAME: table.tableName, BUCKET_NAME: bucket.bucketName, STATE_MACHINE_ARN: workflow.stateMachineArn }).addEventSource(new SqsEventSource(queue));
  const api = new apigateway.LambdaRestApi(stack, 'Api', { handler: fn('intake', { QUEUE_URL: queue.queueUrl }), cloudWatchRole: false });
  new CfnOutput(stack, 'ApiId', { value: api.restApiId });
  new CfnOutput(stack, 'TopicArn', { value: topic.topicArn });
}

export interface Ratio { readonly golden: number; readonly plainest: number; readonly ratio: number }

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Webhooks a second, from the first request to the last notification, of both pipelines by turns; the medians. */
export async function compare(aws: Aws, python: string, folder: string, pipeline: Pipeline, senders: Senders): Promise<Ratio> {
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
  const { outputs } = await deploy(aws, python, assembly, NAME, (template) => template);
  await limitConsumers(aws);
  const { QueueUrl: notified } = await aws.sqs.send(new CreateQueueCommand({ QueueName: 'plainest-notifications' }));
  const { Attributes: attributes } = await aws.sqs.send(new GetQueueAttributesCommand({ QueueUrl: notified, AttributeNames: ['QueueArn'] }));
  await aws.sns.send(new SubscribeCommand({ TopicArn: outputs.TopicArn, Protocol: 'sqs', Endpoint: attributes!.QueueArn }));

  const measure = async (count: number, send: (at: number) => Promise<number>, notifications: string): Promise<number> => {
    await pipeline.drain(notifications);
    const began = Date.now();
    await eachOf(Array.from({ length: count }), async (_, at) => {
      const status = await send(at);
      if (status !== 200) throw new Error(`answered ${status}`);
    });
    await until('all notifications', 60, async () => await pipeline.depth(notifications) >= count);
    return count / ((Date.now() - began) / 1000);
  };
  const golden = (count: number) => {
    const webhooks = Array.from({ length: count }, () => senders.webhook({ provider: 'partner' }));
    return measure(count, async (at) => (await pipeline.send(webhooks[at])).status, pipeline.notifications);
  };
  const plainest = (count: number) => {
    const webhooks = Array.from({ length: count }, () => senders.webhook({ provider: 'partner' }));
    return measure(count, async (at) => (await fetch(`${pipeline.endpoint}/_aws/execute-api/${outputs.ApiId}/prod/`, {
      method: 'POST', headers: webhooks[at].headers, body: webhooks[at].body, signal: AbortSignal.timeout(30_000),
    })).status, notified!);
  };
  await golden(32);
  await plainest(32);
  const rates = { golden: [] as number[], plainest: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.plainest.push(await plainest(COUNT));
    rates.golden.push(await golden(COUNT));
  }
  const result = { golden: median(rates.golden), plainest: median(rates.plainest) };
  return { ...result, ratio: result.golden / result.plainest };
}
