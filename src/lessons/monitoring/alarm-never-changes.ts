import { dimensionOf, Watched, watchedBy } from './alarms';
import { at, Lesson } from '../lesson';
import { num } from '../query';
import { isLastPlace } from '../queues/last-place';

const PERCENT = /^(CPUUtilization|MemoryUtilization|CPUReservation|MemoryReservation|DatabaseMemoryUsagePercentage|EngineCPUUtilization|4xxErrorRate|5xxErrorRate|TotalErrorRate)$/;
/** Metrics of AWS that fall below zero. */
const SIGNED = /Balance|Credit|Lag|Days|Anomaly/;

/** Metrics that count failures: 0 while all is well. */
const FAILURES = /^(Errors|Throttles|ThrottledRequests|UserErrors|SystemErrors|DeadLetterErrors|DestinationDeliveryFailures|FailedInvocations|NumberOfNotificationsFailed|5XXError|4XXError|5xx|4xx|5xxErrorRate|4xxErrorRate|TotalErrorRate|ExecutionsFailed|ExecutionsTimedOut|ExecutionsAborted|ExecutionThrottled|UnHealthyHostCount|RejectedConnectionCount|HTTPCode_(ELB|Target)_[45]XX_Count)$/;
const DEPTH = 'ApproximateNumberOfMessagesVisible';

const countsFailures = (metric: Watched, name: string): boolean => {
  const queue = name === DEPTH ? dimensionOf(metric, 'QueueName')?.resource : undefined;
  return FAILURES.test(name) || (queue !== undefined && isLastPlace(queue));
};

export const alarmNeverChanges: Lesson = {
  id: 'AlarmNeverChanges',
  title: 'The threshold of an alarm lies within what the metric can reach, on the side of the failure',
  severity: 'medium',
  facet: 'operations',
  classes: ['alarm-config', 'hardcoded-other'],
  why: 'A percentage never exceeds 100, a duration never the timeout, a count is never below 0: the alarm never fires, or always. Of a count of failures, fewer is no alarm.',
  fix: 'Choose a threshold within the range: 80 percent, 80 percent of the timeout, 1 error; compare failures with GreaterThanOrEqualToThreshold.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html',
  flawed: `
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/RDS
        MetricName: CPUUtilization
        Dimensions: [{ Name: DBInstanceIdentifier, Value: payments }]
        Statistic: Average
        Period: 300
        EvaluationPeriods: 2
        Threshold: 100
        ComparisonOperator: GreaterThanThreshold`,
  sound: `
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/RDS
        MetricName: CPUUtilization
        Dimensions: [{ Name: DBInstanceIdentifier, Value: payments }]
        Statistic: Average
        Period: 300
        EvaluationPeriods: 2
        Threshold: 80
        ComparisonOperator: GreaterThanThreshold`,
  *check(model) {
    for (const alarm of model.resources('AWS::CloudWatch::Alarm')) {
      const [metric, ...others] = watchedBy(alarm);
      const threshold = num(alarm.get('Threshold'));
      const operator = alarm.get('ComparisonOperator');
      const statistic = alarm.get('Statistic');
      if (!metric || others.length > 0 || metric.path !== '' || threshold === undefined || typeof metric.name !== 'string') continue;
      if (typeof metric.namespace !== 'string' || !metric.namespace.startsWith('AWS/')) continue;
      const fn = metric.name === 'Duration' && metric.namespace === 'AWS/Lambda' ? dimensionOf(metric, 'FunctionName')?.resource : undefined;
      const longest = fn ? num(fn.get('Timeout') ?? 3) : undefined;
      const most = PERCENT.test(metric.name) && statistic !== 'Sum' && statistic !== 'SampleCount' ? 100
        : longest !== undefined && statistic !== 'Sum' ? longest * 1000 : undefined;
      const above = operator === 'GreaterThanThreshold' ? threshold >= (most ?? Infinity) : operator === 'GreaterThanOrEqualToThreshold' && threshold > (most ?? Infinity);
      const least = SIGNED.test(metric.name) ? undefined : 0;
      if (above) {
        yield at(alarm, 'Threshold', `${metric.name} never exceeds ${most}, the threshold is ${threshold}`);
      } else if (least === 0 && operator === 'LessThanThreshold' && threshold <= 0) {
        yield at(alarm, 'Threshold', `${metric.name} is never below ${threshold}`);
      } else if (typeof operator === 'string' && /^LessThan(OrEqualTo)?Threshold$/.test(operator) && countsFailures(metric, metric.name)) {
        yield at(alarm, 'ComparisonOperator', `${metric.name} counts failures, and ${operator} is true while there are few`);
      } else if (least === 0 && operator === 'GreaterThanOrEqualToThreshold' && threshold <= 0) {
        yield at(alarm, 'Threshold', `${metric.name} is always ${threshold} or more`);
      }
    }
  },
};
