import { watchedBy } from './alarms';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

/** Published only while something goes wrong, or only while there are calls. */
const SPARSE: Readonly<Record<string, RegExp>> = {
  'AWS/Lambda': /^(Errors|Throttles|DeadLetterErrors|DestinationDeliveryFailures|AsyncEventsDropped)$/,
  'AWS/ApiGateway': /^([45]XXError|[45]xx)$/,
  'AWS/ApplicationELB': /^(HTTPCode_|TargetConnectionErrorCount|RejectedConnectionCount)/,
  'AWS/DynamoDB': /^(UserErrors|SystemErrors|ThrottledRequests|ReadThrottleEvents|WriteThrottleEvents|ConditionalCheckFailedRequests)$/,
  'AWS/States': /^Executions(Failed|TimedOut|Aborted)$|^ExecutionThrottled$/,
  'AWS/SNS': /^NumberOfNotificationsFailed/,
  'AWS/Events': /^(FailedInvocations|ThrottledRules|InvocationsSentToDlq|InvocationsFailedToBeSentToDlq)$/,
};

export const alarmMissingData: Lesson = {
  id: 'AlarmMissingData',
  title: 'An alarm on errors says what no data means',
  severity: 'low',
  facet: 'operations',
  classes: ['alarm-config'],
  why: 'Errors are not published while there are none: the alarm falls to INSUFFICIENT_DATA, and may stay in ALARM after the last error.',
  fix: 'Set TreatMissingData: notBreaching.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html',
  flawed: `
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/Lambda
        MetricName: Errors
        Dimensions: [{ Name: FunctionName, Value: payments }]
        Statistic: Sum
        Period: 60
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold`,
  sound: `
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/Lambda
        MetricName: Errors
        Dimensions: [{ Name: FunctionName, Value: payments }]
        Statistic: Sum
        Period: 60
        EvaluationPeriods: 1
        Threshold: 1
        ComparisonOperator: GreaterThanOrEqualToThreshold
        TreatMissingData: notBreaching`,
  *check(model) {
    for (const alarm of model.resources('AWS::CloudWatch::Alarm')) {
      const [metric] = watchedBy(alarm);
      if (!metric || metric.path !== '' || !absent(alarm.get('TreatMissingData'))) continue;
      const sparse = typeof metric.namespace === 'string' ? SPARSE[metric.namespace] : undefined;
      if (sparse && typeof metric.name === 'string' && sparse.test(metric.name)) yield at(alarm, '', `No TreatMissingData for ${metric.name}`);
    }
  },
};
