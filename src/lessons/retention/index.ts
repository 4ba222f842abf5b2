import { bucketDeletionPolicy } from './bucket-deletion-policy';
import { deletionUnprotected } from './deletion-unprotected';
import { fileSystemBackup } from './file-system-backup';
import { replacePolicyMissing } from './replace-policy-missing';
import { retainedName } from './retained-name';
import { snapshotUnsupported } from './snapshot-unsupported';
import { statefulDeletionPolicy } from './stateful-deletion-policy';
import { teardownBlocked } from './teardown-blocked';
import { Lesson } from '../lesson';

export const RETENTION: readonly Lesson[] = [
  bucketDeletionPolicy, deletionUnprotected, fileSystemBackup, replacePolicyMissing, retainedName, snapshotUnsupported, statefulDeletionPolicy,
  teardownBlocked,
];
