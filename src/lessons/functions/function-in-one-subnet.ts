import { Unknown } from '../../template';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

export const functionInOneSubnet: Lesson = {
  id: 'FunctionInOneSubnet',
  title: 'A function in a VPC has subnets in two availability zones',
  severity: 'high',
  facet: 'reliability',
  classes: ['multi-az', 'vpc-missing'],
  why: 'When the zone of the only subnet fails, the function cannot run.',
  fix: 'List private subnets of at least two zones in VpcConfig.SubnetIds.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
  flawed: `
    Subnet: { Type: AWS::EC2::Subnet }
    Worker: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [!Ref Subnet], SecurityGroupIds: [sg-1] } } }`,
  sound: `
    Subnet: { Type: AWS::EC2::Subnet }
    Other: { Type: AWS::EC2::Subnet }
    Worker: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [!Ref Subnet, !Ref Other], SecurityGroupIds: [sg-1] } } }`,
  *check(model) {
    for (const one of model.resources('AWS::Lambda::Function')) {
      if (surely(one.get('VpcConfig.SubnetIds'), (subnets) => Array.isArray(subnets) && subnets.length === 1 && !(subnets[0] instanceof Unknown))) {
        yield at(one, 'VpcConfig.SubnetIds', 'One subnet');
      }
    }
  },
};
