import { engineOf, instances, majorOf, versionOf } from './databases';
import { isMapping, Model, Resource, show, Value } from '../../template';
import { at, Finding, Lesson } from '../lesson';
import { isTrue, num, off, possibly, target } from '../query';

/** Parameter that asks clients for TLS, and the major version from which on it is set by default. */
const SWITCHES: Readonly<Record<string, { readonly parameter: string; readonly since: number }>> = {
  'aurora-mysql': { parameter: 'require_secure_transport', since: 8.4 },
  'aurora-postgresql': { parameter: 'rds.force_ssl', since: 17 },
  'mysql': { parameter: 'require_secure_transport', since: 8.4 },
  'postgres': { parameter: 'rds.force_ssl', since: 15 },
};

export const dbTls: Lesson = {
  id: 'DbTls',
  title: 'A database takes encrypted connections only',
  severity: 'low',
  facet: 'security',
  classes: ['tls-transit', 'rds-params'],
  why: 'A client that is set up wrongly sends passwords and payment data in the clear, and the database answers.',
  fix: 'Set rds.force_ssl: 1 (PostgreSQL) or require_secure_transport: 1 (MySQL) in the parameter group; RequireTLS: true on a proxy.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html',
  pci: ['4.2.1', '8.3.2'],
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, EngineVersion: 8.0.43, AllocatedStorage: '20' }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, EngineVersion: 8.0.43, AllocatedStorage: '20', DBParameterGroupName: !Ref Parameters }
    Parameters:
      Type: AWS::RDS::DBParameterGroup
      Properties: { Family: mysql8.0, Description: TLS only, Parameters: { require_secure_transport: '1' } }`,
  *check(model) {
    for (const instance of instances(model)) yield* judged(model, instance, 'DBParameterGroupName');
    for (const cluster of model.resources('AWS::RDS::DBCluster')) yield* judged(model, cluster, 'DBClusterParameterGroupName');
    for (const proxy of model.resources('AWS::RDS::DBProxy')) {
      if (off(proxy.get('RequireTLS'))) yield at(proxy, 'RequireTLS', 'The proxy takes connections without TLS');
    }
  },
};

function* judged(model: Model, database: Resource, property: string): Iterable<Finding> {
  const [engine, version] = [engineOf(database), versionOf(database)];
  const rule = engine === undefined ? undefined : SWITCHES[engine];
  if (engine === undefined || !rule) return;
  const open = version !== undefined && Number(majorOf(engine, version)) < rule.since;
  const name = database.get(property);
  if (name === undefined || (typeof name === 'string' && name.startsWith('default.'))) {
    if (open) yield at(database, property, `${rule.parameter} is off in the default parameter group`);
    return;
  }
  const parameters = target(model, name)?.get('Parameters');
  if (!isMapping(parameters)) return;
  const value = parameters[rule.parameter];
  if (value === undefined ? open : !possibly(value, isOn)) yield at(database, property, `${rule.parameter} is ${value === undefined ? 'not set' : show(value)}`);
}

const isOn = (value: Value | undefined) => isTrue(value) || num(value) === 1 || (typeof value === 'string' ? value.toLowerCase() === 'on' : typeof value === 'object');
