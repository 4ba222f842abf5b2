import { Duration } from 'aws-cdk-lib';
import { ContainerService } from './container-service';
import { Monitoring } from './monitoring';

const MINUTE = Duration.minutes(1);

/** When the alarms of a service ring. */
export interface ContainerAlarms {
  /** Percent of CPU and of memory. */
  readonly threshold: number;
  /** Slowest of a hundred answers. */
  readonly responseTime: Duration;
}

/** Alarms on the tasks and on what the load balancer sees of them (NE-11, MG-10). */
export function watchContainers(monitoring: Monitoring, { service, targetGroup }: ContainerService, limits: ContainerAlarms): void {
  const { threshold, responseTime } = limits;
  const share = { threshold, evaluationPeriods: 5, datapointsToAlarm: 3 };
  monitoring.watch('ServiceCpu', {
    metric: service.metricCpuUtilization({ period: MINUTE }),
    ...share,
    description: `Payment service: CPU at ${threshold}% or above; autoscaling is at its end or too slow`,
  });
  monitoring.watch('ServiceMemory', {
    metric: service.metricMemoryUtilization({ period: MINUTE }),
    ...share,
    description: `Payment service: memory at ${threshold}% or above; a leak, or tasks that are too small`,
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
}
