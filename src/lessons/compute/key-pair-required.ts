import { hosts, setting } from './hosts';
import { isRecord } from '../../template';
import { at, inTemplate, Lesson } from '../lesson';
import { possibly } from '../query';

export const keyPairRequired: Lesson = {
  id: 'KeyPairRequired',
  title: 'A stack deploys without an SSH key pair made by hand',
  severity: 'medium',
  facet: 'operations',
  classes: ['key-pair', 'param-validation', 'placeholder'],
  why: 'The stack fails where the key pair does not exist, and keys are shared and never rotated.',
  fix: 'Leave KeyName out and use Session Manager; or make it optional: a String parameter with an empty default and Fn::If; or create an AWS::EC2::KeyPair.',
  source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  pci: ['8.2.2'],
  flawed: `
    Instance: { Type: AWS::EC2::Instance, Properties: { ImageId: image, KeyName: my-key } }`,
  sound: `
    Instance: { Type: AWS::EC2::Instance, Properties: { ImageId: image, KeyName: !Ref Key } }
    Key: { Type: AWS::EC2::KeyPair, Properties: { KeyName: !Ref AWS::StackName } }`,
  *check(model) {
    for (const stack of model.stacks) {
      for (const [name, parameter] of Object.entries(stack.parameters)) {
        if (isRecord(parameter) && parameter.Type === 'AWS::EC2::KeyPair::KeyName' && !stack.arguments.has(name)) {
          yield inTemplate(stack, ['Parameters', name], `${name} must name a key pair that exists`);
        }
      }
    }
    const made = model.resources('AWS::EC2::KeyPair').map((key) => key.get('KeyName'));
    for (const host of hosts(model)) {
      const ofType = host.resource.edges.some(({ to }) => to.type === 'AWS::EC2::KeyPair');
      const name = setting(host, 'KeyName');
      if (!ofType && possibly(name, (option) => typeof option === 'string' && option !== '' && !made.includes(option))) {
        yield at(host.resource, `${host.prefix}KeyName`, `The key pair ${JSON.stringify(host.resource.raw(`${host.prefix}KeyName`))} must exist`);
      }
    }
  },
};
