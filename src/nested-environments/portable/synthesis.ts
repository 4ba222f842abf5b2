import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, CfnParameter, DefaultStackSynthesizer, NestedStack, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { AcknowledgedRule, acknowledgedIn } from './acknowledged';
import { Part, Parts, PARTS } from './names';
import { toPlain } from './plain';
import { PortableEnvironmentProps } from './props';
import { Section } from './template';
import { ServiceImage } from '../../hardened';
import { IMAGE_URI, IMAGE_URI_WORDS } from '../../hardened/image-uri';
import { PaymentEnvironment } from '../environment';
import { EnvironmentType } from '../profile';
import { PaymentEnvironmentProps } from '../props';
import { Settings, settingsOf } from '../settings';

/** Id of the stack: begins the names that the CDK makes. */
export const STACK = 'PaymentEnvironment';
const CERTIFICATE = '^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$';

/** One environment, synthesised for any account and Region. */
export interface Synthesis {
  readonly settings: Settings;
  readonly templates: Parts<Section>;
  /** Logical ids of the nested stacks in the master. */
  readonly nested: Parts<string>;
  readonly acknowledged: Parts<readonly AcknowledgedRule[]>;
}

/** Synthesises one environment in an app of its own, in a folder that is gone afterwards. */
export function synthesise(environmentType: EnvironmentType, props: PortableEnvironmentProps, longestSuffix: number): Synthesis {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'portable-environment-'));
  try {
    const app = new App({ outdir, autoSynth: false, analyticsReporting: false, treeMetadata: false, postCliContext: props.synthesis?.context });
    const stack = new Stack(app, STACK, {
      description: 'Payment environment: EnvironmentType selects dev, staging or prod', synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    const given = environmentProps(stack, environmentType, props, longestSuffix);
    const environment = new PaymentEnvironment(stack, 'Payments', given);
    const { networkStack, databaseStack, computeStack } = environment;
    const stacks: Parts<Stack> = { master: stack, network: networkStack, database: databaseStack, compute: computeStack };
    const { directory } = app.synth();
    const each = <Value>(of: (part: Part) => Value) => Object.fromEntries(PARTS.map((part) => [part, of(part)])) as unknown as Parts<Value>;
    const nested = each((part) => stacks[part] instanceof NestedStack ? String(stack.resolve(stacks[part].nestedStackResource!.logicalId)) : '');
    const template = (part: Part) => JSON.parse(fs.readFileSync(path.join(directory, stacks[part].templateFile), 'utf8')) as Section;
    return {
      settings: settingsOf(given),
      nested,
      templates: each((part) => toPlain(template(part), directory)),
      acknowledged: each((part) => acknowledgedIn(stacks[part])),
    };
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

/** What only the deployment knows is a parameter (NE-02). */
function environmentProps(
  stack: Stack, environmentType: EnvironmentType, props: PortableEnvironmentProps, longestSuffix: number,
): PaymentEnvironmentProps {
  const suffix = new CfnParameter(stack, 'EnvironmentSuffix', {
    default: '',
    allowedPattern: '^([a-z][a-z0-9]*(-[a-z0-9]+)*)?$',
    maxLength: longestSuffix,
    description: 'Ends every physical name; empty: the environment type',
    constraintDescription: `lower case letters, digits and single hyphens, beginning with a letter, at most ${longestSuffix}`,
  });
  const image = new CfnParameter(stack, 'ContainerImage', {
    allowedPattern: IMAGE_URI, description: 'Image of the service in private ECR, for the processor that the templates were made for', constraintDescription: IMAGE_URI_WORDS,
  });
  const certificate = new CfnParameter(stack, 'CertificateArn', {
    allowedPattern: CERTIFICATE, description: 'Certificate of the listener, in the Region of the stack', constraintDescription: 'ARN of a certificate in ACM',
  });
  const { network, compute, database, operations, ingress, synthesis } = props;
  return {
    environmentType,
    environmentSuffix: suffix.valueAsString,
    ingress: { ...ingress, certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', certificate.valueAsString) },
    network: { ...network, cidr: synthesis?.cidrs?.[environmentType] },
    compute: { ...compute, image: ServiceImage.fromUri(image.valueAsString, synthesis?.architecture) },
    database,
    operations,
  };
}
