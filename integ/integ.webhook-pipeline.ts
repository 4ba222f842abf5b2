/**
 * Deploys the pipeline and sends it webhooks: a forged one is refused, a signed one becomes a recorded payment, nothing is left over.
 * Without an account it only keeps watch over the snapshot.
 */
import { createHmac } from 'node:crypto';
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PaymentProvider, PaymentWebhookPipeline } from '../src';

/** Of no provider, and good only until the test removes its secret. */
const KEY = 'known-to-everybody-who-reads-this';
const PAYMENT_ID = 'pay_integration';
const BODY = JSON.stringify({
  id: 'evt_integration',
  type: 'payment.succeeded',
  created_at: '2026-01-01T00:00:00.000Z',
  payment: { id: PAYMENT_ID, amount_minor: 1050, currency: 'EUR', method: 'card', status: 'succeeded', country: 'DE' },
});
const sign = (key: string): string => `sha256=${createHmac('sha256', key).update(BODY).digest('hex')}`;

// Stack traces and the tree name the folder of the checkout.
const app = new App({ treeMetadata: false, postCliContext: { 'aws:cdk:disable-creation-stack-traces': true } });
const stack = new Stack(app, 'PaymentWebhookPipelineInteg');
const pipeline = new PaymentWebhookPipeline(stack, 'Pipeline', {
  environmentSuffix: 'integ',
  providers: [PaymentProvider.stripe(), PaymentProvider.hmac('partner')],
  ingress: { accountLogRole: true },
  processing: { concurrency: { validator: 2, processor: 2, fraudRules: 2, dispatcher: 2, archival: 2 } },
  data: { removalPolicy: RemovalPolicy.DESTROY },
});
const partner = pipeline.lanes[1];

const { assertions } = new IntegTest(app, 'WebhookPipeline', { testCases: [stack] });
const call = (signature: string, status: number) => assertions.httpApiCall(pipeline.api.urlForPath('/webhooks/partner'), {
  method: 'POST', body: BODY, headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
}).expect(ExpectedResult.objectLike({ status }));

const storeKey = assertions.awsApiCall('SecretsManager', 'putSecretValue', {
  SecretId: partner.secret.secretArn, SecretString: JSON.stringify({ current: KEY }),
});
// The secret and the table are encrypted with the pipeline's key.
storeKey.provider.addToRolePolicy({ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: ['*'] });
const recorded = assertions.awsApiCall('DynamoDB', 'getItem', {
  TableName: pipeline.table.tableName, Key: { webhook_id: { S: `payment#partner#${PAYMENT_ID}` } },
});
recorded.expect(ExpectedResult.objectLike({ Item: { outcome: { S: 'PROCESSED' }, amount_minor: { N: '1050' }, currency: { S: 'EUR' } } }))
  .waitForAssertions({ totalTimeout: Duration.minutes(5), interval: Duration.seconds(10) });
const failed = assertions.awsApiCall('SQS', 'getQueueAttributes', {
  QueueUrl: partner.deadLetterQueue.queueUrl, AttributeNames: ['ApproximateNumberOfMessages'],
}).expect(ExpectedResult.objectLike({ Attributes: { ApproximateNumberOfMessages: '0' } }));

storeKey
  .next(call(sign('a-key-that-was-guessed'), 401))
  .next(call(sign(KEY), 200))
  .next(recorded)
  .next(failed);
