import { engineOf, majorOf, versionOf } from './databases';
import { at, Lesson } from '../lesson';
import { target, text } from '../query';

export const parameterGroupFamily: Lesson = {
  id: 'ParameterGroupFamily',
  title: 'The family of a parameter group is that of the database',
  severity: 'critical',
  facet: 'reliability',
  classes: ['rds-params', 'engine-version'],
  why: 'RDS answers "The Parameter Group ... with DBParameterGroupFamily ... cannot be used for this instance": the deployment rolls back.',
  fix: 'Set Family to engine and major version: mysql8.0, postgres16, aurora-mysql8.0, aurora-postgresql16.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbparametergroup.html',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, EngineVersion: '16.9', AllocatedStorage: '20', DBParameterGroupName: !Ref Group }
    Group: { Type: AWS::RDS::DBParameterGroup, Properties: { Family: postgres14, Description: Payments } }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: postgres, EngineVersion: '16.9', AllocatedStorage: '20', DBParameterGroupName: !Ref Group }
    Group: { Type: AWS::RDS::DBParameterGroup, Properties: { Family: postgres16, Description: Payments } }`,
  *check(model) {
    for (const database of model.resources('AWS::RDS::DBInstance', 'AWS::RDS::DBCluster')) {
      const cluster = target(model, database.get('DBClusterIdentifier'));
      const engine = engineOf(database);
      const version = versionOf(database) ?? (cluster && versionOf(cluster));
      if (engine === undefined || version === undefined || !/^(aurora-)?(mysql|postgres(ql)?)$|^mariadb$/.test(engine)) continue;
      const major = majorOf(engine, version);
      if (!engine.includes('postgres') && !major.includes('.')) continue;
      for (const property of ['DBParameterGroupName', 'DBClusterParameterGroupName']) {
        const group = target(model, database.get(property));
        const family = group && text(group.get('Family'));
        if (family !== undefined && family !== `${engine}${major}`) yield at(database, property, `${family} for ${engine} ${version}`, property);
      }
    }
  },
};
