import { at, Lesson } from '../lesson';
import { num } from '../query';

export const monitoringWithoutRole: Lesson = {
  id: 'MonitoringWithoutRole',
  title: 'Enhanced monitoring of a database has a role',
  severity: 'critical',
  facet: 'reliability',
  classes: ['rds-params', 'invalid-property'],
  why: 'RDS answers "A MonitoringRoleARN value is required": the deployment rolls back.',
  fix: 'Set MonitoringRoleArn to a role of monitoring.rds.amazonaws.com with AmazonRDSEnhancedMonitoringRole.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html#cfn-rds-dbinstance-monitoringinterval',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.medium, Engine: postgres, AllocatedStorage: '20', MonitoringInterval: 60 }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties:
        DBInstanceClass: db.t4g.medium
        Engine: postgres
        AllocatedStorage: '20'
        MonitoringInterval: 60
        MonitoringRoleArn: arn:aws:iam::111122223333:role/rds-monitoring`,
  *check(model) {
    for (const database of model.resources('AWS::RDS::DBInstance')) {
      const seconds = num(database.get('MonitoringInterval'));
      if (seconds !== undefined && seconds > 0 && database.get('MonitoringRoleArn') === undefined) {
        yield at(database, 'MonitoringInterval', `MonitoringInterval ${seconds} without MonitoringRoleArn`);
      }
    }
  },
};
