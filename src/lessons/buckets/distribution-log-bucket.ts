import { bucketOf, ownership } from './buckets';
import { at, Lesson } from '../lesson';

export const distributionLogBucket: Lesson = {
  id: 'DistributionLogBucket',
  title: 'The bucket of CloudFront\'s logs has ACLs turned on',
  severity: 'critical',
  facet: 'reliability',
  classes: ['access-logging', 'cloudfront', 's3-acl-deprecated'],
  why: 'CloudFront gives itself access by ACL: "The S3 bucket that you specified for CloudFront logs does not enable ACL access", and the deployment rolls back.',
  fix: 'Set OwnershipControls: { Rules: [{ ObjectOwnership: BucketOwnerPreferred }] } on the bucket of the logs.',
  source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html',
  flawed: `
    Logs: { Type: AWS::S3::Bucket }
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties: { DistributionConfig: { Enabled: true, Logging: { Bucket: !GetAtt Logs.DomainName } } }`,
  sound: `
    Logs:
      Type: AWS::S3::Bucket
      Properties: { OwnershipControls: { Rules: [{ ObjectOwnership: BucketOwnerPreferred }] } }
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties: { DistributionConfig: { Enabled: true, Logging: { Bucket: !GetAtt Logs.DomainName } } }`,
  *check(model) {
    for (const distribution of model.resources('AWS::CloudFront::Distribution')) {
      const log = bucketOf(model, distribution.get('DistributionConfig.Logging.Bucket'));
      if (log && ownership(log).every((one) => one === 'BucketOwnerEnforced')) {
        yield at(log, 'OwnershipControls', `ACLs are off, ${distribution.id} sends its logs here`, distribution.id);
      }
    }
  },
};
