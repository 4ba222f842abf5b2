import { at, Lesson } from '../lesson';
import { propertyTexts } from '../template/sections';

/** An id as AWS gives it, or one that stands for it. */
export const ID = /^(vpc|subnet|sg|rtb|igw|nat|eni|eipalloc|vpce|acl|tgw|pcx)-[0-9a-f]{8,17}$|^(vpc|subnet|sg)-(x+|12345\w*|abc\w*)$/;

export const networkIdHardCoded: Lesson = {
  id: 'NetworkIdHardCoded',
  title: 'Ids of VPCs, subnets and security groups are references or parameters',
  severity: 'critical',
  facet: 'reliability',
  classes: ['placeholder', 'vpc-missing', 'hardcoded-other'],
  why: 'The id exists in one account and Region, or nowhere: the deployment fails everywhere else.',
  fix: 'Create the network in the template and use Ref, or take a parameter of type AWS::EC2::VPC::Id without a default.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html',
  flawed: `
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: Application, VpcId: vpc-0123456789abcdef0 } }`,
  sound: `
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: Application, VpcId: !Ref Vpc } }
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }`,
  *check(model) {
    for (const resource of model.resources()) {
      // As written: what a parameter gives is found there.
      for (const { text, path } of propertyTexts(resource)) {
        if (ID.test(text)) yield at(resource, path.slice(1).join('.'), `The id ${text} is written out`, text);
      }
    }
  },
};
