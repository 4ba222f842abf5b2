import { isDefaultRoute, routesOf, routeTableOf, serviceOf, targets, toInternetGateway } from './topology';
import { Model, Resource } from '../../template';
import { grantsOf } from '../iam/roles';
import { at, Lesson } from '../lesson';
import { gives } from '../policies';
import { list, target } from '../query';

const CALLS = {
  s3: ['s3:GetObject', 's3:PutObject'],
  dynamodb: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
} as const;

/** Subnets and roles of what runs in a VPC. */
function* workloads(model: Model): Iterable<{ subnets: readonly Resource[]; role?: Resource }> {
  for (const fn of model.resources('AWS::Lambda::Function')) {
    yield { subnets: targets(model, fn.get('VpcConfig.SubnetIds')), role: target(model, fn.get('Role')) };
  }
  for (const service of model.resources('AWS::ECS::Service')) {
    const task = target(model, service.get('TaskDefinition'));
    yield { subnets: targets(model, service.get('NetworkConfiguration.AwsvpcConfiguration.Subnets')), role: task && target(model, task.get('TaskRoleArn')) };
  }
  for (const [type, subnets, profiles] of [['AWS::EC2::Instance', 'SubnetId', 'IamInstanceProfile'], ['AWS::AutoScaling::AutoScalingGroup', 'VPCZoneIdentifier', '']]) {
    for (const host of model.resources(type)) {
      const launch = target(model, host.get('LaunchTemplate.LaunchTemplateId'));
      const own = launch?.get('LaunchTemplateData.IamInstanceProfile.Arn') ?? launch?.get('LaunchTemplateData.IamInstanceProfile.Name');
      const profile = target(model, host.get(profiles) ?? own);
      yield { subnets: targets(model, host.get(subnets)), role: profile && target(model, list(profile.get('Roles'))[0]) };
    }
  }
}

/** Whether the traffic of the subnet leaves through a NAT gateway. */
function throughNat(model: Model, subnet: Resource): boolean {
  const table = routeTableOf(model, subnet);
  return table !== undefined && routesOf(model, table).some((route) => isDefaultRoute(route) && !toInternetGateway(model, route));
}

export const gatewayEndpointMissing: Lesson = {
  id: 'GatewayEndpointMissing',
  title: 'S3 and DynamoDB are reached through gateway endpoints',
  severity: 'low',
  facet: 'cost',
  classes: ['vpc-endpoints', 'nat', 'cost'],
  why: 'The traffic passes the NAT gateway, which charges every gigabyte and every hour; a gateway endpoint is free and stays in the network of AWS.',
  fix: 'Add an AWS::EC2::VPCEndpoint of type Gateway for the service, with the private route tables.',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
    Route: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: nat } }
    Association: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        Policies: [{ PolicyName: objects, PolicyDocument: { Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }] } }]
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, VpcConfig: { SubnetIds: [!Ref Subnet], SecurityGroupIds: [sg] } }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
    Route: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: nat } }
    Association: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table } }
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties: { VpcId: !Ref Vpc, ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.s3', RouteTableIds: [!Ref Table] }
    Role:
      Type: AWS::IAM::Role
      Properties:
        Policies: [{ PolicyName: objects, PolicyDocument: { Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }] } }]
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, VpcConfig: { SubnetIds: [!Ref Subnet], SecurityGroupIds: [sg] } }`,
  *check(model) {
    const all = [...workloads(model)];
    for (const vpc of model.resources('AWS::EC2::VPC')) {
      const endpoints = model.resources('AWS::EC2::VPCEndpoint').filter((one) => target(model, one.get('VpcId')) === vpc).map(serviceOf);
      if (endpoints.includes(undefined)) continue;
      const grants = all.flatMap(({ subnets, role }) => role && subnets.some((one) => target(model, one.get('VpcId')) === vpc && throughNat(model, one)) ? grantsOf(role) : []);
      for (const [service, actions] of Object.entries(CALLS)) {
        const used = grants.some((one) => !one.actions.includes('*') && actions.some((action) => gives(one, action)));
        if (used && !endpoints.includes(service)) yield at(vpc, '', `No gateway endpoint of ${service}, which is called through NAT`, service);
      }
    }
  },
};
