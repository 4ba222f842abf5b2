import { Reference } from '../../template';
import { at, Lesson } from '../lesson';
import { surely, target } from '../query';

const ACL = 'AWS::WAFv2::WebACL';

export const wafScope: Lesson = {
  id: 'WafScope',
  title: 'A web ACL has the scope of what it protects',
  severity: 'critical',
  facet: 'reliability',
  classes: ['waf', 'cloudfront', 'region-mismatch'],
  why: 'A distribution takes the ARN of an ACL of scope CLOUDFRONT, made in us-east-1, in WebACLId; load balancers and APIs one of scope REGIONAL: otherwise it is refused.',
  fix: 'Scope CLOUDFRONT in us-east-1 and WebACLId: !GetAtt Acl.Arn; Scope REGIONAL and an association for the rest.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html',
  flawed: `
    Distribution: { Type: AWS::CloudFront::Distribution, Properties: { DistributionConfig: { Enabled: true, WebACLId: !GetAtt Acl.Arn } } }
    Acl: { Type: AWS::WAFv2::WebACL, Properties: { Scope: REGIONAL } }`,
  sound: `
    Distribution: { Type: AWS::CloudFront::Distribution, Properties: { DistributionConfig: { Enabled: true, WebACLId: !GetAtt Acl.Arn } } }
    Acl: { Type: AWS::WAFv2::WebACL, Properties: { Scope: CLOUDFRONT } }`,
  *check(model) {
    const uses = [
      ...model.resources('AWS::CloudFront::Distribution').map((user) => ({ user, path: 'DistributionConfig.WebACLId', wrong: 'REGIONAL' })),
      ...model.resources('AWS::WAFv2::WebACLAssociation').map((user) => ({ user, path: 'WebACLArn', wrong: 'CLOUDFRONT' })),
    ];
    for (const { user, path, wrong } of uses) {
      const value = user.get(path);
      const acl = target(model, value);
      if (acl?.type !== ACL) continue;
      if (surely(acl.get('Scope'), (scope) => scope === wrong)) yield at(user, path, `${acl.id} has the scope ${wrong}`, 'scope');
      else if (value instanceof Reference && value.attribute === undefined) yield at(user, path, `Ref of ${acl.id} is its name and id, not its ARN`, 'ref');
    }
    for (const association of model.resources('AWS::WAFv2::WebACLAssociation')) {
      if (target(model, association.get('ResourceArn'))?.type === 'AWS::CloudFront::Distribution') {
        yield at(association, 'ResourceArn', 'A distribution takes its web ACL in WebACLId', 'distribution');
      }
    }
    for (const acl of model.resources(ACL)) {
      const region = acl.stack.pseudo('AWS::Region');
      if (region && region !== 'us-east-1' && surely(acl.get('Scope'), (scope) => scope === 'CLOUDFRONT')) yield at(acl, 'Scope', `CLOUDFRONT in ${region}`, 'region');
    }
  },
};
