import { isConstrained, parametersOf } from './parameters';
import { inTemplate, Lesson } from '../lesson';

const TYPES: readonly (readonly [name: RegExp, type: string])[] = [
  [/vpc_?id$/i, 'AWS::EC2::VPC::Id'],
  [/[sS]ubnet\d?[A-Z]?_?I[dD]\d?$/, 'AWS::EC2::Subnet::Id'],
  [/[sS]ubnet_?I[dD]s$/, 'List<AWS::EC2::Subnet::Id>'],
  [/(security_?group|sg)_?id$/i, 'AWS::EC2::SecurityGroup::Id'],
  [/(key_?pair(_?name)?|ec2_?key_?name|ssh_?key(_?name)?)$/i, 'AWS::EC2::KeyPair::KeyName'],
  [/(hosted_?zone_?id)$/i, 'AWS::Route53::HostedZone::Id'],
  [/(ami_?id|image_?ami)$/i, 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>'],
];

export const parameterTypeLoose: Lesson = {
  id: 'ParameterTypeLoose',
  title: 'A parameter for something of the account has its AWS-specific type',
  severity: 'low',
  facet: 'operations',
  classes: ['param-validation', 'key-pair', 'ami'],
  why: 'CloudFormation checks such a value before it begins, and the console offers a list; of a String it learns halfway that the id is wrong.',
  fix: 'Set the AWS-specific type, such as AWS::EC2::VPC::Id.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html',
  flawed: `
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: processor, VpcId: !Ref VpcId } }
Parameters:
  VpcId: { Type: String }`,
  sound: `
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: processor, VpcId: !Ref VpcId } }
Parameters:
  VpcId: { Type: AWS::EC2::VPC::Id }`,
  *check(model) {
    for (const parameter of parametersOf(model)) {
      const { stack, name, type, body } = parameter;
      const better = type === 'String' || type === 'CommaDelimitedList' ? TYPES.find(([pattern]) => pattern.test(name))?.[1] : undefined;
      // Empty means none: such a parameter cannot have the specific type.
      if (!better || stack.parent || body.Default === '' || (isConstrained(parameter) && body.Default !== undefined)) continue;
      yield inTemplate(stack, ['Parameters', name, 'Type'], `${name} has the type ${type}, not ${better}`);
    }
  },
};
