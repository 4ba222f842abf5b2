import { accessLogBucketKms } from './access-log-bucket-kms';
import { accessLogDelivery } from './access-log-delivery';
import { aclUsed } from './acl-used';
import { aclWithoutOwnership } from './acl-without-ownership';
import { balancerLogBucketKms } from './balancer-log-bucket-kms';
import { balancerLogDelivery } from './balancer-log-delivery';
import { bucketAccessLogs } from './bucket-access-logs';
import { bucketKeyOff } from './bucket-key-off';
import { bucketNameGlobal } from './bucket-name-global';
import { bucketPolicyForeign } from './bucket-policy-foreign';
import { bucketPolicyOpen } from './bucket-policy-open';
import { bucketTlsOnly } from './bucket-tls-only';
import { bucketUnencrypted } from './bucket-unencrypted';
import { distributionLogBucket } from './distribution-log-bucket';
import { lifecycleInvalid } from './lifecycle-invalid';
import { lifecycleMissing } from './lifecycle-missing';
import { oldVersionsKept } from './old-versions-kept';
import { publicAccessBlockMissing } from './public-access-block-missing';
import { publicAccessUnblocked } from './public-access-unblocked';
import { replicationDestination } from './replication-destination';
import { replicationEncrypted } from './replication-encrypted';
import { replicationInvalid } from './replication-invalid';
import { replicationRole } from './replication-role';
import { versioningMissing } from './versioning-missing';
import { Lesson } from '../lesson';

export const BUCKETS: readonly Lesson[] = [
  accessLogBucketKms, accessLogDelivery, aclUsed, aclWithoutOwnership, balancerLogBucketKms, balancerLogDelivery, bucketAccessLogs,
  bucketKeyOff, bucketNameGlobal, bucketPolicyForeign, bucketPolicyOpen, bucketTlsOnly, bucketUnencrypted, distributionLogBucket, lifecycleInvalid,
  lifecycleMissing, oldVersionsKept, publicAccessBlockMissing, publicAccessUnblocked, replicationDestination, replicationEncrypted,
  replicationInvalid, replicationRole, versioningMissing,
];
