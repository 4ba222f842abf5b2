import * as fs from 'fs';
import * as path from 'path';
import { App, CfnParameter, Stack, StackProps } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { Golden, newApp, Template } from './synthesise';
import { EnvironmentType, PaymentEnvironment, PaymentEnvironmentProps, ServiceImage } from '../../src/nested-environments';

const GOLDEN = path.join(__dirname, '..');

/** A master stack with one environment: the requirements' own numbers are the defaults, the image is in ECR. */
export class EnvironmentStack extends Stack {
  public readonly payments: PaymentEnvironment;

  constructor(scope: Construct, id: string, props: StackProps, environmentType: EnvironmentType, overrides: Partial<PaymentEnvironmentProps> = {}) {
    super(scope, id, props);
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

/** The environments, each bound to a Region, to no account. */
export function addEnvironments(app: App): Record<string, EnvironmentStack> {
  return Object.fromEntries(Object.entries(REGIONS).map(([type, region]) => [
    type,
    new EnvironmentStack(app, `PaymentEnvironment-${type}`, { env: { region }, description: `Payment environment ${type}` }, type as EnvironmentType),
  ]));
}

/** Synthesises the goldens `nested-environments.<type>.<part>`; paths in the metadata, as the CLI has them. */
export function synthesiseEnvironments(outdir?: string): Golden[] {
  const app = newApp({ outdir, postCliContext: { 'aws:cdk:enable-path-metadata': true } });
  const environments = addEnvironments(app);
  const assembly = app.synth();
  return Object.entries(environments).flatMap(([type, environment]) => Object.entries(environment.parts).map(([part, stack]) => {
    const name = `nested-environments.${type}.${part}`;
    const template = JSON.parse(fs.readFileSync(path.join(assembly.directory, stack.templateFile), 'utf8')) as Template;
    // Hashes of assets change with every edit; all else is kept as it is.
    const text = `${JSON.stringify(template, null, 1)}\n`.replace(/[0-9a-f]{64}\.(zip|json)/g, '<asset>.$1');
    return {
      name,
      file: path.join(GOLDEN, `${name}.template.json`),
      stack,
      template: JSON.parse(text) as Template,
      text,
      warnings: assembly.getStackArtifact(environment.artifactId).messages.map(({ entry }) => String(entry.data)),
    };
  }));
}
