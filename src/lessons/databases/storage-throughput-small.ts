import { engineOf, instances } from './databases';
import { at, Lesson } from '../lesson';
import { num } from '../query';

const LEAST = 400;
const ENGINES = ['mariadb', 'mysql', 'postgres'];

export const storageThroughputSmall: Lesson = {
  id: 'StorageThroughputSmall',
  title: 'A gp3 volume of less than 400 GiB has the throughput that comes with it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['rds-params', 'invalid-property'],
  why: 'RDS answers "You can\'t specify IOPS or storage throughput for engine ... and a storage size less than 400": the deployment rolls back.',
  fix: 'Leave Iops and StorageThroughput out, or set AllocatedStorage to 400 or more.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.m7g.large, Engine: postgres, AllocatedStorage: '100', StorageType: gp3, Iops: 6000 }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.m7g.large, Engine: postgres, AllocatedStorage: '400', StorageType: gp3, Iops: 12000 }`,
  *check(model) {
    for (const instance of instances(model)) {
      const size = num(instance.get('AllocatedStorage'));
      if (instance.get('StorageType') !== 'gp3' || size === undefined || size >= LEAST || !ENGINES.includes(engineOf(instance) ?? '')) continue;
      const property = ['Iops', 'StorageThroughput'].find((one) => num(instance.get(one)) !== undefined);
      if (property) yield at(instance, property, `${property} with ${size} GiB of gp3`);
    }
  },
};
