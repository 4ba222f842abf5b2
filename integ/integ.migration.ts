/**
 * Deploys the environment without features, makes the schema, sends a payment twice, and reads it back: written once, through the proxy, with the credentials
 * that the first rotation made. Then rotates again and reads once more. Without an account it only keeps watch over the snapshot. About 40 minutes; it costs what a
 * Multi-AZ instance, two NAT gateways and a proxy cost for that time.
 */
import { ExpectedResult, IntegTest, InvocationType, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PaymentMigrationEnvironment } from '../src';

const PAYMENT = { paymentId: 'integration-1', merchantId: 'merchant-1', amount: 1050, currency: 'EUR', occurredAt: '2026-01-01T00:00:00Z' };

// Stack traces and the tree name the folder of the checkout.
const app = new App({ treeMetadata: false, postCliContext: { 'aws:cdk:disable-creation-stack-traces': true } });
const stack = new Stack(app, 'PaymentMigrationInteg');
const migration = new PaymentMigrationEnvironment(stack, 'Migration', {
  environmentSuffix: 'integ', processing: { concurrency: 3 }, operations: { removalPolicy: RemovalPolicy.DESTROY },
});

const { assertions } = new IntegTest(app, 'Migration', { testCases: [stack] });
const patience = { totalTimeout: Duration.minutes(10), interval: Duration.seconds(30) };
const invoke = (operation: object) => assertions.invokeFunction({
  functionName: migration.migratedFunction.functionName, invocationType: InvocationType.REQUEST_RESPONSE, payload: JSON.stringify(operation),
});
const send = () => {
  const call = assertions.awsApiCall('SQS', 'sendMessage', { QueueUrl: migration.queue.queueUrl, MessageBody: JSON.stringify(PAYMENT) });
  // The queue is encrypted with the system's key.
  call.provider.addToRolePolicy({ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: ['*'] });
  return call;
};
const paid = () => {
  const read = invoke({ operation: 'payment', paymentId: PAYMENT.paymentId });
  read.expect(ExpectedResult.objectLike({ Payload: Match.stringLikeRegexp(PAYMENT.paymentId) })).waitForAssertions(patience);
  return read;
};

const schema = invoke({ operation: 'migrate' }).expect(ExpectedResult.objectLike({ StatusCode: 200 }));
const total = invoke({ operation: 'totals', merchantId: PAYMENT.merchantId })
  .expect(ExpectedResult.objectLike({ Payload: Match.stringLikeRegexp('"payments":1,') }));
const rotation = assertions.awsApiCall('SecretsManager', 'rotateSecret', { SecretId: migration.databaseSecret.secretArn });
rotation.provider.addToRolePolicy({ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: ['*'] });

schema.next(send()).next(paid()).next(send()).next(total).next(rotation).next(paid());
app.synth();
