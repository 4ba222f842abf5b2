import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { FunctionPlacement, HardenedLogs, NamedService, PhysicalNames } from '../hardened';
import { NetworkProps } from './props';
import { ownProviderLogs } from '../hardened/provider-logs';
import { flowLogRole, imageLayers, ownAccount } from '../hardened/vpc-parts';

/** Interface endpoints, and the actions that may pass each (WH-10). A function: the services take 15 ms to load. */
const interfaces = (): Array<[string, ec2.InterfaceVpcEndpointAwsService, string[]]> => [
  ['Sqs', ec2.InterfaceVpcEndpointAwsService.SQS, ['sqs:SendMessage']],
  ['StepFunctions', ec2.InterfaceVpcEndpointAwsService.STEP_FUNCTIONS, ['states:StartExecution']],
  ['EventBridge', ec2.InterfaceVpcEndpointAwsService.EVENTBRIDGE, ['events:PutEvents']],
  ['SecretsManager', ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, ['secretsmanager:GetSecretValue']],
  ['Kms', ec2.InterfaceVpcEndpointAwsService.KMS, ['kms:Decrypt', 'kms:GenerateDataKey']],
  ['Logs', ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, ['logs:CreateLogStream', 'logs:PutLogEvents']],
  ['Sns', ec2.InterfaceVpcEndpointAwsService.SNS, ['sns:Publish']],
  ['EcrApi', ec2.InterfaceVpcEndpointAwsService.ECR, ['ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']],
  ['EcrDocker', ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER, ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']],
];

/** Private subnets in several Availability Zones, endpoints for what the functions call, no way to the internet. */
export class PrivateNetwork extends Construct {
  /** The VPC, made or given. */
  public readonly vpc: ec2.IVpc;
  /** Where the functions run. */
  public readonly placement: FunctionPlacement;
  /** Whether the VPC is made here: then nothing in it reaches the internet. */
  public readonly isolated: boolean;

  constructor(scope: Construct, id: string, props: NetworkProps, names: PhysicalNames, logs: HardenedLogs) {
    super(scope, id);
    this.isolated = props.vpc === undefined;
    this.vpc = props.vpc ?? this.makeVpc(props, names, logs);
    const subnets = props.subnets ?? { subnetType: this.isolated ? ec2.SubnetType.PRIVATE_ISOLATED : ec2.SubnetType.PRIVATE_WITH_EGRESS };
    const securityGroup = new ec2.SecurityGroup(this, 'Functions', {
      vpc: this.vpc, description: 'Payment webhook functions: HTTPS out, nothing in', allowAllOutbound: false,
    });
    // To any address: the gateway endpoints of S3 and DynamoDB have public ones. Without a route they are the only ones reached.
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'HTTPS to AWS services');
    this.placement = { vpc: this.vpc, subnets, securityGroup };
    if (this.isolated) this.addEndpoints(this.vpc as ec2.Vpc, securityGroup);
  }

  private makeVpc(props: NetworkProps, names: PhysicalNames, logs: HardenedLogs): ec2.Vpc {
    const vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(props.cidr ?? '10.64.0.0/20'),
      maxAzs: props.maxAzs ?? 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      // Custom resource: CloudFormation cannot empty the default security group of a VPC.
      restrictDefaultSecurityGroup: true,
    });
    ownProviderLogs(vpc.node.findChild('RestrictDefaultSecurityGroupCustomResource'), 'Custom::VpcRestrictDefaultSG');
    vpc.addFlowLog('FlowLog', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        logs.group(this, 'FlowLogs', `/aws/vpc/${names.of(NamedService.SQS, 'flow-logs')}`),
        flowLogRole(this),
      ),
    });
    return vpc;
  }

  private addEndpoints(vpc: ec2.Vpc, functions: ec2.ISecurityGroup): void {
    const securityGroup = new ec2.SecurityGroup(this, 'Endpoints', {
      vpc, description: 'VPC endpoints: HTTPS from the payment webhook functions', allowAllOutbound: false,
    });
    securityGroup.addIngressRule(functions, ec2.Port.HTTPS, 'HTTPS from the functions');
    for (const [name, service, actions] of interfaces()) {
      vpc.addInterfaceEndpoint(name, { service, securityGroups: [securityGroup], open: false }).addToPolicy(ownAccount(actions));
    }
    const s3 = vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    s3.addToPolicy(ownAccount(['s3:GetObject', 's3:PutObject', 's3:ListBucket']));
    s3.addToPolicy(imageLayers(this));
    vpc.addGatewayEndpoint('DynamoDb', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB })
      .addToPolicy(ownAccount(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem']));
  }
}
