import { at, Lesson } from '../lesson';
import { target } from '../query';

export const gatewayUnattached: Lesson = {
  id: 'GatewayUnattached',
  title: 'An internet gateway is attached to its VPC',
  severity: 'critical',
  facet: 'reliability',
  classes: ['routing', 'vpc-missing'],
  why: 'Routes to a gateway that is not attached are refused, and the VPC has no internet.',
  fix: 'Add an AWS::EC2::VPCGatewayAttachment.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html',
  flawed: `
    Gateway: { Type: AWS::EC2::InternetGateway }`,
  sound: `
    Gateway: { Type: AWS::EC2::InternetGateway }
    Attachment: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: vpc, InternetGatewayId: !Ref Gateway } }`,
  *check(model) {
    const attached = model.resources('AWS::EC2::VPCGatewayAttachment').map((one) => one.get('InternetGatewayId'));
    for (const gateway of model.resources('AWS::EC2::InternetGateway')) {
      const unknown = attached.some((id) => id !== undefined && !target(model, id));
      if (!unknown && !attached.some((id) => target(model, id) === gateway)) yield at(gateway, '', 'Attached to no VPC');
    }
  },
};
