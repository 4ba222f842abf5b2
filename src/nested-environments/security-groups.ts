import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { connect } from '../hardened/connect';
import { SERVICE_PORT } from '../hardened/container-service';
import { openEntry } from '../hardened/load-balancer';

/** Port of PostgreSQL. */
export const DATABASE_PORT = 5432;

/**
 * Who may reach whom, by reference (NE-09): internet -> load balancer 443 and 80 -> service 8080 -> (proxy ->) database 5432 <- rotation.
 *
 * Out to 443: service and rotation call AWS. Nothing else; the database has no way out.
 */
export class SecurityGroups extends Construct {
  public readonly loadBalancer: ec2.SecurityGroup;
  public readonly service: ec2.SecurityGroup;
  public readonly database: ec2.SecurityGroup;
  public readonly rotation: ec2.SecurityGroup;
  public readonly proxy?: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, private readonly vpc: ec2.IVpc, proxy: boolean) {
    super(scope, id);
    this.loadBalancer = this.group('LoadBalancer', 'Payment load balancer: HTTPS in, and HTTP to be redirected');
    this.service = this.group('Service', 'Payment service: from the load balancer alone');
    this.database = this.group('Database', 'Payment database: from the service and the rotation alone');
    this.rotation = this.group('Rotation', 'Rotation of the database password: nothing in');

    openEntry(this.loadBalancer);
    connect(this.loadBalancer, this.service, SERVICE_PORT, 'load balancer', 'service');
    if (proxy) {
      this.proxy = this.group('Proxy', 'RDS Proxy: from the service alone');
      connect(this.service, this.proxy, DATABASE_PORT, 'service', 'proxy');
      connect(this.proxy, this.database, DATABASE_PORT, 'proxy', 'database');
    } else {
      connect(this.service, this.database, DATABASE_PORT, 'service', 'database');
    }
    connect(this.rotation, this.database, DATABASE_PORT, 'rotation', 'database');
    for (const group of [this.service, this.rotation]) group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'HTTPS to AWS services');
  }

  private group(id: string, description: string): ec2.SecurityGroup {
    return new ec2.SecurityGroup(this, id, { vpc: this.vpc, description, allowAllOutbound: false });
  }
}
