import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { ManagedFirewall, NamedService } from '../../hardened';
import { acknowledge } from '../../hardened/acknowledge';
import { insightfulCluster } from '../../hardened/cluster';
import { connect } from '../../hardened/connect';
import { watchContainers } from '../../hardened/container-alarms';
import { checkIngress, checkTaskSize } from '../../hardened/container-faults';
import { ContainerService, SERVICE_PORT } from '../../hardened/container-service';
import { Faults } from '../../hardened/faults';
import { addRecord, certificateOf, HardenedLoadBalancer, openEntry } from '../../hardened/load-balancer';
import { Output } from '../../hardened/outputs';
import { MigrationCore } from '../core';
import { MigrationServiceProps } from '../feature-props';
import { BALANCER_PREFIX } from '../platform';
import { ServiceNetwork } from './service-network';

/** Percent that autoscaling aims at, and of the alarms. */
const TARGET = 60;
const ALARM = 80;

/** The sizes of a service, with their defaults. */
export function sizesOf({ cpu = 512, memoryMiB = 1024, minTasks = 2, maxTasks = 3 * minTasks }: MigrationServiceProps) {
  return { cpu, memoryMiB, minTasks, maxTasks, targetUtilization: TARGET };
}

/** Environment of the container; the service reads the secret itself, so that it survives a rotation. */
export function environmentOf({ database, platform }: MigrationCore): Record<string, string> {
  return {
    DATABASE_SECRET_ARN: database.secret.secretArn,
    DATABASE_HOST: database.proxy.endpoint,
    DATABASE_NAME: platform.settings.databaseName,
    DATABASE_CA_FILE: 'system',
  };
}

/** The payment service on Fargate behind a load balancer with a web ACL (MG-10). */
export class FargateService extends Construct {
  public readonly cluster: ecs.Cluster;
  public readonly loadBalancer: HardenedLoadBalancer;
  public readonly container: ContainerService;
  public readonly firewall: ManagedFirewall;
  public readonly outputs: Record<string, Output>;

  constructor(scope: Construct, id: string, private readonly core: MigrationCore, private readonly props: MigrationServiceProps) {
    super(scope, id);
    const { platform } = core;
    const { names, logs, network, monitoring } = platform;
    const service = new ServiceNetwork(this, 'Network', core);
    const entry = network.group(this, 'EntryGroup', 'Payment load balancer: HTTPS in, and HTTP to be redirected');
    openEntry(entry);
    connect(entry, service.securityGroup, SERVICE_PORT, 'load balancer', 'service');
    this.cluster = insightfulCluster(this, network.vpc, names, logs);
    const certificate = certificateOf(this, props);
    this.loadBalancer = this.makeLoadBalancer(entry);
    this.container = this.makeService(service.securityGroup);
    this.loadBalancer.serve(certificate, this.container.targetGroup);
    this.firewall = new ManagedFirewall(this, 'Firewall', { names, logs, part: 'alb', resourceArn: this.loadBalancer.loadBalancerArn });
    addRecord(this, props, this.loadBalancer);
    watchContainers(monitoring, this.container, { threshold: ALARM, responseTime: Duration.seconds(1) });
    this.outputs = {
      ServiceUrl: [`https://${props.domainName ?? this.loadBalancer.loadBalancerDnsName}`, 'Where the service answers'],
      EcsClusterName: [this.cluster.clusterName, 'ECS cluster'],
      EcsServiceName: [this.container.service.serviceName, 'The service'],
    };
  }

  private makeLoadBalancer(securityGroup: ec2.SecurityGroup): HardenedLoadBalancer {
    const { names, network, accessLogs, settings: { deletionProtection } } = this.core.platform;
    accessLogs.receiveFromLoadBalancers(BALANCER_PREFIX);
    const loadBalancer = new HardenedLoadBalancer(this, 'LoadBalancer', {
      names,
      vpc: network.vpc,
      subnets: network.zones.map(({ entrySubnet }) => entrySubnet),
      securityGroup,
      accessLogs,
      logPrefix: BALANCER_PREFIX,
      deletionProtection,
    });
    if (deletionProtection) acknowledge(loadBalancer, 'Production: protected unless removalPolicy DESTROY is asked for (MG-18)', 'PaymentChecks-TeardownBlocked');
    return loadBalancer;
  }

  private makeService(securityGroup: ec2.SecurityGroup): ContainerService {
    const { platform: { names, logs, key, network, settings }, database } = this.core;
    return new ContainerService(this, 'Service', {
      names,
      logs,
      image: this.props.image,
      ...sizesOf(this.props),
      cluster: this.cluster,
      vpc: network.vpc,
      subnets: network.privateSubnets,
      securityGroup,
      environment: environmentOf(this.core),
      credentials: { secret: database.secret, key, environment: settings.tags.Environment },
      after: [database.proxy],
    });
  }
}

export function checkService(faults: Faults, props: MigrationServiceProps, region: string): void {
  const where = 'features.service';
  const { cpu, memoryMiB, minTasks, maxTasks } = sizesOf(props);
  checkTaskSize(faults, where, { cpu, memoryMiB });
  faults.range(`${where}.minTasks`, minTasks, 1, 1000);
  faults.range(`${where}.maxTasks`, maxTasks, minTasks, 5000, `(${where}.minTasks or more)`);
  if (!props.express) return checkIngress(faults, where, props, region);
  for (const name of ['certificate', 'domainName', 'hostedZone'] as const) {
    if (props[name] !== undefined) faults.add(`${where}.express and ${where}.${name} exclude each other: Express mode makes certificate and name by itself`);
  }
}

/** The names that come closest to their limits. */
export const SERVICE_NAMES: ReadonlyArray<readonly [service: NamedService, part: string]> = [[NamedService.LOAD_BALANCER, 'alb'], [NamedService.TARGET_GROUP, 'tasks']];
