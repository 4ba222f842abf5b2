import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { ServiceImage } from '../../src';
import { MigrationFeaturesProps } from '../../src/migration';

/** Of a pair whose private key nobody has. */
const LEDGER_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIBibbECKfGY3oY0c1YbCmVkoJNDQh9W3l8Wv/F7ZEpY ledger';

/** What the service is made of: an image in ECR; its certificate comes with the deployment. */
export function serviceProps(stack: Stack): NonNullable<MigrationFeaturesProps['service']> {
  const arn = new CfnParameter(stack, 'CertificateArn', {
    description: 'Certificate of the listener, in the Region of the stack', allowedPattern: '^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]+$',
  }).valueAsString;
  const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'payment-processor');
  return { image: ServiceImage.fromEcr(repository, '1.0.0'), certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', arn) };
}

/** Every feature but those given, at its defaults where it has them. Parameters of the stack are made only where a feature needs them. */
export function allFeatures(stack: Stack, ...off: Array<keyof MigrationFeaturesProps>): MigrationFeaturesProps {
  const on: { readonly [Name in keyof Required<MigrationFeaturesProps>]: () => NonNullable<MigrationFeaturesProps[Name]> } = {
    networkFirewall: () => ({}),
    fileTransfer: () => ({ users: [{ userName: 'ledger', publicKeys: [LEDGER_KEY] }] }),
    serverMigration: () => ({}),
    service: () => serviceProps(stack),
    featureFlags: () => ({}),
    chaos: () => ({}),
    share: () => ({ principals: [organization(stack)] }),
    regionSwitch: () => ({}),
    driftRemediation: () => ({}),
    budget: () => ({ monthlyUsd: 5000 }),
  };
  const wanted = Object.entries(on).filter(([name]) => !off.includes(name as keyof MigrationFeaturesProps));
  return Object.fromEntries(wanted.map(([name, make]) => [name, make()]));
}

const organization = (stack: Stack): string => new CfnParameter(stack, 'OrganizationArn', {
  description: 'Organisation, or unit of it, that the private subnets are shared with',
  allowedPattern: '^arn:aws[a-z-]*:organizations::[0-9]{12}:(organization/o-[a-z0-9]+|ou/o-[a-z0-9]+/ou-[a-z0-9-]+)$',
}).valueAsString;
