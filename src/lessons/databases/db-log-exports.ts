import { instances } from './databases';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const dbLogExports: Lesson = {
  id: 'DbLogExports',
  title: 'The logs of a database go to CloudWatch',
  severity: 'low',
  facet: 'operations',
  classes: ['monitoring-general', 'rds-params'],
  why: 'Logs on the instance are gone after days, and nobody is alarmed by errors, slow queries or failed logins.',
  fix: 'Set EnableCloudwatchLogsExports: [postgresql] or [error, slowquery, audit].',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html',
  pci: ['10.2.1', '10.3.3'],
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.medium, Engine: postgres, AllocatedStorage: '20' }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.medium, Engine: postgres, AllocatedStorage: '20', EnableCloudwatchLogsExports: [postgresql] }`,
  *check(model) {
    for (const database of [...model.resources('AWS::RDS::DBCluster', 'AWS::DocDB::DBCluster'), ...instances(model)]) {
      if (absent(database.get('EnableCloudwatchLogsExports'))) yield at(database, 'EnableCloudwatchLogsExports', 'No log is exported');
    }
  },
};
