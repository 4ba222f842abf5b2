import { engineOf } from './databases';
import { at, Lesson } from '../lesson';
import { text } from '../query';

const RESERVED: Readonly<Record<string, readonly string[]>> = {
  'aurora-mysql': ['rdsadmin', 'rdsrepladmin'],
  'aurora-postgresql': ['admin', 'rdsadmin', 'rds_superuser'],
  'mysql': ['rdsadmin', 'rdsrepladmin'],
  'postgres': ['admin', 'rdsadmin', 'rds_superuser'],
};

export const dbUserReserved: Lesson = {
  id: 'DbUserReserved',
  title: 'The master user has a name that the engine does not reserve',
  severity: 'critical',
  facet: 'reliability',
  classes: ['rds-params', 'invalid-property'],
  why: 'RDS answers "MasterUsername admin cannot be used as it is a reserved word used by the engine": the deployment rolls back.',
  fix: 'Name the user otherwise: postgres, dbadmin, app_admin.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20', MasterUsername: admin }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20', MasterUsername: payments }`,
  *check(model) {
    for (const database of model.resources('AWS::RDS::DBInstance', 'AWS::RDS::DBCluster')) {
      const user = text(database.get('MasterUsername'))?.toLowerCase();
      const engine = engineOf(database) ?? '';
      if (user !== undefined && RESERVED[engine]?.includes(user)) yield at(database, 'MasterUsername', `${user} is reserved by ${engine}`);
    }
  },
};
