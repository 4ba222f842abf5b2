import { toInternetGateway } from './topology';
import { Model, Resource } from '../../template';
import { at, atAttribute, Lesson } from '../lesson';
import { prerequisites, target } from '../query';

/** The attachment of this gateway, in the same template, that nothing makes it wait for. */
function unawaited(model: Model, resource: Resource, gateway: Resource | undefined): Resource | undefined {
  const attachment = model.resources('AWS::EC2::VPCGatewayAttachment')
    .find((one) => one.stack === resource.stack && gateway !== undefined && target(model, one.get('InternetGatewayId')) === gateway);
  return attachment && !prerequisites(resource).has(attachment) ? attachment : undefined;
}

export const routeBeforeGateway: Lesson = {
  id: 'RouteBeforeGateway',
  title: 'A route to an internet gateway waits for the gateway to be attached',
  severity: 'high',
  facet: 'reliability',
  classes: ['depends-on', 'routing'],
  why: 'CloudFormation creates the route and the attachment at the same time: the route is refused as long as the gateway is not attached to the VPC.',
  fix: 'DependsOn the AWS::EC2::VPCGatewayAttachment.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html#gatewayattachment',
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Gateway: { Type: AWS::EC2::InternetGateway }
    Attachment: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway } }
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
    Route:
      Type: AWS::EC2::Route
      Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Gateway: { Type: AWS::EC2::InternetGateway }
    Attachment: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway } }
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
    Route:
      Type: AWS::EC2::Route
      DependsOn: Attachment
      Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway }`,
  *check(model) {
    for (const route of model.resources('AWS::EC2::Route')) {
      if (!toInternetGateway(model, route)) continue;
      const attachment = unawaited(model, route, target(model, route.get('GatewayId')));
      if (!attachment) continue;
      const found = `Does not wait for ${attachment.id}`;
      yield route.dependsOn.length > 0 ? atAttribute(route, 'DependsOn', found) : at(route, '', found);
    }
  },
};
