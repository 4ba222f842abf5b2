import { Fn } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { HardenedLogs } from './logs';
import { NamedService, PhysicalNames } from './names';
import { ownProviderLogs } from './provider-logs';
import { flowLogRole } from './vpc-parts';

/** What differs between VPCs. */
export interface VpcParts {
  /** Names of VPC and flow logs. */
  readonly names: PhysicalNames;
  /** Makes the group of the flow logs. */
  readonly logs: HardenedLogs;
  /** Range. */
  readonly cidr: string;
  /** Availability Zones: the first ones that `Fn::GetAZs` names. */
  readonly zones: number;
  /** NAT gateways. */
  readonly natGateways: number;
  /** Where the NAT gateways are; the first public subnets when not given. */
  readonly natGatewaySubnets?: ec2.SubnetSelection;
  /** Kinds of subnets. */
  readonly subnetConfiguration: ec2.SubnetConfiguration[];
}

/** A VPC with flow logs, whose default security group lets nothing pass (NE-07, MG-01). */
export function hardenedVpc(scope: Construct, { names, logs, cidr, zones, ...subnets }: VpcParts): ec2.Vpc {
  const vpc = new ec2.Vpc(scope, 'Vpc', {
    vpcName: names.of(NamedService.VPC, 'vpc'),
    ipAddresses: ec2.IpAddresses.cidr(cidr),
    // Not `maxAzs`: that writes out the names where account and Region are known, and makes two zones where they are not.
    availabilityZones: Array.from({ length: zones }, (_, index) => Fn.select(index, Fn.getAzs())),
    // Custom resource: CloudFormation cannot empty the default security group of a VPC.
    restrictDefaultSecurityGroup: true,
    ...subnets,
  });
  ownProviderLogs(vpc.node.findChild('RestrictDefaultSecurityGroupCustomResource'), 'Custom::VpcRestrictDefaultSG');
  for (const subnet of vpc.publicSubnets) {
    acknowledge(subnet, 'A public subnet holds the load balancer and the NAT gateway: its way to the internet is its purpose', 'PCI.DSS.321-VPCNoUnrestrictedRouteToIGW');
  }
  vpc.addFlowLog('FlowLog', {
    destination: ec2.FlowLogDestination.toCloudWatchLogs(logs.group(scope, 'FlowLogs', `/aws/vpc/${names.of(NamedService.VPC, 'flow-logs')}`), flowLogRole(scope)),
  });
  return vpc;
}
