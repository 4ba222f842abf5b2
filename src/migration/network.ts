import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { MigrationEndpoints } from './endpoints';
import { Settings } from './settings';
import { FunctionPlacement, HardenedLogs, PhysicalNames } from '../hardened';
import { hardenedVpc } from '../hardened/vpc';

/** Kinds of subnets, by the name that CDK gives them; one of each in every zone. */
const SUBNETS = { PUBLIC: 'Public', FIREWALL: 'Firewall', PRIVATE: 'Private', DATABASE: 'Database', ENTRY: 'Entry' } as const;
const open = (name: string) => ({ name, subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false });
const closed = (name: string) => ({ name, subnetType: ec2.SubnetType.PRIVATE_ISOLATED });
/** Ranges are given in this order: never change it. */
const ALL_SUBNETS: ec2.SubnetConfiguration[] = [
  open(SUBNETS.PUBLIC),
  closed(SUBNETS.FIREWALL),
  { name: SUBNETS.PRIVATE, subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
  closed(SUBNETS.DATABASE),
  open(SUBNETS.ENTRY),
];
const ISOLATED_SUBNETS: ec2.SubnetConfiguration[] = [closed(SUBNETS.PRIVATE), closed(SUBNETS.DATABASE)];

/** One Availability Zone with its way to the internet. */
export interface MigrationZone {
  readonly availabilityZone: string;
  /** The NAT gateway is here, and nothing else: with the firewall, this subnet's way back to the private one is through it. */
  readonly publicSubnet: ec2.PublicSubnet;
  /** For firewall endpoints alone. */
  readonly firewallSubnet: ec2.PrivateSubnet;
  /** Functions, containers, proxy, interface endpoints; the way out is NAT, or the firewall before it. */
  readonly privateSubnet: ec2.PrivateSubnet;
  /** No way out. */
  readonly databaseSubnet: ec2.PrivateSubnet;
  /**
   * Public, for load balancers: apart from the NAT gateway, whose route back through the firewall would lead
   * requests to the service through it, and answers past it.
   */
  readonly entrySubnet: ec2.PublicSubnet;
  readonly natGatewayId: string;
}

/** VPC, subnets and who may reach whom (MG-01, MG-06). */
export class MigrationNetwork extends Construct {
  public readonly vpc: ec2.Vpc;
  /** Range of the VPC. */
  public readonly cidr: string;
  /** None where the network is isolated. */
  public readonly zones: MigrationZone[];
  public readonly endpoints: MigrationEndpoints;
  /** Functions and the rotation run here. */
  public readonly privateSubnets: ec2.SubnetSelection;
  public readonly databaseSubnets: ec2.SubnetSelection;

  constructor(scope: Construct, id: string, { vpcCidr, maxAzs, isolated }: Settings, names: PhysicalNames, logs: HardenedLogs) {
    super(scope, id);
    this.cidr = vpcCidr;
    this.vpc = hardenedVpc(this, {
      names,
      logs,
      cidr: vpcCidr,
      zones: maxAzs,
      // Each zone goes out by its own: one that fails takes no other along.
      ...isolated ? { natGateways: 0 } : { natGateways: maxAzs, natGatewaySubnets: { subnetGroupName: SUBNETS.PUBLIC } },
      subnetConfiguration: isolated ? ISOLATED_SUBNETS : ALL_SUBNETS,
    });
    this.zones = isolated ? [] : Array.from({ length: maxAzs }, (_, index) => this.zone(index));
    this.privateSubnets = { subnets: this.subnets(SUBNETS.PRIVATE) };
    this.databaseSubnets = { subnets: this.subnets(SUBNETS.DATABASE) };
    this.endpoints = new MigrationEndpoints(this, 'Endpoints', this.vpc, this.privateSubnets);
  }

  /** A security group that lets nothing in or out. */
  public group(scope: Construct, id: string, description: string): ec2.SecurityGroup {
    return new ec2.SecurityGroup(scope, id, { vpc: this.vpc, description, allowAllOutbound: false });
  }

  /** Where a function runs: in the private subnets, with a group of its own that reaches the VPC endpoints. */
  public placement(scope: Construct, id: string, name: string): FunctionPlacement & { readonly securityGroup: ec2.SecurityGroup } {
    const securityGroup = this.group(scope, id, `Function ${name}: nothing in`);
    this.endpoints.reachableFrom(securityGroup, `function ${name}`);
    return { vpc: this.vpc, subnets: this.privateSubnets, securityGroup };
  }

  private subnets(subnetGroupName: string): ec2.ISubnet[] {
    return this.vpc.selectSubnets({ subnetGroupName }).subnets;
  }

  private zone(index: number): MigrationZone {
    const publicSubnet = this.subnets(SUBNETS.PUBLIC)[index] as ec2.PublicSubnet;
    const privateSubnet = this.subnets(SUBNETS.PRIVATE)[index] as ec2.PrivateSubnet;
    return {
      availabilityZone: privateSubnet.availabilityZone,
      publicSubnet,
      firewallSubnet: this.subnets(SUBNETS.FIREWALL)[index] as ec2.PrivateSubnet,
      privateSubnet,
      databaseSubnet: this.subnets(SUBNETS.DATABASE)[index] as ec2.PrivateSubnet,
      entrySubnet: this.subnets(SUBNETS.ENTRY)[index] as ec2.PublicSubnet,
      natGatewayId: (publicSubnet.node.findChild('NATGateway') as ec2.CfnNatGateway).ref,
    };
  }
}
