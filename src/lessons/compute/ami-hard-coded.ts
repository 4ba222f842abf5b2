import { hosts, setting } from './hosts';
import { options } from '../../template';
import { at, Lesson } from '../lesson';

const AMI = /^ami-[0-9a-z]+$/;

export const amiHardCoded: Lesson = {
  id: 'AmiHardCoded',
  title: 'The machine image is looked up, not written out',
  severity: 'critical',
  facet: 'reliability',
  classes: ['ami', 'hardcoded-other'],
  why: 'An AMI exists in one Region, is replaced every month and is withdrawn in the end: the launch fails, or starts without the patches of years.',
  fix: 'A parameter of type AWS::SSM::Parameter::Value<AWS::EC2::Image::Id> with the default /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html',
  pci: ['6.3.3'],
  flawed: `
    Instance: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-0c55b159cbfafe1f0 } }`,
  sound: `
    Instance: { Type: AWS::EC2::Instance, Properties: { ImageId: '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}' } }`,
  *check(model) {
    for (const host of hosts(model)) {
      const literal = options(setting(host, 'ImageId')).filter((one) => typeof one === 'string' && AMI.test(one));
      if (literal.length > 0) yield at(host.resource, `${host.prefix}ImageId`, `ImageId is ${literal.join(' or ')}`);
    }
  },
};
