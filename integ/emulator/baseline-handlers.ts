/**
 * The handlers of the plainest pipeline: no signature, no validation, no idempotency, no telemetry. Each writes one line,
 * since the emulator waits up to 50 ms for the output of a function that writes none.
 */
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const { QUEUE_URL, TABLE_NAME, BUCKET_NAME, STATE_MACHINE_ARN, TOPIC_ARN } = process.env;
const sqs = new SQSClient({});
const s3 = new S3Client({ forcePathStyle: true });
const dynamodb = new DynamoDBClient({});
const sfn = new SFNClient({});
const sns = new SNSClient({});

export async function intake({ body }: { body: string }) {
  await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: body }));
  console.log('accepted');
  return { statusCode: 200, body: '{"received":true}' };
}

export async function consume({ Records: records }: { Records: { body: string }[] }) {
  await Promise.all(records.map(async ({ body }) => {
    const { id, payment } = JSON.parse(body) as { id: string; payment: { id: string; amount_minor: number; method: string } };
    await dynamodb.send(new PutItemCommand({ TableName: TABLE_NAME, Item: { id: { S: `event#${id}` } } }));
    await s3.send(new PutObjectCommand({ Bucket: BUCKET_NAME, Key: `${id}.json`, Body: body }));
    await sfn.send(new StartExecutionCommand({
      stateMachineArn: STATE_MACHINE_ARN, name: id, input: JSON.stringify({ id: payment.id, amount: payment.amount_minor, method: payment.method }),
    }));
  }));
  console.log('processed');
}

export const screen = () => {
  console.log('screened');
  return Promise.resolve({ score: 0 });
};

export async function notify(payment: object) {
  await sns.send(new PublishCommand({ TopicArn: TOPIC_ARN, Message: JSON.stringify(payment) }));
  console.log('notified');
}
