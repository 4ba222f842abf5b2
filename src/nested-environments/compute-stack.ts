import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { PaymentDatabaseStack } from './database-stack';
import { DescribedStack } from './described-stack';
import { BALANCER_PREFIX, Foundation } from './foundation';
import { PaymentNetworkStack } from './network-stack';
import { EnvironmentIngressProps, PaymentEnvironmentProps } from './props';
import { PaymentService } from './service-task';
import { ManagedFirewall, NamedService } from '../hardened';
import { acknowledge } from '../hardened/acknowledge';
import { fixed } from '../hardened/connect';

/** Load balancer, ECS cluster and service (NE-08). */
export class PaymentComputeStack extends DescribedStack {
  public readonly cluster: ecs.Cluster;
  public readonly service: PaymentService;
  public readonly loadBalancer: elb.ApplicationLoadBalancer;
  public readonly certificate: acm.ICertificate;
  public readonly firewall?: ManagedFirewall;

  constructor(
    scope: Construct, private readonly foundation: Foundation, private readonly network: PaymentNetworkStack, database: PaymentDatabaseStack,
    props: PaymentEnvironmentProps,
  ) {
    super(scope, 'PaymentComputeStack', { description: 'Payment environment: load balancer and service' });
    const { ingress } = props;
    const { names, logs } = foundation;
    const clusterName = names.of(NamedService.ECS_CLUSTER, 'cluster');
    const insights = logs.group(this, 'InsightsLogs', `/aws/ecs/containerinsights/${clusterName}/performance`);
    this.cluster = new ecs.Cluster(this, 'Cluster', { clusterName, vpc: network.vpc, containerInsightsV2: ecs.ContainerInsights.ENHANCED });
    this.cluster.node.addDependency(insights);

    this.certificate = ingress.certificate ?? new acm.Certificate(this, 'Certificate', {
      domainName: ingress.domainName!, validation: acm.CertificateValidation.fromDns(ingress.hostedZone),
    });
    this.loadBalancer = this.makeLoadBalancer();
    this.service = new PaymentService(this, 'Service', foundation, network, database, this.cluster, props.compute ?? {});
    this.listen(this.service);
    if (ingress.webApplicationFirewall ?? true) {
      this.firewall = new ManagedFirewall(this, 'Firewall', { names, logs, part: 'alb', resourceArn: this.loadBalancer.loadBalancerArn });
    }
    this.addRecord(ingress);
  }

  private makeLoadBalancer(): elb.ApplicationLoadBalancer {
    const { names, accessLogs, settings } = this.foundation;
    const loadBalancer = new elb.ApplicationLoadBalancer(this, 'LoadBalancer', {
      loadBalancerName: names.of(NamedService.LOAD_BALANCER, 'alb'),
      vpc: this.network.vpc,
      vpcSubnets: { subnets: this.network.publicSubnets.subnets },
      internetFacing: true,
      securityGroup: fixed(this, 'LoadBalancerGroup', this.network.securityGroups.loadBalancer),
      dropInvalidHeaderFields: true,
      deletionProtection: settings.deletionProtection,
    });
    // Not `logAccessLogs`: it needs the Region and lets a second service write.
    loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
    loadBalancer.setAttribute('access_logs.s3.bucket', accessLogs.bucketName);
    loadBalancer.setAttribute('access_logs.s3.prefix', BALANCER_PREFIX);
    loadBalancer.node.addDependency(accessLogs.policy!);
    if (settings.deletionProtection) acknowledge(loadBalancer, 'Production alone is protected; dev and staging can be torn down (NE-05)', 'PaymentChecks-TeardownBlocked');
    return loadBalancer;
  }

  private listen(service: PaymentService): void {
    this.loadBalancer.addListener('Https', {
      port: 443,
      protocol: elb.ApplicationProtocol.HTTPS,
      certificates: [this.certificate],
      sslPolicy: elb.SslPolicy.RECOMMENDED_TLS, // TLS 1.2 and 1.3 (PCI DSS 4.2.1)
      open: false,
      defaultTargetGroups: [service.targetGroup],
    });
    const redirect = this.loadBalancer.addListener('Http', {
      port: 80,
      protocol: elb.ApplicationProtocol.HTTP,
      open: false,
      defaultAction: elb.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
    });
    acknowledge(redirect, 'Answers with a redirect to the TLS listener and nothing else', 'PCI.DSS.321-ELBv2ACMCertificateRequired');
  }

  private addRecord({ domainName, hostedZone }: EnvironmentIngressProps): void {
    if (!domainName || !hostedZone) return;
    new route53.ARecord(this, 'Record', {
      zone: hostedZone, recordName: domainName, target: route53.RecordTarget.fromAlias(new targets.LoadBalancerTarget(this.loadBalancer)),
    });
  }
}
