import * as fs from 'fs';
import * as path from 'path';
import { App, CfnParameter, Stack, Validations } from 'aws-cdk-lib';
import { Template } from './synthesise';
import { EnvironmentType, PaymentEnvironmentStackSet, PortableEnvironment } from '../../src';

const GOLDEN = path.join(__dirname, '..');
const { context } = JSON.parse(fs.readFileSync(path.join(GOLDEN, '..', 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };

/** A template that no stack of ours stands for. */
export interface PortableGolden {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly template: Template;
}

/** The portable set with all defaults: `nested-environments.portable.<part>`. Committed as it is written: a user may deploy it. */
export function renderPortable(): PortableGolden[] {
  const texts = PortableEnvironment.render({ synthesis: { filePrefix: 'nested-environments.portable.', context } });
  return Object.entries(texts).map(([file, text]) => ({
    name: file.replace('.template.json', ''), file: path.join(GOLDEN, file), text, template: JSON.parse(text) as Template,
  }));
}

/** The golden stack `nested-environments.stack-set`: each environment in the Region that NE-13 asks for, in any account. */
export function addStackSet(app: App): Record<string, Stack> {
  const stack = new Stack(app, 'PaymentEnvironmentStackSet', { env: { region: 'us-east-1' }, description: 'Payment environments in three accounts and Regions' });
  const parameter = (id: string, description: string, allowedPattern: string, constraintDescription: string) =>
    new CfnParameter(stack, id, { description, allowedPattern, constraintDescription }).valueAsString;
  const templateUrl = parameter('TemplateUrl', 'Packaged master template in S3', '^https://[^/]+/.+$', 'an https address');
  const containerImage = parameter('ContainerImage', 'Image of the service in private ECR', '^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com/.+$', 'the URI of an image, with its tag or digest');
  new PaymentEnvironmentStackSet(stack, 'Environments', {
    templateUrl,
    environments: Object.values(EnvironmentType).map((environmentType) => {
      const name = environmentType[0].toUpperCase() + environmentType.slice(1);
      return {
        environmentType,
        account: parameter(`${name}AccountId`, `Account of ${environmentType}`, '^[0-9]{12}$', 'twelve digits'),
        certificateArn: parameter(`${name}CertificateArn`, `Certificate of ${environmentType}`, '^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$', 'ARN of a certificate in ACM'),
        containerImage,
      };
    }),
  });
  const parameters = stack.node.children.filter((one) => one instanceof CfnParameter).map(({ node: { id } }) => id);
  stack.templateOptions.metadata = {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: [
        { Label: { default: 'All environments' }, Parameters: parameters.slice(0, 2) },
        { Label: { default: 'Each environment' }, Parameters: parameters.slice(2) },
      ],
    },
  };
  Validations.of(stack).acknowledge({ id: 'PaymentChecks-ParameterWithoutDefault', reason: 'Which image runs is decided for each deployment' });
  return { 'nested-environments.stack-set': stack };
}
