import { parametersOf } from './parameters';
import { inTemplate, Lesson } from '../lesson';
import { isPlaceholder } from '../template/examples';

export const parameterDefaultPlaceholder: Lesson = {
  id: 'ParameterDefaultPlaceholder',
  title: 'No parameter defaults to the stand-in of an example',
  severity: 'low',
  facet: 'operations',
  classes: ['placeholder', 'param-validation'],
  why: 'Whoever does not set it deploys the example: ids and accounts of examples do not exist, and a password that everyone knows protects nothing.',
  fix: 'Leave the default out, or make it empty and what depends on it conditional.',
  source: 'failure class placeholder: external resource assumed to exist',
  flawed: `
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: api, VpcId: !Ref VpcId } }
Parameters:
  VpcId: { Type: 'AWS::EC2::VPC::Id', Default: vpc-12345678 }`,
  sound: `
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: api, VpcId: !Ref VpcId } }
Parameters:
  VpcId: { Type: 'AWS::EC2::VPC::Id' }`,
  *check(model) {
    for (const { stack, name, body } of parametersOf(model)) {
      const { Default: value } = body;
      if (typeof value === 'string' && value.split(',').some((one) => isPlaceholder(one.trim()))) {
        yield inTemplate(stack, ['Parameters', name, 'Default'], `${name} defaults to ${value}`);
      }
    }
  },
};
