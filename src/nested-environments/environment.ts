import { NestedStack, Tags } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as config from 'aws-cdk-lib/aws-config';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { addAlarms } from './alarms';
import { PaymentComputeStack } from './compute-stack';
import { addConfigRules } from './config-rules';
import { PaymentDatabaseStack } from './database-stack';
import { Foundation } from './foundation';
import { PaymentNetworkStack } from './network-stack';
import { addOutputs, addParameters, outputsOf } from './outputs';
import { PaymentEnvironmentProps } from './props';
import { validated } from './validate';
import { Monitoring, PhysicalNames } from '../hardened';
import { suffixTag } from '../hardened/operations';

/**
 * A payment service in one of three environments, with the same security in each.
 *
 * The stack around it is the master; in it are nested stacks for network, database and compute, in this order. The master itself holds what all
 * three stand on (key, access logs), what looks at all three (alarms, dashboard), and the exports.
 *
 * @see requirements NE-01 to NE-15 in docs/requirements/nested-environments.md
 */
export class PaymentEnvironment extends Construct {
  /** Nested stack of VPC and security groups. */
  public readonly networkStack: NestedStack;
  /** Nested stack of the database. */
  public readonly databaseStack: NestedStack;
  /** Nested stack of load balancer and service. */
  public readonly computeStack: NestedStack;
  /** The VPC, made or given. */
  public readonly vpc: ec2.IVpc;
  /** Security group of the load balancer. */
  public readonly loadBalancerSecurityGroup: ec2.SecurityGroup;
  /** Security group of the service. */
  public readonly serviceSecurityGroup: ec2.SecurityGroup;
  /** Security group of the database. */
  public readonly databaseSecurityGroup: ec2.SecurityGroup;
  /** Security group of the function that rotates the password. */
  public readonly rotationSecurityGroup: ec2.SecurityGroup;
  /** Security group of RDS Proxy, with `database.proxy`. */
  public readonly proxySecurityGroup?: ec2.SecurityGroup;
  /** Aurora PostgreSQL. */
  public readonly database: rds.DatabaseCluster;
  /** Subnets of the database. */
  public readonly databaseSubnetGroup: rds.SubnetGroup;
  /** Parameters of the cluster: TLS only. */
  public readonly clusterParameterGroup: rds.ParameterGroup;
  /** Parameters of the instances: connections. */
  public readonly instanceParameterGroup: rds.ParameterGroup;
  /** Credentials of the database, rotated. */
  public readonly databaseSecret: secretsmanager.ISecret;
  /** RDS Proxy, with `database.proxy`. */
  public readonly databaseProxy?: rds.DatabaseProxy;
  /** ECS cluster. */
  public readonly cluster: ecs.Cluster;
  /** The service. */
  public readonly service: ecs.FargateService;
  /** Its task. */
  public readonly taskDefinition: ecs.FargateTaskDefinition;
  /** What the service may do. */
  public readonly taskRole: iam.Role;
  /** What ECS may do to start the service. */
  public readonly executionRole: iam.Role;
  /** How many tasks run. */
  public readonly scaling: ecs.ScalableTaskCount;
  /** The load balancer. */
  public readonly loadBalancer: elb.ApplicationLoadBalancer;
  /** Its targets: the tasks. */
  public readonly targetGroup: elb.ApplicationTargetGroup;
  /** Certificate of the listener, made or given. */
  public readonly certificate: acm.ICertificate;
  /** Key of all data. */
  public readonly encryptionKey: kms.Key;
  /** Access logs of the load balancer. */
  public readonly accessLogBucket: s3.Bucket;
  /** Alarms and dashboard. */
  public readonly monitoring: Monitoring;
  /** Where alarms go. */
  public readonly alarmTopic: sns.ITopic;
  /** With `operations.configRules`; else empty. */
  public readonly configRules: config.ManagedRule[];
  /** With `operations.ssmParameters`; else empty. */
  public readonly ssmParameters: ssm.StringParameter[];

  /** @throws one error with every fault of the props */
  constructor(scope: Construct, id: string, props: PaymentEnvironmentProps) {
    super(scope, id);
    const settings = validated(this, props);
    const names = new PhysicalNames({ prefix: settings.namePrefix, environmentSuffix: settings.environmentSuffix });

    const foundation = new Foundation(this, props, settings, names);
    const network = new PaymentNetworkStack(this, foundation, props);
    const database = new PaymentDatabaseStack(this, foundation, network, props.database ?? {});
    const compute = new PaymentComputeStack(this, foundation, network, database, props);
    addAlarms(foundation, compute, database);
    const outputs = outputsOf(foundation, network, compute, database);
    addOutputs(this, outputs, settings.environmentSuffix);
    const { environmentType, environmentSuffix } = settings;
    const tags = {
      Environment: environmentType,
      ...suffixTag(environmentSuffix, environmentType),
      Application: 'payment-processor',
      ManagedBy: 'CloudFormation',
      CostCenter: 'payments',
      ...props.operations?.tags,
    };
    for (const [key, value] of Object.entries(tags)) Tags.of(this).add(key, value);

    this.networkStack = network;
    this.databaseStack = database;
    this.computeStack = compute;
    this.vpc = network.vpc;
    this.loadBalancerSecurityGroup = network.securityGroups.loadBalancer;
    this.serviceSecurityGroup = network.securityGroups.service;
    this.databaseSecurityGroup = network.securityGroups.database;
    this.rotationSecurityGroup = network.securityGroups.rotation;
    this.proxySecurityGroup = network.securityGroups.proxy;
    this.database = database.cluster;
    this.databaseSubnetGroup = database.subnetGroup;
    this.clusterParameterGroup = database.clusterParameters;
    this.instanceParameterGroup = database.instanceParameters;
    this.databaseSecret = database.secret;
    this.databaseProxy = database.proxy;
    this.cluster = compute.cluster;
    this.service = compute.service.service;
    this.taskDefinition = compute.service.taskDefinition;
    this.taskRole = compute.service.taskRole;
    this.executionRole = compute.service.executionRole;
    this.scaling = compute.service.scaling;
    this.loadBalancer = compute.loadBalancer;
    this.targetGroup = compute.service.targetGroup;
    this.certificate = compute.certificate;
    this.encryptionKey = foundation.key;
    this.accessLogBucket = foundation.accessLogs;
    this.monitoring = foundation.monitoring;
    this.alarmTopic = foundation.monitoring.topic;
    this.configRules = props.operations?.configRules ? addConfigRules(this, Object.keys(tags)) : [];
    this.ssmParameters = props.operations?.ssmParameters ? addParameters(this, outputs, foundation) : [];
  }
}
