import { at, Lesson } from '../lesson';
import { num, off, surely } from '../query';

export const dbMonitoring: Lesson = {
  id: 'DbMonitoring',
  title: 'A database instance has Performance Insights or enhanced monitoring',
  severity: 'low',
  facet: 'operations',
  classes: ['monitoring-general', 'rds-params'],
  why: 'When payments are slow nobody sees which query or process holds the database.',
  fix: 'Set EnablePerformanceInsights: true, or MonitoringInterval: 60 with MonitoringRoleArn.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.html',
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.medium, Engine: postgres, AllocatedStorage: '20' }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.medium, Engine: postgres, AllocatedStorage: '20', EnablePerformanceInsights: true }`,
  *check(model) {
    for (const instance of model.resources('AWS::RDS::DBInstance')) {
      const blind = surely(instance.get('MonitoringInterval'), (seconds) => seconds === undefined || num(seconds) === 0);
      const watched = model.resources('AWS::RDS::DBCluster')
        .some((cluster) => !off(cluster.get('PerformanceInsightsEnabled')) || cluster.get('MonitoringInterval') !== undefined);
      if (blind && !watched && off(instance.get('EnablePerformanceInsights'))) {
        yield at(instance, 'EnablePerformanceInsights', 'Neither Performance Insights nor enhanced monitoring');
      }
    }
  },
};
