import { App, CfnParameter, Stack, StackProps } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { EnvironmentType, PaymentEnvironment, PaymentEnvironmentProps, ServiceImage } from '../../src';

/** A master stack with one environment: the requirements' own numbers are the defaults, the image is in ECR. */
export class EnvironmentStack extends Stack {
  public readonly payments: PaymentEnvironment;

  constructor(scope: Construct, id: string, props: StackProps, environmentType: EnvironmentType, overrides: Partial<PaymentEnvironmentProps> = {}) {
    super(scope, id, props);
    // As the CLI does; docs/environments.md names resources by it.
    this.node.setContext('aws:cdk:enable-path-metadata', true);
    const repository = ecr.Repository.fromRepositoryName(this, 'Repository', 'payment-processor');
    const arn = new CfnParameter(this, 'CertificateArn', {
      description: 'Certificate of the listener, in the Region of the stack', allowedPattern: '^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]+$',
    }).valueAsString;
    this.payments = new PaymentEnvironment(this, 'Payments', {
      environmentType,
      ingress: { certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', arn) },
      compute: { image: ServiceImage.fromEcr(repository, '1.0.0') },
      ...overrides,
    });
  }

  /** Master and nested stacks, by the last part of a golden's name. */
  public get parts(): Record<string, Stack> {
    const { networkStack, databaseStack, computeStack } = this.payments;
    return { master: this, network: networkStack, database: databaseStack, compute: computeStack };
  }
}

/** Region of each environment (NE-13). */
const REGIONS: Record<EnvironmentType, string> = {
  [EnvironmentType.DEV]: 'eu-west-1', [EnvironmentType.STAGING]: 'us-west-2', [EnvironmentType.PROD]: 'us-east-1',
};

/** The golden stacks: `nested-environments.<type>.<part>`. Each environment bound to a Region, to no account. */
export function addEnvironments(app: App): Record<string, Stack> {
  return Object.fromEntries(Object.entries(REGIONS).flatMap(([type, region]) => {
    const environment = new EnvironmentStack(
      app, `PaymentEnvironment-${type}`, { env: { region }, description: `Payment environment ${type}` }, type as EnvironmentType,
    );
    return Object.entries(environment.parts).map(([part, stack]) => [`nested-environments.${type}.${part}`, stack]);
  }));
}
