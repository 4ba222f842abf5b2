import { buckets, ownership } from './buckets';
import { at, Lesson } from '../lesson';
import { list } from '../query';

/** ACLs that give something to others than the owner. */
const FOREIGN = ['AuthenticatedRead', 'AwsExecRead', 'LogDeliveryWrite', 'PublicRead', 'PublicReadWrite'];

export const aclWithoutOwnership: Lesson = {
  id: 'AclWithoutOwnership',
  title: 'A bucket has no ACL for others unless its OwnershipControls turn ACLs on',
  severity: 'critical',
  facet: 'reliability',
  classes: ['s3-acl-deprecated', 'access-logging'],
  why: 'Since April 2023 new buckets have no ACLs: "Bucket cannot have ACLs set with ObjectOwnership\'s BucketOwnerEnforced setting", and the deployment rolls back.',
  fix: 'Leave AccessControl out and write a bucket policy, for logs one for logging.s3.amazonaws.com; else set ObjectOwnership: BucketOwnerPreferred.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
  flawed: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { AccessControl: LogDeliveryWrite }`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { AccessControl: LogDeliveryWrite, OwnershipControls: { Rules: [{ ObjectOwnership: BucketOwnerPreferred }] } }`,
  *check(model) {
    for (const bucket of buckets(model)) {
      const acl = list(bucket.get('AccessControl')).find((one) => typeof one === 'string' && FOREIGN.includes(one));
      if (acl !== undefined && ownership(bucket).every((one) => one === 'BucketOwnerEnforced')) {
        yield at(bucket, 'AccessControl', `AccessControl is ${String(acl)}, ACLs are off`);
      }
    }
  },
};
