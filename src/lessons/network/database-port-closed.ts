import { incomingOf, mayPass } from './topology';
import { Resource, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { num } from '../query';

const STORES: readonly (readonly [type: string, groups: string])[] = [['AWS::RDS::DBInstance', 'VPCSecurityGroups'], ['AWS::RDS::DBCluster', 'VpcSecurityGroupIds']];

const byEngine = (engine: Value | undefined): number | undefined => {
  // The documents give 3306 and 5432 as the default of Aurora PostgreSQL.
  if (typeof engine !== 'string' || engine === 'aurora-postgresql') return undefined;
  if (/mysql|mariadb/.test(engine)) return 3306;
  if (/postgres/.test(engine)) return 5432;
  if (/^oracle/.test(engine)) return 1521;
  return /^sqlserver/.test(engine) ? 1433 : undefined;
};

/** As written, or the default of the engine. */
function portOf(store: Resource): number | undefined {
  const port = store.get('Port');
  if (port !== undefined) return num(port);
  // A member listens where its cluster does.
  const member = store.type === 'AWS::RDS::DBInstance' && store.get('DBClusterIdentifier') !== undefined;
  return member ? undefined : byEngine(store.get('Engine'));
}

export const databasePortClosed: Lesson = {
  id: 'DatabasePortClosed',
  title: 'The security group of a database lets in its port',
  severity: 'critical',
  facet: 'reliability',
  classes: ['sg-rules', 'rds-params'],
  why: 'No rule lets in the port that the engine listens on: every connection times out.',
  fix: 'Add a rule with the port of the engine (MySQL 3306, PostgreSQL 5432) and SourceSecurityGroupId of the clients.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html',
  flawed: `
    Database: { Type: AWS::RDS::DBInstance, Properties: { Engine: postgres, VPCSecurityGroups: [!Ref Group] } }
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties: { GroupDescription: Database, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 3306, ToPort: 3306, SourceSecurityGroupId: sg }] }`,
  sound: `
    Database: { Type: AWS::RDS::DBInstance, Properties: { Engine: postgres, VPCSecurityGroups: [!Ref Group] } }
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties: { GroupDescription: Database, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: sg }] }`,
  *check(model) {
    for (const [type, groups] of STORES) {
      for (const store of model.resources(type)) {
        const port = portOf(store);
        const incoming = port === undefined ? undefined : incomingOf(model, store.get(groups));
        if (port !== undefined && incoming && !incoming.some((rule) => mayPass(rule, port))) {
          yield at(store, groups, `Its security groups let in no port ${port}`);
        }
      }
    }
  },
};
