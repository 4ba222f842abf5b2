import { Model, Resource, Value } from '../../template';
import { possibly, target, text } from '../query';

export const CLUSTERS = ['AWS::DocDB::DBCluster', 'AWS::Neptune::DBCluster', 'AWS::RDS::DBCluster'];
const INSTANCES: Readonly<Record<string, string>> = {
  'AWS::DocDB::DBCluster': 'AWS::DocDB::DBInstance',
  'AWS::Neptune::DBCluster': 'AWS::Neptune::DBInstance',
  'AWS::RDS::DBCluster': 'AWS::RDS::DBInstance',
};

const given = (value: Value | undefined) => possibly(value, (option) => option !== undefined && option !== '');

/** `postgres`, `aurora-mysql`; `undefined` when it is not known. */
export const engineOf = (database: Resource): string | undefined => text(database.get('Engine'))?.toLowerCase();

/** An instance of a cluster: the cluster has its storage, backups and users. */
export const isMember = (instance: Resource): boolean => given(instance.get('DBClusterIdentifier')) || engineOf(instance)?.startsWith('aurora') === true;

/** It takes what the template does not state from another database. */
export const isCopy = (database: Resource): boolean => [
  'DBSnapshotIdentifier', 'ReplicationSourceIdentifier', 'RestoreToTime', 'SnapshotIdentifier', 'SourceDBClusterIdentifier', 'SourceDBInstanceIdentifier',
  'SourceDbiResourceId',
].some((property) => given(database.get(property)));

/** Instances that stand alone. */
export const instances = (model: Model): readonly Resource[] => model.resources('AWS::RDS::DBInstance').filter((one) => !isMember(one));

/** What has storage and backups of its own: clusters, and instances that stand alone. */
export const databases = (model: Model): readonly Resource[] => [...model.resources(...CLUSTERS), ...instances(model)];

/** The instances of a cluster; `undefined` when an instance may belong to it unseen. */
export function membersOf(model: Model, cluster: Resource): readonly Resource[] | undefined {
  const all = model.resources(INSTANCES[cluster.type] ?? '').filter(isMember);
  const known = all.map((one) => target(model, one.get('DBClusterIdentifier')));
  return known.every((one) => one !== undefined) ? all.filter((_, place) => known[place] === cluster) : undefined;
}

/** `15.4` of PostgreSQL is `15`, `8.0.35` of MySQL `8.0`, `5.7.mysql_aurora.2.11.2` is `5.7`. */
export function majorOf(engine: string, version: string): string {
  const [first, second] = version.split('.');
  return engine.endsWith('postgres') || engine.endsWith('postgresql') || second === undefined ? first : `${first}.${second}`;
}

/** The version of a database, when it is known. A number loses its last zero in YAML, and CloudFormation does not mind. */
export function versionOf(database: Resource): string | undefined {
  const version = database.get('EngineVersion');
  return typeof version === 'number' ? String(version) : text(version);
}
