import { engineOf, isCopy, majorOf, versionOf } from './databases';
import { rdsEngineVersions } from '../../template/schema';
import { at, Lesson } from '../lesson';

export const dbVersionRetired: Lesson = {
  id: 'DbVersionRetired',
  title: 'The version of a database engine is one that AWS offers for new databases',
  severity: 'critical',
  facet: 'reliability',
  classes: ['engine-version', 'rds-params'],
  why: 'RDS answers "Cannot find version ... for ...": the deployment rolls back.',
  fix: 'Give the major version alone (EngineVersion: "16"), or a version that aws rds describe-db-engine-versions lists.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html',
  pci: ['6.3.3'],
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, EngineVersion: 8.0.28, AllocatedStorage: '20' }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, EngineVersion: '8.4', AllocatedStorage: '20' }`,
  *check(model) {
    for (const database of model.resources('AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::RDS::GlobalCluster')) {
      const [engine, version] = [engineOf(database), versionOf(database)];
      if (engine === undefined || version === undefined || isCopy(database)) continue;
      const fault = faultOf(engine, version);
      if (fault) yield at(database, 'EngineVersion', `${engine} ${version} ${fault}`);
    }
  },
};

function faultOf(engine: string, version: string): string | undefined {
  const all = rdsEngineVersions(engine);
  const live = all.filter(({ deprecated }) => !deprecated).map((one) => one.version);
  // A major version alone takes the newest of its versions; engines without any known version are not judged.
  if (live.length === 0 || live.includes(version) || live.some((one) => one.startsWith(`${version}.`))) return undefined;
  if (all.some((one) => one.version === version)) return 'is no longer offered';
  // Newer than the list of its line: it may be there by now.
  const line = all.map((one) => one.version).filter((one) => majorOf(engine, one) === majorOf(engine, version));
  return (line.length > 0 ? line : live).every((one) => isNewer(version, one)) ? undefined : 'has never been offered';
}

function isNewer(version: string, other: string): boolean {
  const [left, right] = [numbers(version), numbers(other)];
  const place = left.findIndex((part, index) => part !== right[index]);
  return place >= 0 && left[place] > (right[place] ?? -1);
}

const numbers = (version: string) => version.split(/\D+/).filter((part) => part !== '').map(Number);
