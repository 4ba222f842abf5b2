import { instances } from './databases';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

export const storageGp2: Lesson = {
  id: 'StorageGp2',
  title: 'The storage of a database is gp3',
  severity: 'low',
  facet: 'cost',
  classes: ['rds-params', 'cost', 'perf-general'],
  why: 'A small gp2 volume has 100 operations a second and a burst that ends under load; gp3 has 3000 at a lower price.',
  fix: 'Set StorageType: gp3.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, AllocatedStorage: '20', StorageType: gp2 }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, AllocatedStorage: '20', StorageType: gp3 }`,
  *check(model) {
    for (const instance of instances(model)) {
      const type = instance.get('StorageType');
      if (surely(type, (one) => one === 'gp2' || one === 'standard')) yield at(instance, 'StorageType', `StorageType is ${String(type)}`);
    }
  },
};
