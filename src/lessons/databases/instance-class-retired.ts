import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { possibly } from '../query';

const RETIRED = /^db\.(t1|t2|m1|m2|m3|m4|r3|r4|cr1)\./;

export const instanceClassRetired: Lesson = {
  id: 'InstanceClassRetired',
  title: 'The class of a database instance is of a present generation',
  severity: 'high',
  facet: 'reliability',
  classes: ['rds-params', 'quota-region', 'cost'],
  why: 'RDS has ended the classes t2, m4, r4 and older: new instances are refused, or moved to another class in a maintenance window.',
  fix: 'Use db.t4g, db.m7g or db.r7g (db.t3, db.m6i, db.r6i on Intel).',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t2.micro, Engine: mysql, AllocatedStorage: '20' }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.micro, Engine: mysql, AllocatedStorage: '20' }`,
  *check(model) {
    for (const instance of model.resources('AWS::RDS::DBInstance')) {
      const name = instance.get('DBInstanceClass');
      if (possibly(name, (option) => typeof option === 'string' && RETIRED.test(option))) yield at(instance, 'DBInstanceClass', `DBInstanceClass is ${show(name)}`);
    }
  },
};
