import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { surely, target } from '../query';

const PRIVATE = /^AWS::(RDS|ElastiCache|DocDB|Neptune|Redshift|MemoryDB|DAX)::|^AWS::EC2::VPCEndpoint$/;
const HOST = 'HealthCheckConfig.FullyQualifiedDomainName';
const ADDRESS = 'HealthCheckConfig.IPAddress';

export const healthCheckUnreachable: Lesson = {
  id: 'HealthCheckUnreachable',
  title: 'A health check asks something that is on the internet',
  severity: 'high',
  facet: 'reliability',
  classes: ['route53', 'health-check', 'multi-region'],
  why: 'The checkers of Route 53 come from the internet: a database or an internal load balancer always fails the check, and the failover happens at once.',
  fix: 'Check a public endpoint of the application, or an alarm: Type CLOUDWATCH_METRIC.',
  source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-private-hosted-zones.html',
  flawed: `
    Check: { Type: AWS::Route53::HealthCheck, Properties: { HealthCheckConfig: { Type: TCP, Port: 5432, FullyQualifiedDomainName: !GetAtt Database.Endpoint.Address } } }
    Database: { Type: AWS::RDS::DBInstance, Properties: { Engine: postgres } }`,
  sound: `
    Check: { Type: AWS::Route53::HealthCheck, Properties: { HealthCheckConfig: { Type: HTTPS, FullyQualifiedDomainName: !GetAtt Balancer.DNSName } } }
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Scheme: internet-facing, Subnets: [one, two] } }`,
  *check(model) {
    for (const check of model.resources('AWS::Route53::HealthCheck')) {
      const to = target(model, check.get(HOST));
      if (to && (PRIVATE.test(to.type) || surely(to.get('Scheme'), (scheme) => scheme === 'internal'))) yield at(check, HOST, `${to.id} is private`);
      const address = check.get(ADDRESS);
      if (/^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|127\.)/.test(show(address))) yield at(check, ADDRESS, `${show(address)} is private`, 'address');
    }
  },
};
