import { balancers, isApplication, isInternetFacing } from './balancers';
import { Model, Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, list, mappings, possibly, target } from '../query';

/** Public entrances of HTTP, and other resources that an association may name instead. */
function* entrances(model: Model): Iterable<{ entrance: Resource; names: readonly (Resource | undefined)[] }> {
  for (const balancer of balancers(model)) {
    if (isApplication(balancer) && isInternetFacing(balancer)) yield { entrance: balancer, names: [balancer] };
  }
  for (const stage of model.resources('AWS::ApiGateway::Stage')) {
    const api = target(model, stage.get('RestApiId'));
    if (api?.type === 'AWS::ApiGateway::RestApi' && !isPrivate(api)) yield { entrance: stage, names: [stage, api] };
  }
  for (const deployment of model.resources('AWS::ApiGateway::Deployment')) {
    const api = target(model, deployment.get('RestApiId'));
    const staged = model.resources('AWS::ApiGateway::Stage').some((stage) => target(model, stage.get('RestApiId')) === api);
    if (api && !staged && !absent(deployment.get('StageName')) && !isPrivate(api)) yield { entrance: deployment, names: [deployment, api] };
  }
  for (const api of model.resources('AWS::AppSync::GraphQLApi')) {
    if (!possibly(api.get('Visibility'), (visibility) => visibility !== undefined && visibility !== 'GLOBAL')) yield { entrance: api, names: [api] };
  }
}

const isPrivate = (api: Resource): boolean => possibly(api.get('EndpointConfiguration.Types'), (types) => list(types).some((type) => type === 'PRIVATE' || typeof type === 'object'));

export const wafMissing: Lesson = {
  id: 'WafMissing',
  title: 'Every public entrance has a web application firewall',
  severity: 'medium',
  facet: 'security',
  classes: ['waf', 'missing-resource', 'security-general'],
  why: 'Injections, stolen passwords tried by the thousand and floods reach the application; since March 2025 PCI DSS asks for an automated protection.',
  fix: 'AWS::WAFv2::WebACL with managed rules and a rate limit, and an AWS::WAFv2::WebACLAssociation; WebACLId at a distribution.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-16',
  pci: ['6.4.2'],
  flawed: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Scheme: internet-facing, Subnets: [one, two] } }`,
  sound: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Scheme: internet-facing, Subnets: [one, two] } }
    Acl: { Type: AWS::WAFv2::WebACL, Properties: { Scope: REGIONAL } }
    Association: { Type: AWS::WAFv2::WebACLAssociation, Properties: { ResourceArn: !Ref Balancer, WebACLArn: !GetAtt Acl.Arn } }`,
  *check(model) {
    const distributions = model.resources('AWS::CloudFront::Distribution');
    for (const distribution of distributions) {
      // Files of a bucket are no application.
      const origins = mappings(distribution.get('DistributionConfig.Origins'));
      if (origins.length > 0 && origins.every((one) => target(model, one.DomainName)?.type === 'AWS::S3::Bucket')) continue;
      if (absent(distribution.get('DistributionConfig.WebACLId'))) yield at(distribution, 'DistributionConfig.WebACLId', 'No web ACL');
    }
    const associations = model.resources('AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation');
    // An association of something that cannot be told may be that of any entrance.
    if (associations.some((one) => !target(model, one.get('ResourceArn')))) return;
    const covered = [...associations, ...distributions.filter((one) => !absent(one.get('DistributionConfig.WebACLId')))].flatMap((one) => one.edges.map(({ to }) => to));
    for (const { entrance, names } of entrances(model)) {
      if (!names.some((one) => one && covered.includes(one))) yield at(entrance, '', 'No web ACL is associated');
    }
  },
};
