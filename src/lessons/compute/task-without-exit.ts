import { isFargateService } from './hosts';
import { Model, Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { allTargets, associationsKnown, isDefaultRoute, routesOf, routeTableOf, serviceOf, toInternetGateway } from '../network/topology';
import { possibly, target } from '../query';

const NETWORK = 'NetworkConfiguration.AwsvpcConfiguration';

/** Whether the task can leave the subnet; through an internet gateway only with a public address. */
function exits(model: Model, subnet: Resource, publicAddress: boolean): boolean {
  const table = routeTableOf(model, subnet);
  return table !== undefined && routesOf(model, table).some((route) => isDefaultRoute(route) && (publicAddress || !toInternetGateway(model, route)));
}

export const taskWithoutExit: Lesson = {
  id: 'TaskWithoutExit',
  title: 'A Fargate task can pull its image',
  severity: 'critical',
  facet: 'reliability',
  classes: ['ecs', 'nat', 'vpc-endpoints', 'routing'],
  why: 'Without a NAT gateway, a public address or endpoints of ECR the image cannot be pulled: no task ever starts, and the deployment fails.',
  fix: 'A route to a NAT gateway, or endpoints of ecr.api, ecr.dkr, logs and s3; AssignPublicIp: ENABLED where the subnet is public.',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html',
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Service:
      Type: AWS::ECS::Service
      Properties: { LaunchType: FARGATE, TaskDefinition: task, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref Subnet] } } }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
    Route: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: nat } }
    Association: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table } }
    Service:
      Type: AWS::ECS::Service
      Properties: { LaunchType: FARGATE, TaskDefinition: task, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref Subnet] } } }`,
  *check(model) {
    if (!associationsKnown(model)) return;
    for (const service of model.resources('AWS::ECS::Service').filter(isFargateService)) {
      const subnets = allTargets(model, service.get(`${NETWORK}.Subnets`));
      const vpc = subnets && target(model, subnets[0].get('VpcId'));
      if (!subnets?.every((one) => one.type === 'AWS::EC2::Subnet') || vpc?.type !== 'AWS::EC2::VPC') continue;
      const publicAddress = possibly(service.get(`${NETWORK}.AssignPublicIp`), (option) => option !== undefined && option !== 'DISABLED');
      const endpoints = model.resources('AWS::EC2::VPCEndpoint').filter((one) => target(model, one.get('VpcId')) === vpc).map(serviceOf);
      if (endpoints.includes('ecr.dkr') || endpoints.includes(undefined) || subnets.some((one) => exits(model, one, publicAddress))) continue;
      yield at(service, `${NETWORK}.Subnets`, 'The subnets have no way out, and the VPC no endpoint of ECR');
    }
  },
};
