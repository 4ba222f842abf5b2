import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { entryName, regionalName } from './regions';
import { DomainSettings } from './settings';

/** The zone in a Region's stack: yours, or, when it is made in the stack of the names, by a parameter. */
function zoneOf(scope: Construct, { hostedZone, zoneName }: DomainSettings): route53.IHostedZone {
  const hostedZoneId = hostedZone?.hostedZoneId ?? new CfnParameter(Stack.of(scope), 'HostedZoneId', {
    type: 'AWS::Route53::HostedZone::Id', description: 'Output HostedZoneId of the stack of the names, which is deployed first; delegated',
  }).valueAsString;
  return route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId, zoneName });
}

/**
 * The names that lead to one Region (DR-03, DR-04): its own, and an entry for the failover name.
 *
 * The failover name is a custom domain in both Regions, and its record is in neither: it leads to `entry-<Region>`, a name known in
 * advance, so that the stack of the names need not know what API Gateway calls its endpoint.
 */
export class RegionalDomain extends Construct {
  /** For both names, in this Region. */
  public readonly certificate: acm.Certificate;
  /** The failover name. */
  public readonly failoverDomain: apigateway.DomainName;
  /** The Region's own name. */
  public readonly regionalDomain: apigateway.DomainName;
  /** Where the Region's API answers, without a slash at its end. */
  public readonly url: string;

  constructor(scope: Construct, id: string, region: string, domain: DomainSettings, api: apigateway.RestApi) {
    super(scope, id);
    const { domainName } = domain;
    const own = regionalName(domainName, region);
    const zone = zoneOf(this, domain);
    this.url = `https://${own}`;
    this.certificate = new acm.Certificate(this, 'Certificate', {
      domainName, subjectAlternativeNames: [own], validation: acm.CertificateValidation.fromDns(zone),
    });
    this.failoverDomain = this.serve('Failover', domainName, api);
    this.regionalDomain = this.serve('Regional', own, api);
    new route53.CfnRecordSet(this, 'RegionalRecord', {
      hostedZoneId: zone.hostedZoneId,
      name: `${own}.`,
      type: 'A',
      aliasTarget: { dnsName: this.regionalDomain.domainNameAliasDomainName, hostedZoneId: this.regionalDomain.domainNameAliasHostedZoneId },
    });
    new route53.CfnRecordSet(this, 'EntryRecord', {
      hostedZoneId: zone.hostedZoneId,
      name: `${entryName(domainName, region)}.`,
      type: 'CNAME',
      // Not part of a failover: it leads to the same Region always.
      ttl: String(Duration.minutes(5).toSeconds()),
      resourceRecords: [this.failoverDomain.domainNameAliasDomainName],
    });
  }

  private serve(id: string, domainName: string, api: apigateway.RestApi): apigateway.DomainName {
    const domain = new apigateway.DomainName(this, id, {
      domainName,
      certificate: this.certificate,
      endpointType: apigateway.EndpointType.REGIONAL,
      securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
    });
    // L1: the L2 puts the path of the stack into the id of the mapping, and the ids differ from Region to Region.
    new apigateway.CfnBasePathMapping(this, `${id}Mapping`, {
      domainName: domain.domainName, restApiId: api.restApiId, stage: api.deploymentStage.stageName,
    });
    return domain;
  }
}
