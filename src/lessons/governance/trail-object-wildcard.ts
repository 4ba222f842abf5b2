import { isObjects } from './trail-event-selectors';
import { show } from '../../template';
import { plain } from '../iam/roles';
import { at, Lesson } from '../lesson';
import { list, mappings } from '../query';

export const trailObjectWildcard: Lesson = {
  id: 'TrailObjectWildcard',
  title: 'The objects of a bucket are chosen for a trail by a prefix, without a star',
  severity: 'high',
  facet: 'security',
  classes: ['cloudtrail'],
  why: 'What follows the bucket is a prefix: with /* only objects whose key begins with a star are logged, that is none.',
  fix: 'End the ARN with the slash: !Sub "${Bucket.Arn}/".',
  source: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html',
  pci: ['10.2.1', '10.2.1.1'],
  flawed: `
    Trail:
      Type: AWS::CloudTrail::Trail
      Properties:
        IsLogging: true
        S3BucketName: audit
        EventSelectors: [{ DataResources: [{ Type: AWS::S3::Object, Values: [!Sub '\${Bucket.Arn}/*'] }] }]
    Bucket: { Type: AWS::S3::Bucket }`,
  sound: `
    Trail:
      Type: AWS::CloudTrail::Trail
      Properties:
        IsLogging: true
        S3BucketName: audit
        EventSelectors: [{ DataResources: [{ Type: AWS::S3::Object, Values: [!Sub '\${Bucket.Arn}/'] }] }]
    Bucket: { Type: AWS::S3::Bucket }`,
  *check(model) {
    for (const trail of model.resources('AWS::CloudTrail::Trail')) {
      for (const [i, selector] of mappings(trail.get('EventSelectors')).entries()) {
        const values = mappings(selector.DataResources).filter(({ Type: type }) => type === 'AWS::S3::Object').flatMap(({ Values: value }) => list(value));
        for (const value of values.filter((one) => isObjects(plain(one)) && plain(one).endsWith('*'))) {
          yield at(trail, `EventSelectors.${i}.DataResources`, `${show(value)} is a prefix with a star`, show(value));
        }
      }
    }
  },
};
