import { engineOf } from './databases';
import { at, Lesson } from '../lesson';
import { list } from '../query';

const MYSQL = ['audit', 'error', 'general', 'iam-db-auth-error', 'slowquery'];
const LOGS: Readonly<Record<string, readonly string[]>> = {
  'aurora-mysql': [...MYSQL, 'instance'],
  'aurora-postgresql': ['iam-db-auth-error', 'instance', 'postgresql'],
  'mariadb': MYSQL,
  'mysql': MYSQL,
  'postgres': ['iam-db-auth-error', 'postgresql', 'upgrade'],
};

export const dbLogTypeUnknown: Lesson = {
  id: 'DbLogTypeUnknown',
  title: 'The logs that a database exports are logs of its engine',
  severity: 'critical',
  facet: 'reliability',
  classes: ['rds-params', 'invalid-property'],
  why: 'RDS answers "You cannot use the log types ... with engine": the deployment rolls back.',
  fix: 'Export audit, error, general or slowquery of MySQL; postgresql or upgrade of PostgreSQL.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html#cfn-rds-dbinstance-enablecloudwatchlogsexports',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.medium, Engine: mysql, AllocatedStorage: '20', EnableCloudwatchLogsExports: [error, slow_query] }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.medium, Engine: mysql, AllocatedStorage: '20', EnableCloudwatchLogsExports: [error, slowquery] }`,
  *check(model) {
    for (const database of model.resources('AWS::RDS::DBCluster', 'AWS::RDS::DBInstance')) {
      const engine = engineOf(database) ?? '';
      for (const name of list(database.get('EnableCloudwatchLogsExports'))) {
        if (typeof name === 'string' && LOGS[engine] && !LOGS[engine].includes(name)) {
          yield at(database, 'EnableCloudwatchLogsExports', `${engine} has no log ${name}`, name);
        }
      }
    }
  },
};
