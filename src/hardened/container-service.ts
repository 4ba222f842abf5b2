import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IDependable } from 'constructs';
import { acknowledge } from './acknowledge';
import { fixed } from './connect';
import { HardenedLogs } from './logs';
import { NamedService, PhysicalNames } from './names';
import { AccountServicePrincipal, NarrowRole } from './narrow-role';
import { ServiceArchitecture, ServiceImage } from './service-image';

/** Port of the container. */
export const SERVICE_PORT = 8080;
/** Name of the container. */
const CONTAINER = 'payment-processor';

/** The credentials that a service reads. */
export interface ServiceSecret {
  /** The secret. */
  readonly secret: secretsmanager.ISecret;
  /** Its key. */
  readonly key: kms.IKey;
  /** Tag `Environment` that both bear. */
  readonly environment: string;
}

/** Props of `ContainerService`. */
export interface ContainerServiceProps {
  readonly names: PhysicalNames;
  /** Makes the group of the container. */
  readonly logs: HardenedLogs;
  readonly image: ServiceImage;
  /** CPU units of a task. */
  readonly cpu: number;
  /** Memory of a task in MiB. */
  readonly memoryMiB: number;
  /** Tasks that always run. */
  readonly minTasks: number;
  /** Most tasks. */
  readonly maxTasks: number;
  /** Percent of CPU and of memory that autoscaling aims at. */
  readonly targetUtilization: number;
  readonly cluster: ecs.ICluster;
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  readonly securityGroup: ec2.ISecurityGroup;
  /** Environment of the container; nothing in it is secret. */
  readonly environment: Record<string, string>;
  readonly credentials: ServiceSecret;
  /** What must be there before a task starts. */
  readonly after: IDependable[];
}

/** The payment service on Fargate: how its tasks are deployed, scaled and found healthy (NE-08, NE-10, MG-10). */
export class ContainerService extends Construct {
  public readonly taskDefinition: ecs.FargateTaskDefinition;
  public readonly taskRole: NarrowRole;
  public readonly executionRole: NarrowRole;
  public readonly service: ecs.FargateService;
  public readonly targetGroup: elb.ApplicationTargetGroup;
  public readonly scaling: ecs.ScalableTaskCount;
  public readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, private readonly props: ContainerServiceProps) {
    super(scope, id);
    const { names } = props;
    this.logGroup = serviceLogs(this, props);
    this.taskRole = tasksRole(this, 'TaskRole', 'The payment service: reads the password of its database');
    this.executionRole = tasksRole(this, 'ExecutionRole', 'ECS starts the payment service: pulls its image, writes its logs');
    this.taskDefinition = this.defineTask();
    allowCredentials(this.taskRole, props.credentials);

    this.service = new ecs.FargateService(this, 'Service', {
      serviceName: names.of(NamedService.ECS_CLUSTER, CONTAINER),
      cluster: props.cluster,
      taskDefinition: this.taskDefinition,
      vpcSubnets: props.subnets,
      securityGroups: [fixed(this, 'ServiceGroup', props.securityGroup)],
      assignPublicIp: false,
      circuitBreaker: { enable: true, rollback: true },
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
      healthCheckGracePeriod: Duration.minutes(2), // the schema is made first
      propagateTags: ecs.PropagatedTagSource.SERVICE,
      enableECSManagedTags: true,
      enableExecuteCommand: false,
    });
    // Each deployment would set it again, in the middle of a rush from many tasks to the fewest: autoscaling begins at `minCapacity`.
    (this.service.node.findChild('Service') as ecs.CfnService).desiredCount = undefined;
    // An image that cannot log in never becomes healthy: the database comes first. Nor one that may not be pulled yet.
    this.service.node.addDependency(...props.after, this.executionRole.permissions);
    this.targetGroup = new elb.ApplicationTargetGroup(this, 'Targets', {
      targetGroupName: names.of(NamedService.TARGET_GROUP, 'tasks'),
      vpc: props.vpc,
      port: SERVICE_PORT,
      protocol: elb.ApplicationProtocol.HTTP,
      targetType: elb.TargetType.IP,
      targets: [this.service.loadBalancerTarget({ containerName: CONTAINER, containerPort: SERVICE_PORT })],
      deregistrationDelay: Duration.seconds(20), // below the 25 s in which the service stops
      healthCheck: {
        path: '/ready',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 10, // a failover of the database is no reason to replace every task
        healthyHttpCodes: '200',
      },
    });
    this.scaling = this.service.autoScaleTaskCount({ minCapacity: props.minTasks, maxCapacity: props.maxTasks });
    const cooldown = { scaleInCooldown: Duration.minutes(5), scaleOutCooldown: Duration.minutes(1) };
    const pace = { targetUtilizationPercent: props.targetUtilization, ...cooldown };
    this.scaling.scaleOnCpuUtilization('Cpu', { ...pace, policyName: names.of(NamedService.ECS_CLUSTER, 'cpu') });
    this.scaling.scaleOnMemoryUtilization('Memory', { ...pace, policyName: names.of(NamedService.ECS_CLUSTER, 'memory') });
  }

  private defineTask(): ecs.FargateTaskDefinition {
    const { names, image, cpu, memoryMiB, environment } = this.props;
    const arm = image.architecture === ServiceArchitecture.ARM64;
    const task = new ecs.FargateTaskDefinition(this, 'Task', {
      family: names.of(NamedService.ECS_CLUSTER, CONTAINER),
      cpu,
      memoryLimitMiB: memoryMiB,
      taskRole: this.taskRole,
      executionRole: this.executionRole,
      runtimePlatform: {
        cpuArchitecture: arm ? ecs.CpuArchitecture.ARM64 : ecs.CpuArchitecture.X86_64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
    });
    task.addContainer(CONTAINER, {
      containerName: CONTAINER,
      image: image.bind(),
      portMappings: [{ containerPort: SERVICE_PORT }],
      logging: ecs.LogDrivers.awsLogs({ logGroup: this.logGroup, streamPrefix: CONTAINER, mode: ecs.AwsLogDriverMode.NON_BLOCKING }),
      readonlyRootFilesystem: true,
      user: '1000',
      stopTimeout: Duration.seconds(30),
      healthCheck: { command: ['CMD', 'node', '/app/health.js'], interval: Duration.seconds(30), timeout: Duration.seconds(5), retries: 3, startPeriod: Duration.seconds(30) },
      environment,
    });
    acknowledge(task, 'Addresses and the ARN of the secret, which the service reads itself so that it survives a rotation; nothing secret is in the environment', 'AwsSolutions-ECS2');
    acknowledge(this.executionRole, 'ecr:GetAuthorizationToken has no resource level', 'AwsSolutions-IAM5[Resource::*]');
    return task;
  }
}

/** The group of the container. */
export function serviceLogs(scope: Construct, { names, logs: groups }: Pick<ContainerServiceProps, 'names' | 'logs'>): logs.LogGroup {
  return groups.group(scope, 'Logs', `/aws/ecs/${names.of(NamedService.ECS_CLUSTER, CONTAINER)}`);
}

/** A role for tasks of this account. */
export function tasksRole(scope: Construct, id: string, description: string): NarrowRole {
  const tasks = Stack.of(scope).formatArn({ service: 'ecs', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
  return new NarrowRole(scope, id, { assumedBy: new AccountServicePrincipal('ecs-tasks.amazonaws.com', tasks), description });
}

/** Lets a role read credentials, held to what bears the tag of the environment (NE-10). */
export function allowCredentials(role: NarrowRole, { secret, key, environment }: ServiceSecret): void {
  const ofEnvironment = { 'aws:ResourceTag/Environment': environment };
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    sid: 'ReadPassword', actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn], conditions: { StringEquals: ofEnvironment },
  }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    sid: 'DecryptPassword',
    actions: ['kms:Decrypt'],
    resources: [key.keyArn],
    conditions: { StringEquals: { ...ofEnvironment, 'kms:ViaService': `secretsmanager.${Stack.of(role).region}.amazonaws.com` } },
  }));
}
