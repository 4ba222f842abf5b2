import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { DescribedStack } from './described-stack';
import { Foundation } from './foundation';
import { PaymentEnvironmentProps } from './props';
import { SecurityGroups } from './security-groups';
import { hardenedVpc } from '../hardened/vpc';
import { imageLayers, ownAccount } from '../hardened/vpc-parts';

/** VPC, subnets, NAT, flow logs and who may reach whom (NE-07, NE-09). */
export class PaymentNetworkStack extends DescribedStack {
  /** The VPC, made or given. */
  public readonly vpc: ec2.IVpc;
  /** Where the load balancer is. */
  public readonly publicSubnets: ec2.SelectedSubnets;
  /** Where the service runs: NAT is its way out. */
  public readonly privateSubnets: ec2.SelectedSubnets;
  /** Where the database is: no way out, unless the VPC is yours and has no such subnets. */
  public readonly databaseSubnets: ec2.SelectedSubnets;
  public readonly securityGroups: SecurityGroups;

  constructor(scope: Construct, foundation: Foundation, { network, database }: PaymentEnvironmentProps) {
    super(scope, 'PaymentNetworkStack', { description: 'Payment environment: VPC and security groups' });
    this.vpc = network?.vpc ?? this.makeVpc(foundation);
    const isolated = this.vpc.isolatedSubnets.length > 0;
    // A load balancer takes one subnet of a zone; your VPC may have more.
    this.publicSubnets = this.vpc.selectSubnets({ subnetType: ec2.SubnetType.PUBLIC, onePerAz: true });
    this.privateSubnets = this.vpc.selectSubnets({ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS });
    this.databaseSubnets = this.vpc.selectSubnets({ subnetType: isolated ? ec2.SubnetType.PRIVATE_ISOLATED : ec2.SubnetType.PRIVATE_WITH_EGRESS });
    this.securityGroups = new SecurityGroups(this, 'SecurityGroups', this.vpc, database?.proxy ?? false);
  }

  private makeVpc({ settings, names, logs }: Foundation): ec2.Vpc {
    const vpc = hardenedVpc(this, {
      names,
      logs,
      cidr: settings.vpcCidr,
      zones: settings.maxAzs,
      natGateways: settings.natGateways,
      subnetConfiguration: [
        { name: 'Public', subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
        { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'Database', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
    });
    // Free, and keeps the layers of images off the NAT gateways.
    const s3 = vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    s3.addToPolicy(ownAccount(['s3:GetObject', 's3:PutObject', 's3:ListBucket']));
    s3.addToPolicy(imageLayers(this));
    return vpc;
  }
}
