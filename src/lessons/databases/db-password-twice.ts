import { at, Lesson } from '../lesson';
import { isTrue, surely } from '../query';

export const dbPasswordTwice: Lesson = {
  id: 'DbPasswordTwice',
  title: 'A database has its password from one place',
  severity: 'critical',
  facet: 'reliability',
  classes: ['secrets-manager-missing', 'rds-params', 'invalid-property'],
  why: 'RDS answers "You can\'t specify MasterUserPassword for an instance with ManageMasterUserPassword enabled": the deployment rolls back.',
  fix: 'Leave MasterUserPassword out where ManageMasterUserPassword is true.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html#cfn-rds-dbinstance-managemasteruserpassword',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { Engine: mysql, ManageMasterUserPassword: true, MasterUserPassword: '{{resolve:secretsmanager:payments:SecretString:password}}' }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { Engine: mysql, MasterUsername: payments, ManageMasterUserPassword: true }`,
  *check(model) {
    for (const database of model.resources('AWS::RDS::DBInstance', 'AWS::RDS::DBCluster')) {
      if (surely(database.get('ManageMasterUserPassword'), isTrue) && surely(database.get('MasterUserPassword'), (password) => password !== undefined)) {
        yield at(database, 'MasterUserPassword', 'MasterUserPassword beside ManageMasterUserPassword');
      }
    }
  },
};
