import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AccountServicePrincipal, NamedService, NarrowRole } from '../../hardened';
import { acknowledge } from '../../hardened/acknowledge';
import { allow } from '../../hardened/allow';
import { insightfulCluster } from '../../hardened/cluster';
import { allowCredentials, SERVICE_PORT, serviceLogs, tasksRole } from '../../hardened/container-service';
import { Output } from '../../hardened/outputs';
import { MigrationCore } from '../core';
import { MigrationServiceProps } from '../feature-props';
import { environmentOf, sizesOf } from './service';
import { ServiceNetwork } from './service-network';

const NAME = 'payment-processor';

/**
 * The payment service in ECS Express mode (MG-10): ECS makes load balancer, certificate, scaling and their security groups by itself, from the private subnets
 * and so inside the VPC.
 */
export class ExpressService extends Construct {
  public readonly cluster: ecs.Cluster;
  public readonly service: ecs.CfnExpressGatewayService;
  public readonly taskRole: NarrowRole;
  public readonly executionRole: NarrowRole;
  public readonly infrastructureRole: iam.Role;
  public readonly outputs: Record<string, Output>;

  constructor(scope: Construct, id: string, core: MigrationCore, props: MigrationServiceProps) {
    super(scope, id);
    const { platform, database } = core;
    const { names, network, key, settings } = platform;
    const { securityGroup } = new ServiceNetwork(this, 'Network', core);
    this.cluster = insightfulCluster(this, network.vpc, names, platform.logs);
    const logGroup = serviceLogs(this, platform);
    this.taskRole = tasksRole(this, 'TaskRole', 'The payment service: reads the password of its database');
    allowCredentials(this.taskRole, { secret: database.secret, key, environment: settings.tags.Environment });
    this.executionRole = tasksRole(this, 'ExecutionRole', 'ECS starts the payment service: pulls its image, writes its logs');
    allow(this.executionRole, ['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    this.infrastructureRole = this.makeInfrastructureRole();
    const sizes = sizesOf(props);
    const serviceName = names.of(NamedService.ECS_CLUSTER, NAME);
    this.service = new ecs.CfnExpressGatewayService(this, 'Service', {
      serviceName,
      cluster: this.cluster.clusterName,
      cpu: String(sizes.cpu),
      memory: String(sizes.memoryMiB),
      executionRoleArn: this.executionRole.roleArn,
      infrastructureRoleArn: this.infrastructureRole.roleArn,
      taskRoleArn: this.taskRole.roleArn,
      healthCheckPath: '/ready',
      networkConfiguration: {
        subnets: network.zones.map(({ privateSubnet }) => privateSubnet.subnetId), securityGroups: [securityGroup.securityGroupId],
      },
      primaryContainer: {
        image: this.imageName(props),
        containerPort: SERVICE_PORT,
        awsLogsConfiguration: { logGroup: logGroup.logGroupName, logStreamPrefix: NAME },
        environment: Object.entries(environmentOf(core)).map(([name, value]) => ({ name, value })),
      },
      scalingTarget: {
        autoScalingMetric: 'AVERAGE_CPU', autoScalingTargetValue: sizes.targetUtilization, minTaskCount: sizes.minTasks, maxTaskCount: sizes.maxTasks,
      },
    });
    this.service.node.addDependency(database.proxy, this.executionRole.permissions, this.taskRole.permissions, this.infrastructureRole);
    this.watch(core, serviceName);
    this.outputs = {
      ServiceUrl: [`https://${this.service.attrEndpoint}`, 'Where the service answers, inside the VPC'],
      EcsClusterName: [this.cluster.clusterName, 'ECS cluster'],
      EcsServiceName: [serviceName, 'The service'],
    };
  }

  /** An image as text, with the right to pull it: what the CDK does for a container of a task definition, of which there is none. */
  private imageName({ image }: MigrationServiceProps): string {
    const container = { taskDefinition: { obtainExecutionRole: () => this.executionRole } } as unknown as ecs.ContainerDefinition;
    acknowledge(this.executionRole, 'ecr:GetAuthorizationToken has no resource level', 'AwsSolutions-IAM5[Resource::*]');
    return image.bind().bind(this, container).imageName;
  }

  private makeInfrastructureRole(): iam.Role {
    const policy = iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonECSInfrastructureRoleforExpressGatewayServices');
    const role = new iam.Role(this, 'InfrastructureRole', {
      assumedBy: new AccountServicePrincipal('ecs.amazonaws.com'), description: 'ECS makes load balancer, certificate and scaling of the service', managedPolicies: [policy],
    });
    acknowledge(role, 'Express mode asks for this policy: AWS keeps it in step with what ECS makes, and holds it to resources that bear its tags',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonECSInfrastructureRoleforExpressGatewayServices]');
    return role;
  }

  private watch({ platform: { monitoring } }: MigrationCore, serviceName: string): void {
    for (const [id, metricName] of [['ServiceCpu', 'CPUUtilization'], ['ServiceMemory', 'MemoryUtilization']]) {
      monitoring.watch(id, {
        metric: new cloudwatch.Metric({
          namespace: 'AWS/ECS',
          metricName,
          dimensionsMap: { ClusterName: this.cluster.clusterName, ServiceName: serviceName },
          statistic: 'Average',
          period: Duration.minutes(1),
        }),
        threshold: 80,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        description: `Payment service: ${metricName} at 80% or above; autoscaling is at its end or too slow`,
      });
    }
    monitoring.section('Service');
  }
}
