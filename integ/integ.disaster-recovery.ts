/**
 * Deploys both Regions and the name that fails over, and pays in each: without a token nothing; a payment of one Region is known in the other.
 * Without an account it only keeps watch over the snapshot. With one it needs `INTEG_DOMAIN` and `INTEG_HOSTED_ZONE_ID`, a public zone of yours, and
 * us-east-1 and us-east-2 bootstrapped. No Region is made to fail: the runbook says how a person does that.
 */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PaymentDisasterRecovery } from '../src';

/** The placeholders of the snapshot. */
const { INTEG_DOMAIN: zoneName = 'payments-integ.cloud', INTEG_HOSTED_ZONE_ID: hostedZoneId = 'Z0000000000000000000' } = process.env;
const DOMAIN = `pay.${zoneName}`;
/** Of nobody, and good only until the test removes its secret. */
const TOKEN = 'known-to-everybody-who-reads-this';
const PAYMENT = { paymentId: 'integration-1', amount: 1050, currency: 'EUR' };

// Stack traces and the tree name the folder of the checkout.
const app = new App({ treeMetadata: false, postCliContext: { 'aws:cdk:disable-creation-stack-traces': true } });
const { primary, secondary, failover } = new PaymentDisasterRecovery(app, 'PaymentDisasterRecoveryInteg', {
  domain: { domainName: DOMAIN, hostedZone: { hostedZoneId, zoneName } },
  processing: { reservedConcurrency: 2 },
  api: { rateLimit: 20 },
  data: { removalPolicy: RemovalPolicy.DESTROY },
  operations: { environmentSuffix: 'integ' },
});

// In us-east-1, where the runner is: what is called has a name that is known, and crosses no stack.
const { assertions } = new IntegTest(app, 'DisasterRecovery', { testCases: [secondary.stack, primary.stack, failover!.stack] });
const call = (host: string, path: string, method = 'GET', token?: string) => assertions.httpApiCall(`https://${host}${path}`, {
  method,
  ...method === 'POST' && { body: JSON.stringify(PAYMENT) },
  headers: { 'content-type': 'application/json', ...token !== undefined && { authorization: `Bearer ${token}` } },
});
const status = (expected: number) => ExpectedResult.objectLike({ status: expected });
const patience = { totalTimeout: Duration.minutes(10), interval: Duration.seconds(15) };
const [here, there] = ['us-east-1', 'us-east-2'].map((region) => `${region}.${DOMAIN}`);

const storeToken = assertions.awsApiCall('SecretsManager', 'putSecretValue', {
  SecretId: 'payment-dr-api-token-integ', SecretString: JSON.stringify({ current: TOKEN }),
});
// The secret is encrypted with the system's key.
storeToken.provider.addToRolePolicy({ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: ['*'] });
const healthy = [DOMAIN, here, there].map((host) => {
  const healthCheck = call(host, '/health');
  healthCheck.expect(status(200)).waitForAssertions(patience); // the names must be known first
  return healthCheck;
});
const replicated = call(there, `/payments/${PAYMENT.paymentId}`, 'GET', TOKEN);
replicated.expect(status(200)).waitForAssertions(patience); // and the token's replica
const unpaid = call(here, '/payments', 'POST').expect(status(401));
const paid = call(here, '/payments', 'POST', TOKEN);
paid.expect(status(201)).waitForAssertions(patience);
const repeated = call(there, '/payments', 'POST', TOKEN).expect(status(200));

healthy[0].next(healthy[1]).next(healthy[2]).next(unpaid).next(storeToken).next(paid).next(replicated).next(repeated);
app.synth();
