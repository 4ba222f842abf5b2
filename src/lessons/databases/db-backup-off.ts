import { CLUSTERS, instances, isCopy } from './databases';
import { at, Lesson } from '../lesson';
import { num, surely } from '../query';

export const dbBackupOff: Lesson = {
  id: 'DbBackupOff',
  title: 'Automatic backups of a database are on',
  severity: 'high',
  facet: 'reliability',
  classes: ['backup-retention', 'rds-params'],
  why: 'With BackupRetentionPeriod 0 there is no backup and no point in time to go back to: an error in the data stays.',
  fix: 'Set BackupRetentionPeriod to 7 or more.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20', BackupRetentionPeriod: 0 }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20', BackupRetentionPeriod: 7 }`,
  *check(model) {
    for (const database of [...model.resources(...CLUSTERS), ...instances(model)]) {
      if (!isCopy(database) && surely(database.get('BackupRetentionPeriod'), (days) => num(days) === 0)) {
        yield at(database, 'BackupRetentionPeriod', 'BackupRetentionPeriod is 0');
      }
    }
  },
};
