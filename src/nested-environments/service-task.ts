import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { PaymentDatabaseStack } from './database-stack';
import { Foundation } from './foundation';
import { PaymentNetworkStack } from './network-stack';
import { EnvironmentComputeProps } from './props';
import { SERVICE_PORT } from './security-groups';
import { ServiceArchitecture } from './service-image';
import { AccountServicePrincipal, NamedService, NarrowRole } from '../hardened';
import { acknowledge } from '../hardened/acknowledge';
import { fixed } from '../hardened/connect';

/** Name of the container. */
const CONTAINER = 'payment-processor';

/** The tasks of the service, and how they are deployed, scaled and found healthy (NE-08, NE-10). */
export class PaymentService extends Construct {
  public readonly taskDefinition: ecs.FargateTaskDefinition;
  public readonly taskRole: NarrowRole;
  public readonly executionRole: NarrowRole;
  public readonly service: ecs.FargateService;
  public readonly targetGroup: elb.ApplicationTargetGroup;
  public readonly scaling: ecs.ScalableTaskCount;
  public readonly logGroup: logs.LogGroup;

  constructor(
    scope: Construct, id: string, private readonly foundation: Foundation, network: PaymentNetworkStack,
    private readonly database: PaymentDatabaseStack, cluster: ecs.Cluster, props: EnvironmentComputeProps,
  ) {
    super(scope, id);
    const { settings, names } = foundation;
    this.logGroup = foundation.logs.group(this, 'Logs', `/aws/ecs/${names.of(NamedService.ECS_CLUSTER, CONTAINER)}`);
    this.taskRole = this.role('TaskRole', 'The payment service: reads the password of its database');
    this.executionRole = this.role('ExecutionRole', 'ECS starts the payment service: pulls its image, writes its logs');
    this.taskDefinition = this.defineTask(props);
    this.allowSecret();

    this.service = new ecs.FargateService(this, 'Service', {
      serviceName: names.of(NamedService.ECS_CLUSTER, CONTAINER),
      cluster,
      taskDefinition: this.taskDefinition,
      vpcSubnets: { subnets: network.privateSubnets.subnets },
      securityGroups: [fixed(this, 'ServiceGroup', network.securityGroups.service)],
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
    this.service.node.addDependency(database.cluster, this.executionRole.permissions);
    this.targetGroup = new elb.ApplicationTargetGroup(this, 'Targets', {
      targetGroupName: names.of(NamedService.TARGET_GROUP, 'tasks'),
      vpc: network.vpc,
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
    this.scaling = this.service.autoScaleTaskCount({ minCapacity: settings.tasks, maxCapacity: settings.maxTasks });
    const cooldown = { scaleInCooldown: Duration.minutes(5), scaleOutCooldown: Duration.minutes(1) };
    const pace = { targetUtilizationPercent: settings.targetUtilization, ...cooldown };
    this.scaling.scaleOnCpuUtilization('Cpu', { ...pace, policyName: names.of(NamedService.ECS_CLUSTER, 'cpu') });
    this.scaling.scaleOnMemoryUtilization('Memory', { ...pace, policyName: names.of(NamedService.ECS_CLUSTER, 'memory') });
  }

  private role(id: string, description: string): NarrowRole {
    const tasks = Stack.of(this).formatArn({ service: 'ecs', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
    return new NarrowRole(this, id, { assumedBy: new AccountServicePrincipal('ecs-tasks.amazonaws.com', tasks), description });
  }

  private defineTask({ environment }: EnvironmentComputeProps): ecs.FargateTaskDefinition {
    const { settings, names } = this.foundation;
    const { cluster, proxy, secret } = this.database;
    const arm = settings.image.architecture === ServiceArchitecture.ARM64;
    const task = new ecs.FargateTaskDefinition(this, 'Task', {
      family: names.of(NamedService.ECS_CLUSTER, CONTAINER),
      cpu: settings.taskCpu,
      memoryLimitMiB: settings.taskMemory,
      taskRole: this.taskRole,
      executionRole: this.executionRole,
      runtimePlatform: {
        cpuArchitecture: arm ? ecs.CpuArchitecture.ARM64 : ecs.CpuArchitecture.X86_64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
    });
    task.addContainer(CONTAINER, {
      containerName: CONTAINER,
      image: settings.image.bind(),
      portMappings: [{ containerPort: SERVICE_PORT }],
      logging: ecs.LogDrivers.awsLogs({ logGroup: this.logGroup, streamPrefix: CONTAINER, mode: ecs.AwsLogDriverMode.NON_BLOCKING }),
      readonlyRootFilesystem: true,
      user: '1000',
      stopTimeout: Duration.seconds(30),
      healthCheck: { command: ['CMD', 'node', '/app/health.js'], interval: Duration.seconds(30), timeout: Duration.seconds(5), retries: 3, startPeriod: Duration.seconds(30) },
      environment: {
        ...environment,
        DATABASE_SECRET_ARN: secret.secretArn,
        DATABASE_HOST: proxy?.endpoint ?? cluster.clusterEndpoint.hostname,
        DATABASE_NAME: settings.databaseName,
        ...proxy && { DATABASE_CA_FILE: 'system' },
      },
    });
    acknowledge(task, 'Addresses and the ARN of the secret, which the service reads itself so that it survives a rotation; nothing secret is in the environment', 'AwsSolutions-ECS2');
    acknowledge(this.executionRole, 'ecr:GetAuthorizationToken has no resource level', 'AwsSolutions-IAM5[Resource::*]');
    return task;
  }

  /** Held to what bears the tag of this environment (NE-10). */
  private allowSecret(): void {
    const { key, settings } = this.foundation;
    const ofEnvironment = { 'aws:ResourceTag/Environment': settings.environmentType };
    this.taskRole.addToPrincipalPolicy(new iam.PolicyStatement({
      sid: 'ReadPassword', actions: ['secretsmanager:GetSecretValue'], resources: [this.database.secret.secretArn], conditions: { StringEquals: ofEnvironment },
    }));
    this.taskRole.addToPrincipalPolicy(new iam.PolicyStatement({
      sid: 'DecryptPassword',
      actions: ['kms:Decrypt'],
      resources: [key.keyArn],
      conditions: { StringEquals: { ...ofEnvironment, 'kms:ViaService': `secretsmanager.${Stack.of(this).region}.amazonaws.com` } },
    }));
  }
}
