import { backtrackUnsupported } from './backtrack-unsupported';
import { cacheAuth } from './cache-auth';
import { cacheFailover } from './cache-failover';
import { cacheFailoverAlone } from './cache-failover-alone';
import { cacheTokenWithoutTls } from './cache-token-without-tls';
import { clusterOneInstance } from './cluster-one-instance';
import { clusterWithoutInstance } from './cluster-without-instance';
import { dbBackupOff } from './db-backup-off';
import { dbBackupShort } from './db-backup-short';
import { dbExtendedSupport } from './db-extended-support';
import { dbLogExports } from './db-log-exports';
import { dbLogTypeUnknown } from './db-log-type-unknown';
import { dbMonitoring } from './db-monitoring';
import { dbPasswordTwice } from './db-password-twice';
import { dbPublic } from './db-public';
import { dbSingleAz } from './db-single-az';
import { dbTls } from './db-tls';
import { dbUnencrypted } from './db-unencrypted';
import { dbUserReserved } from './db-user-reserved';
import { dbVersionRetired } from './db-version-retired';
import { engineModeRetired } from './engine-mode-retired';
import { fileSystemUnencrypted } from './file-system-unencrypted';
import { globalClusterTwice } from './global-cluster-twice';
import { insightsUnsupported } from './insights-unsupported';
import { instanceClassRetired } from './instance-class-retired';
import { minorUpgradeOff } from './minor-upgrade-off';
import { monitoringWithoutRole } from './monitoring-without-role';
import { parameterGroupFamily } from './parameter-group-family';
import { redisUnencrypted } from './redis-unencrypted';
import { searchUnencrypted } from './search-unencrypted';
import { serverlessWithoutScaling } from './serverless-without-scaling';
import { storageGp2 } from './storage-gp2';
import { storageThroughputSmall } from './storage-throughput-small';
import { Lesson } from '../lesson';

export const DATABASES: readonly Lesson[] = [
  backtrackUnsupported, cacheAuth, cacheFailoverAlone, cacheFailover, cacheTokenWithoutTls, clusterOneInstance, clusterWithoutInstance,
  dbBackupOff, dbBackupShort, dbExtendedSupport, dbLogExports, dbLogTypeUnknown, dbMonitoring, dbPasswordTwice, dbPublic, dbSingleAz,
  dbTls, dbUnencrypted, dbUserReserved, dbVersionRetired, engineModeRetired, fileSystemUnencrypted, globalClusterTwice,
  insightsUnsupported, instanceClassRetired, minorUpgradeOff, monitoringWithoutRole, parameterGroupFamily, redisUnencrypted,
  searchUnencrypted, serverlessWithoutScaling, storageGp2, storageThroughputSmall,
];
