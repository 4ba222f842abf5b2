import { at, Lesson } from '../lesson';
import { isTrue, possibly } from '../query';

const TYPES = ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::Redshift::Cluster', 'AWS::RedshiftServerless::Workgroup', 'AWS::DMS::ReplicationInstance',
  'AWS::AmazonMQ::Broker'];
/** Types that are public when nothing is stated. */
const BY_DEFAULT = ['AWS::DMS::ReplicationInstance'];

export const dbPublic: Lesson = {
  id: 'DbPublic',
  title: 'A database has no public address',
  severity: 'critical',
  facet: 'security',
  classes: ['publicly-accessible'],
  why: 'One rule of a security group stands between the internet and the payment data.',
  fix: 'Set PubliclyAccessible: false and reach the database from inside the VPC.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding',
  pci: ['1.4.4'],
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20', PubliclyAccessible: true }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20', PubliclyAccessible: false }`,
  *check(model) {
    for (const database of model.resources(...TYPES)) {
      const open = database.get('PubliclyAccessible');
      if (possibly(open, isTrue) || (open === undefined && BY_DEFAULT.includes(database.type))) yield at(database, 'PubliclyAccessible', 'Has a public address');
    }
  },
};
