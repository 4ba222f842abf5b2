import { instances, isCopy } from './databases';
import { at, Lesson } from '../lesson';
import { off } from '../query';

export const dbSingleAz: Lesson = {
  id: 'DbSingleAz',
  title: 'A database has a standby in another Availability Zone',
  severity: 'medium',
  facet: 'reliability',
  classes: ['multi-az', 'rds-params'],
  why: 'When the Availability Zone, the host or the storage fails, or the version is patched, the database is down; a restore takes its last backup.',
  fix: 'Set MultiAZ: true, at least in production: !If [IsProduction, true, false].',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20', MultiAZ: false }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20', MultiAZ: true }`,
  *check(model) {
    for (const database of instances(model)) {
      if (!isCopy(database) && off(database.get('MultiAZ'))) yield at(database, 'MultiAZ', 'One Availability Zone');
    }
  },
};
