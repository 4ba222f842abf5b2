import { engineOf } from './databases';
import { at, Lesson } from '../lesson';
import { isTrue, text } from '../query';

export const insightsUnsupported: Lesson = {
  id: 'InsightsUnsupported',
  title: 'Performance Insights is on only where the instance class supports it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['rds-params', 'invalid-property'],
  why: 'RDS answers "Performance Insights not supported for this configuration" for micro and small classes of MySQL and MariaDB: the deployment rolls back.',
  fix: 'Use db.t4g.medium or larger, or leave EnablePerformanceInsights out.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t3.micro, Engine: mysql, AllocatedStorage: '20', EnablePerformanceInsights: true }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t3.medium, Engine: mysql, AllocatedStorage: '20', EnablePerformanceInsights: true }`,
  *check(model) {
    for (const instance of model.resources('AWS::RDS::DBInstance')) {
      const name = text(instance.get('DBInstanceClass')) ?? '';
      if (!['mysql', 'mariadb'].includes(engineOf(instance) ?? '') || !isTrue(instance.get('EnablePerformanceInsights'))) continue;
      if (/^db\.t(2|3|4g)\.(micro|small)$/.test(name)) yield at(instance, 'EnablePerformanceInsights', `Performance Insights on ${name}`);
    }
  },
};
