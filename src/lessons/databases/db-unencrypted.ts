import { CLUSTERS, instances, isCopy } from './databases';
import { at, Lesson } from '../lesson';
import { off } from '../query';

export const dbUnencrypted: Lesson = {
  id: 'DbUnencrypted',
  title: 'A database is encrypted at rest',
  severity: 'high',
  facet: 'security',
  classes: ['encrypt-rds', 'encrypt-general'],
  why: 'Snapshots and storage are readable to whoever gets them. Encryption cannot be turned on later: the database is replaced then.',
  fix: 'Set StorageEncrypted: true (Encrypted of Redshift) and KmsKeyId.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html',
  pci: ['3.5.1'],
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20' }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, AllocatedStorage: '20', StorageEncrypted: true }`,
  *check(model) {
    for (const database of [...model.resources(...CLUSTERS), ...instances(model)]) {
      if (!isCopy(database) && off(database.get('StorageEncrypted'))) yield at(database, 'StorageEncrypted', 'Storage is not encrypted');
    }
    for (const cluster of model.resources('AWS::Redshift::Cluster')) {
      if (!isCopy(cluster) && off(cluster.get('Encrypted'))) yield at(cluster, 'Encrypted', 'Storage is not encrypted');
    }
  },
};
