import { at, Lesson } from '../lesson';
import { isFalse, surely } from '../query';

export const minorUpgradeOff: Lesson = {
  id: 'MinorUpgradeOff',
  title: 'A database takes minor versions by itself',
  severity: 'low',
  facet: 'security',
  classes: ['rds-params', 'engine-version'],
  why: 'Faults that are mended in a minor version stay open until somebody thinks of it.',
  fix: 'Leave AutoMinorVersionUpgrade out or set it to true, and set PreferredMaintenanceWindow.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-13',
  pci: ['6.3.3'],
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, AllocatedStorage: '20', AutoMinorVersionUpgrade: false }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, AllocatedStorage: '20' }`,
  *check(model) {
    for (const one of model.resources('AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::CacheCluster')) {
      if (surely(one.get('AutoMinorVersionUpgrade'), isFalse)) yield at(one, 'AutoMinorVersionUpgrade', 'AutoMinorVersionUpgrade is false');
    }
  },
};
