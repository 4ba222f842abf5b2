import { Mapping, show } from '../../template';
import { at, Lesson } from '../lesson';
import { conditionNames, statementsOf } from '../policies';

/** What tells one caller from another. */
const CALLER = /^(aws:(source|principal|calledvia|viaawsservice|userid|username|federatedprovider)|s3:dataaccesspoint|kms:)/i;

export const bucketPolicyOpen: Lesson = {
  id: 'BucketPolicyOpen',
  title: 'A bucket policy names who may use the bucket',
  severity: 'high',
  facet: 'security',
  classes: ['bucket-policy', 'public-access-block', 'publicly-accessible'],
  why: 'With Principal * anybody on the internet reads the objects; the deployment fails where S3 blocks public policies.',
  fix: 'Name the roles or services, or add a condition on aws:SourceArn, aws:SourceVpce or aws:PrincipalOrgID; publish through CloudFront.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
  pci: ['1.4.4', '7.2.1'],
  flawed: `
    Bucket: { Type: AWS::S3::Bucket }
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Bucket
        PolicyDocument: { Statement: [{ Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: !Sub '\${Bucket.Arn}/*' }] }`,
  sound: `
    Bucket: { Type: AWS::S3::Bucket }
    Policy:
      Type: AWS::S3::BucketPolicy
      Properties:
        Bucket: !Ref Bucket
        PolicyDocument:
          Statement:
            - Effect: Allow
              Principal: '*'
              Action: s3:GetObject
              Resource: !Sub '\${Bucket.Arn}/*'
              Condition: { StringEquals: { aws:PrincipalOrgID: o-1234567890 } }`,
  *check(model) {
    for (const policy of model.resources('AWS::S3::BucketPolicy')) {
      for (const { allows, principals, conditions, path, actions, sid } of statementsOf(policy)) {
        if (!allows || narrows(conditions) || !principals.some(({ value }) => show(value) === '*')) continue;
        yield at(policy, `${path}.Principal`, `Anybody may ${actions.join(', ')}`, sid ?? actions.join());
      }
    }
  },
};

const narrows = (conditions: Mapping) => conditionNames(conditions, CALLER);
