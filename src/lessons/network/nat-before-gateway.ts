import { Model, Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { possibly, prerequisites, target } from '../query';

/** The VPC that a NAT gateway, or the instance of an address, lies in. */
function vpc(model: Model, resource: Resource): Resource | undefined {
  const host = resource.type === 'AWS::EC2::EIP' ? target(model, resource.get('InstanceId')) : resource;
  const subnet = host && target(model, host.get('SubnetId'));
  return subnet && target(model, subnet.get('VpcId'));
}

export const natBeforeGateway: Lesson = {
  id: 'NatBeforeGateway',
  title: 'NAT gateways and Elastic IP addresses wait for the internet gateway to be attached',
  severity: 'medium',
  facet: 'reliability',
  classes: ['depends-on', 'nat'],
  why: 'A public NAT gateway or an address in a VPC without an attached internet gateway is refused; so is the deletion of the attachment while the address is in use.',
  fix: 'DependsOn the AWS::EC2::VPCGatewayAttachment, at the address or at the NAT gateway.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html',
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Gateway: { Type: AWS::EC2::InternetGateway }
    Attachment: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Address: { Type: AWS::EC2::EIP, Properties: { Domain: vpc } }
    Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Subnet, AllocationId: !GetAtt Address.AllocationId } }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Gateway: { Type: AWS::EC2::InternetGateway }
    Attachment: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Address: { Type: AWS::EC2::EIP, DependsOn: Attachment, Properties: { Domain: vpc } }
    Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Subnet, AllocationId: !GetAtt Address.AllocationId } }`,
  *check(model) {
    for (const resource of model.resources('AWS::EC2::NatGateway', 'AWS::EC2::EIP')) {
      if (possibly(resource.get('ConnectivityType'), (type) => type === 'private')) continue;
      const own = vpc(model, resource);
      const attachment = model.resources('AWS::EC2::VPCGatewayAttachment').find((one) => one.stack === resource.stack
        && own !== undefined && one.get('InternetGatewayId') !== undefined && target(model, one.get('VpcId')) === own);
      if (attachment && !prerequisites(resource).has(attachment)) yield at(resource, '', `Does not wait for ${attachment.id}`);
    }
  },
};
