import { Pseudo, Text, Unknown, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { ENVIRONMENT_PARAMETER } from '../names/environment-parameter';
import { surely } from '../query';

/** The account, which an assembly for one account knows. */
const ACCOUNT = /(?<!\d)\d{12}(?!\d)/;

/** Written out, or the same in another account. */
const isCommonPart = (part: Value): boolean => (typeof part === 'string' && !ACCOUNT.test(part))
  || (part instanceof Pseudo && ['AWS::Region', 'AWS::StackName'].includes(part.name))
  || (part instanceof Unknown && part.parameter !== undefined && ENVIRONMENT_PARAMETER.test(part.parameter));

const isCommon = (name: Value | undefined): boolean => (typeof name === 'string' && !ACCOUNT.test(name)) || (name instanceof Text && name.parts.every(isCommonPart));

export const bucketNameGlobal: Lesson = {
  id: 'BucketNameGlobal',
  title: 'The name of a bucket holds the account, or is left to CloudFormation',
  severity: 'medium',
  facet: 'reliability',
  classes: ['name-env-suffix', 'hardcoded-name', 'naming-convention'],
  why: 'Bucket names are one for all accounts of AWS: the deployment fails where somebody else, or your own other account, took the name first.',
  fix: 'Leave BucketName out, or write !Sub "payments-${Environment}-${AWS::AccountId}-${AWS::Region}".',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
  flawed: `
    Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub 'payments-\${AWS::Region}' } }`,
  sound: `
    Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub 'payments-\${AWS::AccountId}-\${AWS::Region}' } }`,
  *check(model) {
    for (const bucket of model.resources('AWS::S3::Bucket')) {
      const name = bucket.get('BucketName');
      if (name !== undefined && surely(name, isCommon)) yield at(bucket, 'BucketName', 'The name may be taken by another account');
    }
  },
};
