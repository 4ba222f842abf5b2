import { range, vpcOf } from './topology';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { target } from '../query';

export const cidrOverlap: Lesson = {
  id: 'CidrOverlap',
  title: 'Subnets lie inside of their VPC and do not overlap',
  severity: 'critical',
  facet: 'reliability',
  classes: ['cidr', 'vpc-missing'],
  why: 'EC2 refuses the subnet: the deployment fails.',
  fix: 'Cut the address range of the VPC with Fn::Cidr: !Select [0, !Cidr [!GetAtt Vpc.CidrBlock, 6, 8]].',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html',
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.1.0.0/24 } }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    One: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Two: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 } }`,
  *check(model) {
    const subnets = model.resources('AWS::EC2::Subnet').flatMap((subnet) => {
      const ends = range(subnet.get('CidrBlock'));
      return ends ? [{ subnet, ends, vpc: vpcOf(model, subnet) }] : [];
    });
    for (const [index, { subnet, ends, vpc }] of subnets.entries()) {
      if (vpc?.type !== 'AWS::EC2::VPC') continue;
      const more = model.resources('AWS::EC2::VPCCidrBlock').some((one) => target(model, one.get('VpcId')) === vpc);
      const all = range(vpc.get('CidrBlock'));
      if (all && !more && (ends[0] < all[0] || ends[1] > all[1])) {
        yield at(subnet, 'CidrBlock', `${show(subnet.get('CidrBlock'))} is outside of ${show(vpc.get('CidrBlock'))} of ${vpc.id}`, 'outside');
      }
      const other = subnets.slice(0, index).find((one) => one.vpc === vpc && ends[0] <= one.ends[1] && one.ends[0] <= ends[1]
        // Two subnets of two conditions may stand for each other.
        && one.subnet.condition === subnet.condition);
      if (other) yield at(subnet, 'CidrBlock', `${show(subnet.get('CidrBlock'))} overlaps ${show(other.subnet.get('CidrBlock'))} of ${other.subnet.id}`, other.subnet.id);
    }
  },
};
