import { Duration } from 'aws-cdk-lib';
import { PaymentComputeStack } from './compute-stack';
import { PaymentDatabaseStack } from './database-stack';
import { Foundation } from './foundation';

const MINUTE = Duration.minutes(1);

/** Alarms at the thresholds of the table, each with its graph (NE-11). In the master: they look at all nested stacks. */
export function addAlarms({ monitoring, settings }: Foundation, compute: PaymentComputeStack, database: PaymentDatabaseStack): void {
  const { alarmThreshold, maxConnections, responseTime } = settings;
  const { service, targetGroup } = compute.service;
  const share = { threshold: alarmThreshold, evaluationPeriods: 5, datapointsToAlarm: 3 };
  monitoring.watch('ServiceCpu', {
    metric: service.metricCpuUtilization({ period: MINUTE }), ...share, description: `Payment service: CPU at ${alarmThreshold}% or above; autoscaling is at its end or too slow`,
  });
  monitoring.watch('ServiceMemory', {
    metric: service.metricMemoryUtilization({ period: MINUTE }), ...share, description: `Payment service: memory at ${alarmThreshold}% or above; a leak, or tasks that are too small`,
  });
  monitoring.section('Service');

  monitoring.watch('ResponseTime', {
    metric: targetGroup.metrics.targetResponseTime({ period: MINUTE, statistic: 'p99' }),
    threshold: responseTime.toSeconds({ integral: false }),
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    description: `Load balancer: p99 of the response time is at ${responseTime.toHumanString()} or above; look at the database first`,
  });
  monitoring.watch('UnhealthyHosts', {
    metric: targetGroup.metrics.unhealthyHostCount({ period: MINUTE, statistic: 'Maximum' }), evaluationPeriods: 3, description: 'Load balancer: a task is not ready for three minutes',
  });
  monitoring.watch('ServerErrors', {
    metric: targetGroup.metrics.custom('HTTPCode_Target_5XX_Count', { period: MINUTE, statistic: 'Sum' }),
    threshold: 5,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    description: 'Payment service: five or more answers of 5xx a minute; payments are refused',
  });
  monitoring.section('Load balancer');

  monitoring.watch('DatabaseCpu', {
    metric: database.cluster.metricCPUUtilization({ period: MINUTE, statistic: 'Maximum' }), ...share, description: `Payment database: CPU of an instance at ${alarmThreshold}% or above`,
  });
  monitoring.watch('DatabaseConnections', {
    metric: database.cluster.metricDatabaseConnections({ period: MINUTE, statistic: 'Maximum' }),
    ...share,
    threshold: Math.floor(maxConnections * alarmThreshold / 100),
    description: `Payment database: ${alarmThreshold}% of the ${maxConnections} connections of an instance are in use`,
  });
  monitoring.section('Database');
}
