import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { EventApiDomainProps } from './props';

/** A name of your own for the API: certificate, custom domain, base path mapping, A record (EV-10). */
export class EventApiDomain extends Construct {
  /** Of the name. */
  public readonly certificate: acm.ICertificate;
  /** The custom domain. */
  public readonly domainName: apigateway.DomainName;
  /** Leads from the name, and the base path, to the stage. */
  public readonly mapping: apigateway.BasePathMapping;
  /** Leads to the custom domain. */
  public readonly record: route53.ARecord;
  /** Where the API answers, without a slash at its end. */
  public readonly url: string;

  constructor(scope: Construct, id: string, { domainName, hostedZone, certificate, basePath }: EventApiDomainProps, api: apigateway.RestApi) {
    super(scope, id);
    this.certificate = certificate ?? new acm.Certificate(this, 'Certificate', {
      domainName, validation: acm.CertificateValidation.fromDns(hostedZone),
    });
    this.domainName = new apigateway.DomainName(this, 'Name', {
      domainName,
      certificate: this.certificate,
      endpointType: apigateway.EndpointType.REGIONAL,
      securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
    });
    this.mapping = new apigateway.BasePathMapping(this, 'Mapping', { domainName: this.domainName, restApi: api, stage: api.deploymentStage, basePath });
    this.record = new route53.ARecord(this, 'Record', {
      zone: hostedZone, recordName: `${domainName}.`, target: route53.RecordTarget.fromAlias(new targets.ApiGatewayDomain(this.domainName)),
    });
    this.url = `https://${domainName}${basePath === undefined ? '' : `/${basePath}`}`;
  }
}
