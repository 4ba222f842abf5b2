import { Host, hosts, setting } from './hosts';
import { intrinsic, isRecord } from '../../template';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

/** Images that ask for tokens on their own. */
const SAFE = /al2023|bottlerocket/i;

/** What is written about the image; of an SSM parameter type, its path. */
function image({ resource, prefix }: Host): string {
  const raw = resource.raw(`${prefix}ImageId`);
  const call = intrinsic(raw);
  const parameter = call?.name === 'Ref' ? resource.stack.parameters[String(call.argument)] : undefined;
  return isRecord(parameter) ? String(parameter.Default) : JSON.stringify(raw ?? '');
}

export const imdsV1: Lesson = {
  id: 'ImdsV1',
  title: 'Instances answer to metadata requests with a token only',
  severity: 'high',
  facet: 'security',
  classes: ['imds', 'asg-launch', 'security-general'],
  why: 'Without tokens a forged request of the application reads the credentials of the instance\'s role.',
  fix: 'MetadataOptions: { HttpTokens: required, HttpPutResponseHopLimit: 1 }, in the launch template.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-8',
  pci: ['2.2.6'],
  flawed: `
    Template: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { ImageId: image } } }`,
  sound: `
    Template: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { ImageId: image, MetadataOptions: { HttpTokens: required } } } }`,
  *check(model) {
    for (const host of hosts(model)) {
      if (host.inherits || SAFE.test(image(host))) continue;
      const off = surely(setting(host, 'MetadataOptions.HttpEndpoint'), (endpoint) => endpoint === 'disabled');
      if (!off && surely(setting(host, 'MetadataOptions.HttpTokens'), (tokens) => tokens === undefined || tokens === 'optional')) {
        yield at(host.resource, `${host.prefix}MetadataOptions.HttpTokens`, 'HttpTokens is not required');
      }
    }
  },
};
