import { CLUSTERS, instances, isCopy } from './databases';
import { show, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { num, surely } from '../query';

const LEAST = 7;

export const dbBackupShort: Lesson = {
  id: 'DbBackupShort',
  title: 'Backups of a database are kept for a week or longer',
  severity: 'medium',
  facet: 'reliability',
  classes: ['backup-retention', 'rds-params'],
  why: 'An error that is found after a long weekend is in every backup; one day is what CloudFormation sets when nothing is stated.',
  fix: 'Set BackupRetentionPeriod to 7 or more, 35 at most.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20' }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20', BackupRetentionPeriod: 7 }`,
  *check(model) {
    for (const database of [...model.resources(...CLUSTERS), ...instances(model)]) {
      const days = database.get('BackupRetentionPeriod');
      if (!isCopy(database) && surely(days, isShort)) yield at(database, 'BackupRetentionPeriod', `Backups are kept ${days === undefined ? 1 : show(days)} days`);
    }
  },
};

/** No backups at all is a lesson of its own. */
function isShort(days: Value | undefined): boolean {
  const count = days === undefined ? 1 : num(days);
  return count !== undefined && count > 0 && count < LEAST;
}
