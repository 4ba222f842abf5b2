import { Aws, Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { MigrationPlatform } from './platform';
import { NamedService } from '../hardened';
import { connect, fixed } from '../hardened/connect';
import { EXCLUDED_CHARACTERS } from '../hardened/database-parts';

/** What is rotated. */
export interface Rotated {
  /** With its secret attached. */
  readonly instance: rds.DatabaseInstance;
  /** Of the instance. */
  readonly securityGroup: ec2.SecurityGroup;
  readonly port: number;
}

/** A new password every 30 days, set from the private subnets; the proxy and the function follow by themselves (MG-04). */
export class CredentialsRotation extends Construct {
  public readonly securityGroup: ec2.SecurityGroup;
  public readonly schedule: secretsmanager.RotationSchedule;
  public readonly functionName: string;

  constructor(
    scope: Construct, id: string, { names, logs, network, monitoring }: MigrationPlatform, { instance, securityGroup, port }: Rotated,
  ) {
    super(scope, id);
    this.functionName = names.of(NamedService.LAMBDA, 'rotation');
    this.securityGroup = network.group(this, 'Group', 'Rotation of the database password: nothing in');
    connect(this.securityGroup, securityGroup, port, 'rotation', 'database');
    network.endpoints.reachableFrom(this.securityGroup, 'rotation');
    const endpoint = network.endpoints.open('SecretsManager', ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      'secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage');
    // Of no resource, so of no account's.
    endpoint.addToPolicy(new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()],
      actions: ['secretsmanager:GetRandomPassword'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID } },
    }));
    const group = logs.group(this, 'Logs', `/aws/lambda/${this.functionName}`);
    // The hosted function: the one of the CDK comes from the Serverless Application Repository, whose versions nobody updates.
    this.schedule = instance.secret!.addRotationSchedule('Rotation', {
      hostedRotation: secretsmanager.HostedRotation.mysqlSingleUser({
        functionName: this.functionName,
        vpc: network.vpc,
        vpcSubnets: network.privateSubnets,
        securityGroups: [fixed(this, 'FixedGroup', this.securityGroup)],
        excludeCharacters: EXCLUDED_CHARACTERS,
      }),
      automaticallyAfter: Duration.days(30),
    });
    // It logs in at once: not before there is an instance, and a way to it and to Secrets Manager.
    this.schedule.node.addDependency(group, instance, securityGroup, this.securityGroup, endpoint, network.endpoints.securityGroup);
    monitoring.watch('RotationErrors', {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/Lambda', metricName: 'Errors', dimensionsMap: { FunctionName: this.functionName }, statistic: 'Sum', period: Duration.minutes(5),
      }),
      description: 'Rotation: the function fails; the old password stays valid, but it grows old. See its log, and start it again (runbook)',
    });
  }
}
