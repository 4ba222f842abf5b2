import { Duration } from 'aws-cdk-lib';
import { PaymentComputeStack } from './compute-stack';
import { PaymentDatabaseStack } from './database-stack';
import { Foundation } from './foundation';
import { watchContainers } from '../hardened/container-alarms';

const MINUTE = Duration.minutes(1);

/** Alarms at the thresholds of the table, each with its graph (NE-11). In the master: they look at all nested stacks. */
export function addAlarms({ monitoring, settings }: Foundation, compute: PaymentComputeStack, database: PaymentDatabaseStack): void {
  const { alarmThreshold, maxConnections, responseTime } = settings;
  const share = { threshold: alarmThreshold, evaluationPeriods: 5, datapointsToAlarm: 3 };
  watchContainers(monitoring, compute.service, { threshold: alarmThreshold, responseTime });

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
