/**
 * Deploys an environment of type dev and calls it as its users do: alive, ready with its database, by TLS alone; the password is rotated meanwhile.
 * Without an account it only keeps watch over the snapshot. With one it needs `INTEG_DOMAIN` and `INTEG_HOSTED_ZONE_ID`, a public zone of yours, and
 * Docker, which builds the image of the service.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { EnvironmentType, PaymentEnvironment } from '../src';

/** The placeholders of the snapshot. */
const { INTEG_DOMAIN: zoneName = 'payments-integ.cloud', INTEG_HOSTED_ZONE_ID: hostedZoneId = 'Z0000000000000000000' } = process.env;
const DOMAIN = `dev.${zoneName}`;
const PAYMENT = { amountMinor: 1050, currency: 'EUR', merchantReference: 'integration', paymentToken: 'tok_integration', metadata: {} };
/** Becomes the version of the rotated secret. */
const ROTATION = '7e0e9c1c-6f0b-4b1e-9a59-3f1f8a8f0c11';

// Stack traces and the tree name the folder of the checkout.
const app = new App({ treeMetadata: false, postCliContext: { 'aws:cdk:disable-creation-stack-traces': true } });
const stack = new Stack(app, 'PaymentEnvironmentInteg');
const environment = new PaymentEnvironment(stack, 'Payments', {
  environmentType: EnvironmentType.DEV,
  environmentSuffix: 'integ',
  ingress: { domainName: DOMAIN, hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId, zoneName }) },
});

const { assertions } = new IntegTest(app, 'NestedEnvironments', { testCases: [stack] });
const get = (path: string) => assertions.httpApiCall(`https://${DOMAIN}${path}`);
const patience = { totalTimeout: Duration.minutes(10), interval: Duration.seconds(15) };
const answers = ExpectedResult.objectLike;

const alive = get('/health');
alive.expect(answers({ status: 200, body: { status: 'ok' } })).waitForAssertions(patience); // the name must be known first
const ready = get('/ready').expect(answers({ status: 200, body: { status: 'ready' } }));
const pay = (status: number) => assertions.httpApiCall(`https://${DOMAIN}/payments`, {
  method: 'POST', body: JSON.stringify(PAYMENT), headers: { 'content-type': 'application/json', 'idempotency-key': 'integration-1' },
}).expect(answers({ status }));
const encrypted = assertions.awsApiCall('RDS', 'describeDBClusters', { DBClusterIdentifier: environment.database.clusterIdentifier })
  .expect(answers({ DBClusters: [{ StorageEncrypted: true, DeletionProtection: false }] }));
const rotate = assertions.awsApiCall('SecretsManager', 'rotateSecret', { SecretId: environment.databaseSecret.secretArn, ClientRequestToken: ROTATION });
const rotated = assertions.awsApiCall('SecretsManager', 'describeSecret', { SecretId: environment.databaseSecret.secretArn });
rotated.expect(answers({ VersionIdsToStages: { [ROTATION]: Match.arrayWith(['AWSCURRENT']) } })).waitForAssertions(patience);

alive.next(ready).next(pay(201)).next(pay(200)).next(encrypted).next(rotate).next(rotated).next(get('/ready').expect(answers({ status: 200 })));
