import { Reference, show, Value } from '../../template';
import { plain } from '../iam/roles';
import { at, Lesson } from '../lesson';
import { absent, list, mappings } from '../query';

const TYPES = ['AWS::S3::Object', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table'];

/** A bucket, a slash, and something after it. */
export const isObjects = (text: string): boolean => /^(arn:[^:]*:s3:::|\$\{[\w/]+\.Arn\})[^*]*\/.+$/.test(text);

function fault(type: Value | undefined, value: Value): string | undefined {
  const text = plain(value);
  if (type === 'AWS::S3::Object' && value instanceof Reference && value.resource.type === 'AWS::S3::Bucket') {
    return `${text} lacks the slash at its end: all objects are ${text}/`;
  }
  if (type === 'AWS::S3::Object' && /^\$\{[\w/]+\}\//.test(text)) return `${text} is no ARN`;
  // A star after the bucket is accepted: another lesson.
  if (/\*/.test(text) && !isObjects(text)) return `${text}: no wildcards are taken`;
  return type === 'AWS::S3::Object' && /^arn:[^:]*:s3:::[^/$]+$/.test(text) ? `${text} lacks the slash at its end` : undefined;
}

export const trailEventSelectors: Lesson = {
  id: 'TrailEventSelectors',
  title: 'Event selectors of a trail name data as CloudTrail takes it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['cloudtrail', 'invalid-property'],
  why: 'The deployment fails: Value arn:aws:s3:::* for DataResources.Values is invalid.',
  fix: 'All buckets: arn:aws:s3. One bucket: its ARN and a slash. All functions: arn:aws:lambda. Finer choices: AdvancedEventSelectors, instead of EventSelectors.',
  source: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html',
  pci: ['10.2.1'],
  flawed: `
    Trail:
      Type: AWS::CloudTrail::Trail
      Properties:
        IsLogging: true
        S3BucketName: audit
        EventSelectors: [{ DataResources: [{ Type: AWS::S3::Object, Values: ['arn:aws:s3:::*/*'] }] }]`,
  sound: `
    Trail:
      Type: AWS::CloudTrail::Trail
      Properties:
        IsLogging: true
        S3BucketName: audit
        EventSelectors:
          - DataResources:
              - { Type: AWS::S3::Object, Values: [!Sub '\${Bucket.Arn}/', !Sub 'arn:\${AWS::Partition}:s3', 'arn:aws:s3:::'] }
              - { Type: AWS::Lambda::Function, Values: ['arn:aws:lambda'] }
    Bucket: { Type: AWS::S3::Bucket }`,
  *check(model) {
    for (const trail of model.resources('AWS::CloudTrail::Trail')) {
      if (!absent(trail.get('EventSelectors')) && !absent(trail.get('AdvancedEventSelectors'))) {
        yield at(trail, 'AdvancedEventSelectors', 'EventSelectors and AdvancedEventSelectors', 'both');
      }
      for (const [i, selector] of mappings(trail.get('EventSelectors')).entries()) {
        for (const { Type: type, Values: values } of mappings(selector.DataResources)) {
          const path = `EventSelectors.${i}.DataResources`;
          if (typeof type === 'string' && !TYPES.includes(type)) yield at(trail, path, `${type} is taken by AdvancedEventSelectors only`, type);
          for (const value of list(values)) {
            const found = fault(type, value);
            if (found) yield at(trail, path, found, show(value));
          }
        }
      }
    }
  },
};
