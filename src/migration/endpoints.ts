import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { connect } from '../hardened/connect';
import { imageLayers, ownAccount } from '../hardened/vpc-parts';

/** Services of AWS inside the VPC: a part names those that it calls, with the actions that may pass (MG-06). */
export class MigrationEndpoints extends Construct {
  /** Of all interface endpoints. */
  public readonly securityGroup: ec2.SecurityGroup;
  private readonly opened = new Map<string, { readonly endpoint: ec2.InterfaceVpcEndpoint; readonly statement: iam.PolicyStatement }>();
  private readonly callers = new Set<ec2.ISecurityGroup>();

  constructor(scope: Construct, id: string, private readonly vpc: ec2.Vpc, private readonly subnets: ec2.SubnetSelection) {
    super(scope, id);
    this.securityGroup = new ec2.SecurityGroup(this, 'Group', {
      vpc, description: 'VPC endpoints: HTTPS from those who are named', allowAllOutbound: false,
    });
    const s3 = vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    s3.addToPolicy(ownAccount(['s3:GetObject', 's3:PutObject', 's3:ListBucket']));
    s3.addToPolicy(imageLayers(this));
    vpc.addGatewayEndpoint('DynamoDb', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB })
      .addToPolicy(ownAccount(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:Query']));
  }

  /**
   * Lets `actions` of a service pass, for principals and resources of this account; makes the interface endpoint on the first call.
   * @param id construct id of the endpoint: the same service always under the same
   */
  public open(id: string, service: ec2.InterfaceVpcEndpointAwsService, ...actions: string[]): ec2.InterfaceVpcEndpoint {
    const known = this.opened.get(id);
    if (known) {
      known.statement.addActions(...actions.filter((action) => !known.statement.actions.includes(action)));
      return known.endpoint;
    }
    const statement = ownAccount(actions);
    const endpoint = this.vpc.addInterfaceEndpoint(id, { service, subnets: this.subnets, securityGroups: [this.securityGroup], open: false });
    endpoint.addToPolicy(statement);
    this.opened.set(id, { endpoint, statement });
    return endpoint;
  }

  /** Lets a security group call the interface endpoints. */
  public reachableFrom(caller: ec2.SecurityGroup, name: string): void {
    if (this.callers.has(caller)) return;
    this.callers.add(caller);
    connect(caller, this.securityGroup, 443, name, 'VPC endpoints');
  }
}
