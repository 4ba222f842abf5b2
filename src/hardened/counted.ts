import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { PhysicalNames } from './names';

/** A metric that the handlers of a function count. */
export const counted = (names: PhysicalNames, functionName: string, metricName: string, period = Duration.minutes(5)): cloudwatch.Metric =>
  new cloudwatch.Metric({ namespace: names.metricsNamespace, metricName, dimensionsMap: { service: functionName }, statistic: 'Sum', period });
