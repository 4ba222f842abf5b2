import { plain } from './roles';
import { Reference, Text, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { covers, Statement, statements } from '../policies';

const OF_BUCKET = ['s3:ListBucket', 's3:ListBucketVersions', 's3:GetBucketLocation', 's3:GetBucketAcl', 's3:ListBucketMultipartUploads', 's3:GetBucketPolicy'];
const OF_OBJECT = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObjectVersion', 's3:DeleteObjectVersion', 's3:AbortMultipartUpload', 's3:PutObjectAcl'];

/** Whether the ARN is of a bucket or of its objects; undefined when the template does not tell. */
function kindOf(value: Value): 'bucket' | 'object' | undefined {
  if (value instanceof Reference) return value.resource.type === 'AWS::S3::Bucket' && value.attribute === 'Arn' ? 'bucket' : undefined;
  if (!(value instanceof Text) && typeof value !== 'string') return undefined;
  const shown = plain(value);
  const text = value instanceof Text && value.parts[0] instanceof Reference && value.parts[0].attribute === 'Arn' && value.parts[0].resource.type === 'AWS::S3::Bucket'
    ? shown.replace(/^\$\{[^}]*\}/, 'arn:aws:s3:::bucket') : shown;
  const name = /^arn:[^:]*:s3:::(.+)$/.exec(text)?.[1];
  if (name === undefined || /^\*/.test(name)) return undefined;
  if (name.replace(/\$\{[^}]*\}/g, '').includes('/')) return 'object';
  // A star after the name covers the objects too; a part that is not known may hold a slash, but not as the whole name of a bucket.
  return name.includes('*') || (value instanceof Text && !(value.parts[value.parts.length - 1] instanceof Reference) && /\}$/.test(name)) ? undefined : 'bucket';
}

/** Actions of the statement that none of its resources can serve. */
function* useless({ actions, resources }: Statement): Iterable<string> {
  const kinds = new Set(resources.map(kindOf));
  if (resources.length === 0 || kinds.has(undefined) || kinds.size !== 1) return;
  const wrong = kinds.has('bucket') ? OF_OBJECT : OF_BUCKET;
  for (const action of actions) {
    if (!action.includes('*') && wrong.some((one) => covers(action, one))) yield `${action} on ${kinds.has('bucket') ? 'the bucket, not its objects' : 'objects, not the bucket'}`;
  }
}

export const bucketArnKind: Lesson = {
  id: 'BucketArnKind',
  title: 'Actions on a bucket name its ARN, actions on objects its ARN with /*',
  severity: 'high',
  facet: 'reliability',
  classes: ['iam-generic', 'bucket-policy', 'iam-missing-permission'],
  why: 'The action never matches: calls are denied; a bucket policy with an action of objects and no object fails to deploy.',
  fix: 'Give both: Resource: [!GetAtt Bucket.Arn, !Sub "${Bucket.Arn}/*"], or a statement each.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
  flawed: `
    Bucket: { Type: AWS::S3::Bucket }
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: ['s3:GetObject', 's3:ListBucket'], Resource: !Sub '\${Bucket.Arn}/*' }] }`,
  sound: `
    Bucket: { Type: AWS::S3::Bucket }
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: ['s3:GetObject', 's3:ListBucket'], Resource: [!GetAtt Bucket.Arn, !Sub '\${Bucket.Arn}/*'] }]`,
  *check(model) {
    for (const one of statements(model)) {
      if (one.kind === 'trust') continue;
      for (const found of useless(one)) yield at(one.holder, `${one.path}.Resource`, found, found);
    }
  },
};
