/**
 * Deploys the event API and sends an event: without a token it is refused, with it the event is in the table, and its audit items too.
 * Without an account it only keeps watch over the snapshot.
 */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PaymentEventApi } from '../src';

/** Of nobody, and good only until the test removes its secret. */
const TOKEN = 'known-to-everybody-who-reads-this';
const EVENT = { eventId: 'integration-1', source: 'payments.api', type: 'payment.captured', paymentId: 'pay-1', amount: 1050, currency: 'EUR', occurredAt: '2026-01-01T00:00:00Z' };

// Stack traces and the tree name the folder of the checkout.
const app = new App({ treeMetadata: false, postCliContext: { 'aws:cdk:disable-creation-stack-traces': true } });
const stack = new Stack(app, 'PaymentEventApiInteg');
const events = new PaymentEventApi(stack, 'Events', {
  environmentSuffix: 'integ', processing: { concurrency: { ingest: 2, process: 2, store: 2 } }, data: { removalPolicy: RemovalPolicy.DESTROY },
});

const { assertions } = new IntegTest(app, 'EventApi', { testCases: [stack] });
const post = (token?: string) => assertions.httpApiCall(events.eventPostUrl, {
  method: 'POST', body: JSON.stringify(EVENT), headers: { 'content-type': 'application/json', ...token !== undefined && { authorization: `Bearer ${token}` } },
});
const status = (expected: number) => ExpectedResult.objectLike({ status: expected });
const patience = { totalTimeout: Duration.minutes(5), interval: Duration.seconds(15) };

const storeToken = assertions.awsApiCall('SecretsManager', 'putSecretValue', {
  SecretId: events.token.secretArn, SecretString: JSON.stringify({ current: TOKEN }),
});
// Secret and table are encrypted with the system's key.
storeToken.provider.addToRolePolicy({ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: ['*'] });
const refused = post().expect(status(401));
const accepted = post(TOKEN);
accepted.expect(status(202)).waitForAssertions(patience); // a token that was refused is remembered as such
const stored = assertions.awsApiCall('DynamoDB', 'query', {
  TableName: events.table.tableName,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: `EVENT#${EVENT.source}#${EVENT.eventId}` } },
});
stored.expect(ExpectedResult.objectLike({ Count: 2 })).waitForAssertions(patience);

refused.next(storeToken).next(accepted).next(stored);
