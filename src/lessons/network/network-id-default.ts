import { ID } from './network-id-hard-coded';
import { isRecord } from '../../template';
import { inTemplate, Lesson } from '../lesson';

export const networkIdDefault: Lesson = {
  id: 'NetworkIdDefault',
  title: 'A parameter for a VPC, a subnet or a security group has no default',
  severity: 'medium',
  facet: 'reliability',
  classes: ['placeholder', 'hardcoded-other'],
  why: 'The id exists in one account and Region: whoever forgets the parameter elsewhere gets a failed deployment, or the wrong network.',
  fix: 'Take the default away, and give the parameter the type AWS::EC2::VPC::Id, AWS::EC2::Subnet::Id or AWS::EC2::SecurityGroup::Id.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html',
  flawed: `
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: Application, VpcId: !Ref VpcId } }
Parameters:
  VpcId: { Type: String, Default: vpc-0f3a91bc27d458e60 }`,
  sound: `
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: Application, VpcId: !Ref VpcId } }
Parameters:
  VpcId: { Type: AWS::EC2::VPC::Id }`,
  *check(model) {
    for (const stack of model.stacks) {
      for (const [name, parameter] of Object.entries(stack.parameters)) {
        const value = isRecord(parameter) ? parameter.Default : undefined;
        const id = typeof value === 'string' ? value.split(',').find((one) => ID.test(one.trim())) : undefined;
        if (id) yield inTemplate(stack, ['Parameters', name, 'Default'], `The id ${id.trim()} is the default`);
      }
    }
  },
};
