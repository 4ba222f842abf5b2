import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { NarrowRole } from '../../hardened';
import { acknowledge, acknowledgeWildcards } from '../../hardened/acknowledge';
import { allow } from '../../hardened/allow';
import { rangeOf } from '../../hardened/cidr';
import { Faults } from '../../hardened/faults';
import { Output } from '../../hardened/outputs';
import { ownAccount } from '../../hardened/vpc-parts';
import { MigrationCore } from '../core';
import { MigrationServersProps } from '../feature-props';
import { MigrationPlatform } from '../platform';

/** Over which the agents of source servers replicate their disks. */
const REPLICATION = 1500;
/** What the installer of MGN's agent calls; AWS's AWSApplicationMigrationAgentInstallationPolicy names the same. */
const REGISTER = ['mgn:GetAgentInstallationAssetsForMgn', 'mgn:SendClientMetricsForMgn', 'mgn:SendClientLogsForMgn', 'mgn:RegisterAgentForMgn', 'mgn:VerifyClientRoleForMgn'];

/**
 * What Application Migration Service (MGN) needs to replicate servers into the private subnets (MG-09).
 *
 * CloudFormation has no type for MGN itself. Its replication template, and the roles with fixed names that an account has once, are made by
 * `aws mgn` with the outputs of this stack: docs/runbook-migration.md.
 */
export class ServerMigration extends Construct {
  /** Of the replication servers that MGN starts in the staging area. */
  public readonly replicationSecurityGroup: ec2.SecurityGroup;
  /** MGN's own API, from within the VPC and from the servers that are migrated. */
  public readonly endpoint: ec2.InterfaceVpcEndpoint;
  /** Its credentials install the agent on a server; they last an hour. */
  public readonly agentRole: NarrowRole;
  public readonly outputs: Record<string, Output>;

  constructor(scope: Construct, id: string, { platform }: MigrationCore, props: MigrationServersProps) {
    super(scope, id);
    const { network } = platform;
    const cidrs = props.sourceCidrs ?? [network.cidr];
    this.replicationSecurityGroup = network.group(this, 'ReplicationGroup', 'MGN replication servers: disks of the servers that are migrated');
    for (const cidr of cidrs) this.replicationSecurityGroup.addIngressRule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(REPLICATION), 'Replication of disks');
    this.replicationSecurityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'HTTPS to MGN, EC2 and S3');
    this.endpoint = this.makeEndpoint(platform, cidrs);
    this.agentRole = this.makeAgentRole();
    this.outputs = {
      ReplicationSecurityGroupId: [this.replicationSecurityGroup.securityGroupId, 'Of MGN\'s replication servers'],
      ReplicationSubnetId: [network.zones[0].privateSubnet.subnetId, 'Staging area of MGN'],
      AgentInstallationRoleArn: [this.agentRole.roleArn, 'Assume it to install MGN\'s agent on a server'],
    };
  }

  private makeEndpoint({ network }: MigrationPlatform, cidrs: string[]): ec2.InterfaceVpcEndpoint {
    const group = network.group(this, 'EndpointGroup', 'VPC endpoint of MGN: HTTPS from replication and source servers');
    for (const cidr of cidrs) group.addIngressRule(ec2.Peer.ipv4(cidr), ec2.Port.HTTPS, 'Agents on source servers');
    group.addIngressRule(this.replicationSecurityGroup, ec2.Port.HTTPS, 'Replication servers');
    const endpoint = network.vpc.addInterfaceEndpoint('Mgn', {
      service: ec2.InterfaceVpcEndpointAwsService.APPLICATION_MIGRATION_SERVICE,
      subnets: network.privateSubnets,
      securityGroups: [group],
      open: false,
    });
    endpoint.addToPolicy(ownAccount(['mgn:*']));
    return endpoint;
  }

  private makeAgentRole(): NarrowRole {
    const role = new NarrowRole(this, 'AgentRole', {
      assumedBy: new iam.AccountRootPrincipal(), description: 'Installs the agent of MGN on source servers',
    });
    allow(role, REGISTER, '*'); // no resource level
    const servers = Stack.of(this).formatArn({ service: 'mgn', resource: 'source-server', resourceName: '*' });
    allow(role, ['mgn:IssueClientCertificateForMgn'], servers);
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['mgn:TagResource'], resources: [servers], conditions: { StringEquals: { 'mgn:CreateAction': 'RegisterAgentForMgn' } },
    }));
    acknowledge(role, 'The registration of an agent has no resource level', 'AwsSolutions-IAM5[Resource::*]');
    acknowledgeWildcards(role, 'A source server gets its id when its agent registers', servers);
    return role;
  }
}

export function checkServerMigration(faults: Faults, { sourceCidrs }: MigrationServersProps): void {
  const where = 'features.serverMigration.sourceCidrs';
  if (sourceCidrs?.length === 0) faults.add(`${where} is empty: no server could replicate, give at least one, or leave it out for the VPC itself`);
  for (const cidr of sourceCidrs ?? []) {
    if (!rangeOf(cidr)) faults.add(`${where} must hold IPv4 ranges that begin at their first address, got '${cidr}'`);
    else if (/\/0$/.test(cidr)) faults.add(`${where} has ${cidr}, everybody: disks are replicated over a connection of your own, give its ranges`);
  }
}
