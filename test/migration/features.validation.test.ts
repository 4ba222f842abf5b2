import { App, Duration, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { ServiceImage } from '../../src';
import { MigrationFeaturesProps, PaymentMigrationEnvironment, PaymentMigrationEnvironmentProps } from '../../src/migration';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIBibbECKfGY3oY0c1YbCmVkoJNDQh9W3l8Wv/F7ZEpY ledger';
const IMAGE = ServiceImage.fromRegistry('public.ecr.aws/acme/payments:1.0.0');

/** Faults of an environment in eu-west-2, or with '' in no Region, without the line that counts them. */
function faultsOf(features: unknown, props: Partial<PaymentMigrationEnvironmentProps> = {}, region = 'eu-west-2'): string[] {
  const stack = new Stack(new App(), 'Test', { env: region ? { region } : undefined });
  try {
    new PaymentMigrationEnvironment(stack, 'Migration', { environmentSuffix: 'prod', features: features as MigrationFeaturesProps, ...props });
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
}
const zone = (stack = new Stack()) => route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'acme.com' });
const certificate = (region: string) => acm.Certificate.fromCertificateArn(new Stack(), 'Certificate', `arn:aws:acm:${region}:111122223333:certificate/1`);

test('no fault in what is right', () => {
  expect(faultsOf({
    fileTransfer: { users: [{ userName: 'ledger', publicKeys: [KEY] }], allowedCidrs: ['192.168.0.0/16'] },
    serverMigration: { sourceCidrs: ['10.8.0.0/16'] },
    service: { image: IMAGE, certificate: certificate('eu-west-2') },
    featureFlags: { bakeTime: Duration.minutes(0) },
    chaos: { duration: Duration.minutes(10) },
    share: { principals: ['111122223333', 'arn:aws:organizations::111122223333:organization/o-abcdefghij', 'arn:aws:organizations::111122223333:ou/o-abcdefghij/ou-ab12-abcdefgh'] },
    regionSwitch: { recoveryTime: Duration.hours(1) },
    budget: { monthlyUsd: 99.5, anomalyUsd: 10 },
  }, { database: { replicaRegion: 'eu-west-1' } })).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['MG-08 fails when a user is no name', { fileTransfer: { users: [{ userName: 'a/', publicKeys: [KEY] }] } }, "features.fileTransfer.users.userName must be 3 to 100 letters, digits or _.@-, a letter, digit or _ first, got 'a/'"],
  ['MG-08 fails when a user has no key', { fileTransfer: { users: [{ userName: 'ledger', publicKeys: [] }] } }, "features.fileTransfer.users has 'ledger' without a public key, which could not log in: give publicKeys"],
  ['MG-08 fails when a key is private', { fileTransfer: { users: [{ userName: 'ledger', publicKeys: ['-----BEGIN OPENSSH PRIVATE KEY-----'] }] } }, "features.fileTransfer.users.publicKeys of 'ledger' must be public SSH keys as in an .pub file: ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp*, got '-----BEGIN OPENSSH PRIVATE KEY-----'"],
  ['MG-08 fails when a user is there twice', { fileTransfer: { users: [{ userName: 'ledger', publicKeys: [KEY] }, { userName: 'ledger', publicKeys: [KEY] }] } }, "features.fileTransfer.users has 'ledger' twice"],
  ['MG-08 fails when everybody may connect', { fileTransfer: { allowedCidrs: ['0.0.0.0/0'] } }, 'features.fileTransfer.allowedCidrs has 0.0.0.0/0, everybody: the server is inside the VPC, give the ranges that are connected with it'],
  ['MG-08 fails when a range is none', { fileTransfer: { allowedCidrs: ['192.168.0.1/16'] } }, "features.fileTransfer.allowedCidrs must hold IPv4 ranges that begin at their first address, got '192.168.0.1/16'"],
  ['MG-08 fails when nobody may connect', { fileTransfer: { allowedCidrs: [] } }, 'features.fileTransfer.allowedCidrs is empty: nobody could connect, give at least one, or leave it out for the VPC itself'],
  ['MG-09 fails when disks come from everywhere', { serverMigration: { sourceCidrs: ['0.0.0.0/0'] } }, 'features.serverMigration.sourceCidrs has 0.0.0.0/0, everybody: disks are replicated over a connection of your own, give its ranges'],
  ['MG-09 fails when no server could replicate', { serverMigration: { sourceCidrs: [] } }, 'features.serverMigration.sourceCidrs is empty: no server could replicate, give at least one, or leave it out for the VPC itself'],
  ['MG-10 fails without TLS', { service: { image: IMAGE } }, 'features.service has no certificate, and payments are never taken without TLS: give features.service.certificate (ACM, in this Region), or features.service.domainName with its features.service.hostedZone and one is made'],
  ['MG-10 fails when the certificate is elsewhere', { service: { image: IMAGE, certificate: certificate('us-east-1') } }, 'features.service.certificate is in us-east-1, and a load balancer in eu-west-2 takes those of its Region alone: request one there'],
  ['MG-10 fails when the name is in another zone', { service: { image: IMAGE, domainName: 'pay.other.com', hostedZone: zone() } }, "features.service.domainName must be in the zone 'acme.com', got 'pay.other.com'"],
  ['MG-10 fails without an image', { service: { certificate: certificate('eu-west-2') } }, 'features.service.image must be a ServiceImage, for example ServiceImage.fromEcr(repository, tag), got undefined'],
  ['MG-10 fails when Fargate has no such size', { service: { image: IMAGE, certificate: certificate('eu-west-2'), cpu: 300 } }, 'features.service.cpu must be 512, 1024, 2048, 4096, 8192, 16384, got 300'],
  ['MG-10 fails when the memory does not go with the CPU', { service: { image: IMAGE, certificate: certificate('eu-west-2'), memoryMiB: 8192 } }, 'features.service.memoryMiB must be from 1024 to 4096 in steps of 1024 with features.service.cpu 512, got 8192'],
  ['MG-10 fails when the most is less than the least', { service: { image: IMAGE, certificate: certificate('eu-west-2'), minTasks: 4, maxTasks: 2 } }, 'features.service.maxTasks must be a whole number from 4 to 5000 (features.service.minTasks or more), got 2'],
  ['MG-10 fails when Express mode gets a certificate', { service: { image: IMAGE, express: true, certificate: certificate('eu-west-2') } }, 'features.service.express and features.service.certificate exclude each other: Express mode makes certificate and name by itself'],
  ['MG-11 fails when AppConfig would watch for two days', { featureFlags: { bakeTime: Duration.days(2) } }, 'features.featureFlags.bakeTime must be a whole number from 0 to 1440 minutes, got 2880'],
  ['MG-11 fails when the layer has no version', { featureFlags: { agentLayerArn: 'arn:aws:lambda:eu-west-2:111122223333:layer:agent' } }, "features.featureFlags.agentLayerArn must be the ARN of a version of a layer, got 'arn:aws:lambda:eu-west-2:111122223333:layer:agent'"],
  ['MG-12 fails when a fault lasts for an hour', { chaos: { duration: Duration.hours(1) } }, 'features.chaos.duration must be from 1 to 30 minutes, got 60'],
  ['MG-12 fails when payments would end in the dead-letter queue', { chaos: { duration: Duration.minutes(20) } }, 'features.chaos.duration is 20 minutes, and payments move to the dead-letter queue after 15: give less, or more processing.visibilityTimeout or maxReceiveCount'],
  ['MG-13 fails when nobody gets the share', { share: { principals: [] } }, 'features.share.principals must name at least one account, organisational unit or organisation, got none'],
  ['MG-13 fails when a role is to get the share', { share: { principals: ['arn:aws:iam::111122223333:role/other'] } }, "features.share.principals must be account ids of twelve digits, or ARNs of organisational units or of the organisation, got 'arn:aws:iam::111122223333:role/other'"],
  ['MG-14 fails when recovery is a matter of seconds', { regionSwitch: { recoveryTime: Duration.seconds(30) } }, 'features.regionSwitch.recoveryTime must be a whole number from 10 to 10080 minutes, got 0.5'],
  ['MG-15 fails without a budget', { budget: {} }, 'features.budget.monthlyUsd must be a number of US dollars, got undefined'],
  ['MG-15 fails when the budget is nothing', { budget: { monthlyUsd: 0 } }, 'features.budget.monthlyUsd must be from 1 to 1000000000 US dollars, got 0'],
])('%s', (_, features, expected) => expect(faultsOf(features, { database: { replicaRegion: 'eu-west-1' } })).toContain(expected));

test('MG-14 fails when the Regions are not known', () => {
  expect(faultsOf({ regionSwitch: {} }, { database: { replicaRegion: 'eu-west-1' } }, ''))
    .toEqual(['features.regionSwitch names both Regions in its plan, and the stack is bound to none: give the stack env.region']);
});

test('MG-11 fails in a Region of which the CDK knows no agent', () => {
  expect(faultsOf({ featureFlags: {} }, {}, 'ca-west-1')).toEqual(["the CDK knows no layer of AppConfig's agent in ca-west-1: give features.featureFlags.agentLayerArn"]);
});

test('MG-18 fails when the names of a load balancer would be too long', () => {
  const faults = faultsOf({ service: { image: IMAGE, certificate: certificate('eu-west-2') } }, { environmentSuffix: 'production-blue' });
  expect(faults.join('\n')).toMatch(/target group name 'pay-migration-tasks-production-blue' has 35 characters, 3 over the limit of 32/);
});

test('all faults at once', () => expect(faultsOf({ share: { principals: [] }, budget: {}, chaos: { duration: Duration.hours(1) } })).toHaveLength(4));
