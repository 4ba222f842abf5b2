import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { AccessLogBucket } from './bucket';
import { fixed } from './connect';
import { NamedService, PhysicalNames } from './names';

/** The entry by name; see the props of each system. */
export interface Ingress {
  readonly certificate?: acm.ICertificate;
  readonly domainName?: string;
  readonly hostedZone?: route53.IHostedZone;
}

/** Props of `HardenedLoadBalancer`. */
export interface HardenedLoadBalancerProps {
  readonly names: PhysicalNames;
  readonly vpc: ec2.IVpc;
  /** Public, one of each zone. */
  readonly subnets: ec2.ISubnet[];
  readonly securityGroup: ec2.ISecurityGroup;
  /** Where it logs; must receive from load balancers. */
  readonly accessLogs: AccessLogBucket;
  /** Folder of its logs. */
  readonly logPrefix: string;
  readonly deletionProtection: boolean;
}

/** A public load balancer that logs and takes TLS alone: port 80 redirects (NE-08, MG-10). */
export class HardenedLoadBalancer extends elb.ApplicationLoadBalancer {
  constructor(scope: Construct, id: string, props: HardenedLoadBalancerProps) {
    const { names, accessLogs, deletionProtection } = props;
    super(scope, id, {
      loadBalancerName: names.of(NamedService.LOAD_BALANCER, 'alb'),
      vpc: props.vpc,
      vpcSubnets: { subnets: props.subnets },
      internetFacing: true,
      securityGroup: fixed(scope, 'LoadBalancerGroup', props.securityGroup),
      dropInvalidHeaderFields: true,
      deletionProtection,
    });
    // Not `logAccessLogs`: it needs the Region and lets a second service write.
    this.setAttribute('access_logs.s3.enabled', 'true');
    this.setAttribute('access_logs.s3.bucket', accessLogs.bucketName);
    this.setAttribute('access_logs.s3.prefix', props.logPrefix);
    this.node.addDependency(accessLogs.policy!);
  }

  /** Listens on 443, and on 80 for those who come without TLS. */
  public serve(certificate: acm.ICertificate, targetGroup: elb.IApplicationTargetGroup): void {
    this.addListener('Https', {
      port: 443,
      protocol: elb.ApplicationProtocol.HTTPS,
      certificates: [certificate],
      sslPolicy: elb.SslPolicy.RECOMMENDED_TLS, // TLS 1.2 and 1.3 (PCI DSS 4.2.1)
      open: false,
      defaultTargetGroups: [targetGroup],
    });
    const redirect = this.addListener('Http', {
      port: 80,
      protocol: elb.ApplicationProtocol.HTTP,
      open: false,
      defaultAction: elb.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
    });
    acknowledge(redirect, 'Answers with a redirect to the TLS listener and nothing else', 'PCI.DSS.321-ELBv2ACMCertificateRequired');
  }
}

/** Lets the internet reach a load balancer. */
export function openEntry(loadBalancer: ec2.SecurityGroup): void {
  loadBalancer.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'HTTPS from anywhere');
  loadBalancer.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTP, 'HTTP from anywhere, redirected to HTTPS');
  acknowledge(loadBalancer, 'The public entry: 443, and 80 for the redirect (NE-09)', 'AwsSolutions-EC23', 'PCI.DSS.321-EC2RestrictedCommonPorts');
}

/** The certificate that is given, or one for the name. */
export function certificateOf(scope: Construct, { certificate, domainName, hostedZone }: Ingress): acm.ICertificate {
  return certificate ?? new acm.Certificate(scope, 'Certificate', { domainName: domainName!, validation: acm.CertificateValidation.fromDns(hostedZone) });
}

/** Leads the name to the load balancer. */
export function addRecord(scope: Construct, { domainName, hostedZone }: Ingress, loadBalancer: elb.IApplicationLoadBalancer): void {
  if (!domainName || !hostedZone) return;
  new route53.ARecord(scope, 'Record', {
    zone: hostedZone, recordName: domainName, target: route53.RecordTarget.fromAlias(new targets.LoadBalancerTarget(loadBalancer)),
  });
}
