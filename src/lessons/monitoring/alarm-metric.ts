import { allWatched } from './alarms';
import { metricFault } from './metrics';
import { at, Lesson } from '../lesson';

export const alarmMetric: Lesson = {
  id: 'AlarmMetric',
  title: 'An alarm watches a metric that the service publishes, with its dimensions',
  severity: 'high',
  facet: 'operations',
  classes: ['alarm-config', 'alarm-missing'],
  why: 'CloudWatch accepts any name: the alarm stays in INSUFFICIENT_DATA for ever and nobody is told of the outage.',
  fix: 'Copy namespace, metric and dimensions from the page of the service: they must be exactly a published set.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html',
  pci: ['10.7.2'],
  flawed: `
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/DynamoDB
        MetricName: UserErrors
        Dimensions: [{ Name: TableName, Value: payments }]
        Statistic: Sum
        Period: 60
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold`,
  sound: `
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/DynamoDB
        MetricName: SystemErrors
        Dimensions: [{ Name: TableName, Value: payments }, { Name: Operation, Value: PutItem }]
        Statistic: Sum
        Period: 60
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold`,
  *check(model) {
    for (const metric of allWatched(model)) {
      const found = metricFault(metric.namespace, metric.name, metric.complete ? metric.dimensions.map((one) => String(one.name)) : undefined);
      if (found) yield at(metric.alarm, `${metric.path}${found[0]}`, found[1], metric.path || undefined);
    }
  },
};
