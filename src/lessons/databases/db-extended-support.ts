import { engineOf, majorOf, versionOf } from './databases';
import { at, Lesson } from '../lesson';

/** Major versions whose standard support has ended, and when. */
const ENDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'aurora-mysql': { 5.6: '2023-02-28', 5.7: '2024-10-31' },
  'aurora-postgresql': { 10: '2023-01-31', 11: '2024-02-29', 12: '2025-02-28', 13: '2026-02-28' },
  'mysql': { '5.6': '2022-03-01', '5.7': '2024-02-29', '8.0': '2026-07-31' },
  'postgres': { 10: '2023-04-17', 11: '2024-02-29', 12: '2025-02-28', 13: '2026-02-28' },
};

export const dbExtendedSupport: Lesson = {
  id: 'DbExtendedSupport',
  title: 'The major version of a database engine has standard support',
  severity: 'medium',
  facet: 'cost',
  classes: ['engine-version', 'cost'],
  why: 'Past its end RDS charges extended support for each virtual CPU and hour, more in the third year, and fewer faults are mended.',
  fix: 'Take the next major version: MySQL 8.4, PostgreSQL 17, Aurora MySQL 3, Aurora PostgreSQL 17.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html',
  pci: ['6.3.3'],
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, EngineVersion: 8.0.43, AllocatedStorage: '20' }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, EngineVersion: '8.4', AllocatedStorage: '20' }`,
  *check(model) {
    for (const database of model.resources('AWS::RDS::DBInstance', 'AWS::RDS::DBCluster')) {
      const [engine, version] = [engineOf(database), versionOf(database)];
      if (engine === undefined || version === undefined) continue;
      const major = majorOf(engine, version);
      const ended = ENDED[engine]?.[major] ?? (major === '8' ? ENDED[engine]?.['8.0'] : undefined);
      if (ended) yield at(database, 'EngineVersion', `Standard support of ${engine} ${major} ended on ${ended}`);
    }
  },
};
