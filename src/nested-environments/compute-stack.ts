import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { PaymentDatabaseStack } from './database-stack';
import { DescribedStack } from './described-stack';
import { BALANCER_PREFIX, Foundation } from './foundation';
import { PaymentNetworkStack } from './network-stack';
import { EnvironmentComputeProps, PaymentEnvironmentProps } from './props';
import { ManagedFirewall } from '../hardened';
import { acknowledge } from '../hardened/acknowledge';
import { insightfulCluster } from '../hardened/cluster';
import { ContainerService } from '../hardened/container-service';
import { addRecord, certificateOf, HardenedLoadBalancer } from '../hardened/load-balancer';

/** Load balancer, ECS cluster and service (NE-08). */
export class PaymentComputeStack extends DescribedStack {
  public readonly cluster: ecs.Cluster;
  public readonly service: ContainerService;
  public readonly loadBalancer: HardenedLoadBalancer;
  public readonly certificate: acm.ICertificate;
  public readonly firewall?: ManagedFirewall;

  constructor(
    scope: Construct, private readonly foundation: Foundation, private readonly network: PaymentNetworkStack, database: PaymentDatabaseStack,
    props: PaymentEnvironmentProps,
  ) {
    super(scope, 'PaymentComputeStack', { description: 'Payment environment: load balancer and service' });
    const { ingress } = props;
    const { names, logs } = foundation;
    this.cluster = insightfulCluster(this, network.vpc, names, logs);
    this.certificate = certificateOf(this, ingress);
    this.loadBalancer = this.makeLoadBalancer();
    this.service = this.makeService(database, props.compute ?? {});
    this.loadBalancer.serve(this.certificate, this.service.targetGroup);
    if (ingress.webApplicationFirewall ?? true) {
      this.firewall = new ManagedFirewall(this, 'Firewall', { names, logs, part: 'alb', resourceArn: this.loadBalancer.loadBalancerArn });
    }
    addRecord(this, ingress, this.loadBalancer);
  }

  private makeLoadBalancer(): HardenedLoadBalancer {
    const { names, accessLogs, settings: { deletionProtection } } = this.foundation;
    const { vpc, publicSubnets, securityGroups } = this.network;
    const loadBalancer = new HardenedLoadBalancer(this, 'LoadBalancer', {
      names,
      vpc,
      subnets: publicSubnets.subnets,
      securityGroup: securityGroups.loadBalancer,
      accessLogs,
      logPrefix: BALANCER_PREFIX,
      deletionProtection,
    });
    if (deletionProtection) acknowledge(loadBalancer, 'Production alone is protected; dev and staging can be torn down (NE-05)', 'PaymentChecks-TeardownBlocked');
    return loadBalancer;
  }

  private makeService({ cluster: database, proxy, secret }: PaymentDatabaseStack, { environment }: EnvironmentComputeProps): ContainerService {
    const { names, logs, key, settings } = this.foundation;
    const { vpc, privateSubnets, securityGroups } = this.network;
    return new ContainerService(this, 'Service', {
      names,
      logs,
      image: settings.image,
      cpu: settings.taskCpu,
      memoryMiB: settings.taskMemory,
      minTasks: settings.tasks,
      maxTasks: settings.maxTasks,
      targetUtilization: settings.targetUtilization,
      cluster: this.cluster,
      vpc,
      subnets: { subnets: privateSubnets.subnets },
      securityGroup: securityGroups.service,
      environment: {
        ...environment,
        DATABASE_SECRET_ARN: secret.secretArn,
        DATABASE_HOST: proxy?.endpoint ?? database.clusterEndpoint.hostname,
        DATABASE_NAME: settings.databaseName,
        ...proxy && { DATABASE_CA_FILE: 'system' },
      },
      credentials: { secret, key, environment: settings.environmentType },
      after: [database],
    });
  }
}
