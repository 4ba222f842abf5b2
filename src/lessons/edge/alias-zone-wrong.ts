import { aliasOf, inRecord, records } from './balancers';
import { isMapping, Reference, show } from '../../template';
import { at, Lesson } from '../lesson';
import { target } from '../query';

/** The zone of all distributions. */
const CLOUDFRONT = 'Z2FDTNDATAQYW2';

export const aliasZoneWrong: Lesson = {
  id: 'AliasZoneWrong',
  title: 'An alias names the zone of its target, not that of the record',
  severity: 'critical',
  facet: 'reliability',
  classes: ['route53', 'cloudfront', 'alb'],
  why: 'Route 53 looks for the target in the zone that AliasTarget.HostedZoneId names, and refuses the record.',
  fix: 'CanonicalHostedZoneID of the load balancer; Z2FDTNDATAQYW2 for CloudFront.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-route53-recordset-aliastarget.html',
  flawed: `
    Record:
      Type: AWS::Route53::RecordSet
      Properties: { HostedZoneId: !Ref Zone, Name: pay.acme.dev, Type: A, AliasTarget: { DNSName: !GetAtt Balancer.DNSName, HostedZoneId: !Ref Zone } }
    Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: acme.dev } }
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [one, two] } }`,
  sound: `
    Record:
      Type: AWS::Route53::RecordSet
      Properties:
        HostedZoneId: !Ref Zone
        Name: pay.acme.dev
        Type: A
        AliasTarget: { DNSName: !GetAtt Balancer.DNSName, HostedZoneId: !GetAtt Balancer.CanonicalHostedZoneID }
    Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: acme.dev } }
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [one, two] } }`,
  *check(model) {
    for (const record of records(model)) {
      const alias = aliasOf(record);
      if (!isMapping(alias)) continue;
      const { DNSName: name, HostedZoneId: zone } = alias;
      const to = target(model, name)?.type;
      const owner = zone instanceof Reference ? zone.resource.type : undefined;
      const wrong = to === 'AWS::CloudFront::Distribution' ? owner !== undefined || (typeof zone === 'string' && zone !== CLOUDFRONT)
        : to === 'AWS::ElasticLoadBalancingV2::LoadBalancer' && ((owner !== undefined && owner !== to) || zone === CLOUDFRONT);
      if (wrong) yield at(record.holder, inRecord(record, 'AliasTarget.HostedZoneId'), `HostedZoneId is ${show(zone)}`, record.path);
    }
  },
};
