import { Aws } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { MigrationCore } from '../core';

/** Whom containers may reach: the proxy, the VPC endpoints, and by HTTPS what an image and its program need. */
export class ServiceNetwork extends Construct {
  public readonly securityGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, { platform: { network }, database }: MigrationCore) {
    super(scope, id);
    const { endpoints } = network;
    this.securityGroup = network.group(this, 'Group', 'Payment service: from the load balancer alone');
    database.allowFrom(this.securityGroup, 'service');
    endpoints.reachableFrom(this.securityGroup, 'service');
    this.securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'HTTPS to the layers of images in S3, and out');
    endpoints.open('SecretsManager', ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, 'secretsmanager:GetSecretValue');
    endpoints.open('Logs', ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, 'logs:CreateLogStream', 'logs:PutLogEvents');
    const pull = ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'];
    // An image may be in the repository of another account; the execution role names it. The token is of no resource.
    const own = (...actions: string[]) => new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()], actions, resources: ['*'], conditions: { StringEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID } },
    });
    endpoints.open('Ecr', ec2.InterfaceVpcEndpointAwsService.ECR, ...pull).addToPolicy(own('ecr:GetAuthorizationToken', ...pull));
    endpoints.open('EcrDocker', ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER, ...pull).addToPolicy(own(...pull));
  }
}
