import { isMapping, Resource, Unknown, Value } from '../../template';
import { at, Finding, Lesson } from '../lesson';
import { absent, mappings, num, surely } from '../query';

const DAY = 86_400;
const isPeriod = (seconds: number) => [10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);
/** Surely there. */
const given = (value: Value | undefined) => surely(value, (one) => one !== undefined && !(one instanceof Unknown));

function* ofMetric(alarm: Resource): Iterable<Finding> {
  if (absent(alarm.get('Namespace'))) yield at(alarm, 'MetricName', 'No Namespace', 'Namespace');
  if (absent(alarm.get('Period'))) yield at(alarm, 'MetricName', 'No Period', 'Period');
  const statistic = alarm.get('Statistic');
  const extended = alarm.get('ExtendedStatistic');
  if (absent(statistic) && absent(extended)) yield at(alarm, 'MetricName', 'No Statistic', 'Statistic');
  if (given(statistic) && given(extended)) yield at(alarm, 'Statistic', 'Statistic and ExtendedStatistic', 'Statistic');
  if (!absent(alarm.get('Metrics')) && given(alarm.get('MetricName'))) yield at(alarm, 'Metrics', 'MetricName and Metrics', 'Metrics');
}

function* ofPeriods(alarm: Resource): Iterable<Finding> {
  const stats = mappings(alarm.get('Metrics')).map((one, i) => [`Metrics.${i}.MetricStat.Period`, isMapping(one.MetricStat) ? one.MetricStat.Period : undefined] as const);
  for (const [path, value] of [['Period', alarm.get('Period')] as const, ...stats]) {
    const seconds = num(value);
    const count = num(alarm.get('EvaluationPeriods'));
    if (seconds === undefined) continue;
    if (!isPeriod(seconds)) {yield at(alarm, path, `Period is ${seconds}: 10, 20, 30 or a multiple of 60`, path);} else if (count !== undefined && seconds * count > (seconds < 3600 ? DAY : 7 * DAY)) {
      yield at(alarm, path, `${count} periods of ${seconds} s are more than ${seconds < 3600 ? 'a day' : 'seven days'}`, path);
    }
  }
  const points = num(alarm.get('DatapointsToAlarm'));
  const periods = num(alarm.get('EvaluationPeriods'));
  if (points !== undefined && periods !== undefined && points > periods) {
    yield at(alarm, 'DatapointsToAlarm', `${points} of ${periods} data points`, 'DatapointsToAlarm');
  }
}

function* ofExpression(alarm: Resource): Iterable<Finding> {
  const metrics = mappings(alarm.get('Metrics'));
  const returned = metrics.filter(({ ReturnData: data }) => data === undefined || data === true || data === 'true');
  if (absent(alarm.get('ThresholdMetricId')) && returned.length > 1 && metrics.every(({ ReturnData: data }) => !(data instanceof Unknown))) {
    yield at(alarm, 'Metrics', `${returned.length} of ${metrics.length} metrics return data, one may`, 'ReturnData');
  }
}

export const alarmConfig: Lesson = {
  id: 'AlarmConfig',
  title: 'An alarm states what CloudWatch asks for: one metric, one statistic, a valid period, a threshold',
  severity: 'critical',
  facet: 'reliability',
  classes: ['alarm-config', 'invalid-property'],
  why: 'PutMetricAlarm refuses it and the deployment is rolled back.',
  fix: 'Give Namespace, MetricName, Period (10, 20, 30, or a multiple of 60), either Statistic or ExtendedStatistic, Threshold; at most one day of periods below an hour.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
  flawed: `
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/Lambda
        MetricName: Errors
        Statistic: Sum
        Period: 45
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold`,
  sound: `
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/Lambda
        MetricName: Errors
        Statistic: Sum
        Period: 300
        EvaluationPeriods: 2
        DatapointsToAlarm: 2
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold`,
  *check(model) {
    for (const alarm of model.resources('AWS::CloudWatch::Alarm')) {
      // Alarms on a PromQL query state neither.
      if (!absent(alarm.get('EvaluationCriteria'))) continue;
      const metric = !absent(alarm.get('MetricName'));
      if (!metric && absent(alarm.get('Metrics'))) yield at(alarm, '', 'Neither MetricName nor Metrics');
      if (metric) yield* ofMetric(alarm);
      yield* ofPeriods(alarm);
      yield* ofExpression(alarm);
      if (absent(alarm.get('Threshold')) && absent(alarm.get('ThresholdMetricId'))) yield at(alarm, '', 'No Threshold', 'Threshold');
      if (absent(alarm.get('ComparisonOperator'))) yield at(alarm, '', 'No ComparisonOperator', 'ComparisonOperator');
    }
  },
};
