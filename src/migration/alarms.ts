import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { MigrationPlatform } from './platform';

const MINUTE = Duration.minutes(1);
const { LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
/** What RDS tells by itself; the rest is in the alarms. */
const EVENTS = ['availability', 'failover', 'failure', 'low storage', 'maintenance', 'read replica', 'recovery'];

/** Alarms on an instance, and what RDS says of it, to the topic (MG-07). */
export function watchDatabase(
  scope: Construct, { monitoring, settings }: MigrationPlatform, instance: rds.IDatabaseInstance, instanceIdentifier: string,
): void {
  const share = { evaluationPeriods: 5, datapointsToAlarm: 3 };
  monitoring.watch('DatabaseCpu', {
    metric: instance.metricCPUUtilization({ period: MINUTE }), threshold: 80, ...share, description: 'Database: CPU at 80% or above; look at the slow statements first',
  });
  monitoring.watch('DatabaseMemory', {
    metric: instance.metricFreeableMemory({ period: MINUTE }), threshold: 200 * 1024 ** 2, comparison: LESS_THAN_THRESHOLD, ...share, description: 'Database: less than 200 MiB of memory are free; take a larger instance',
  });
  monitoring.watch('DatabaseStorage', {
    metric: instance.metricFreeStorageSpace({ period: MINUTE }), threshold: Math.ceil(settings.allocatedStorage * 0.1) * 1024 ** 3, comparison: LESS_THAN_THRESHOLD, ...share, description: 'Database: less than a tenth of the storage is free, although it grows by itself: see maxAllocatedStorage',
  });
  monitoring.watch('DatabaseWriteLatency', {
    metric: instance.metric('WriteLatency', { period: MINUTE, statistic: 'Average' }), threshold: 0.05, ...share, description: 'Database: a write takes 50 ms or more; the volume is at its limit',
  });
  new rds.CfnEventSubscription(scope, 'Events', {
    snsTopicArn: monitoring.topic.topicArn, sourceType: 'db-instance', sourceIds: [instanceIdentifier], eventCategories: EVENTS, enabled: true,
  }).node.addDependency(instance, monitoring.topic);
}

/** Alarms on the ways out: one NAT gateway in each zone. */
export function watchNat({ monitoring, network }: MigrationPlatform): void {
  network.zones.forEach(({ natGatewayId }, index) => monitoring.watch(`Nat${index + 1}Ports`, {
    metric: new cloudwatch.Metric({
      namespace: 'AWS/NATGateway', metricName: 'ErrorPortAllocation', dimensionsMap: { NatGatewayId: natGatewayId }, statistic: 'Sum', period: MINUTE,
    }),
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    description: 'NAT gateway: no port is left for a connection to one address; connections fail',
  }));
}

/** Alarms on the replication: what a switch to the replica would lose (MG-14). */
export function watchLag({ monitoring }: MigrationPlatform, replica: rds.IDatabaseInstance, limit: Duration): cloudwatch.Alarm {
  monitoring.watch('ReplicationStopped', {
    metric: replica.metric('ReplicaLag', { period: MINUTE, statistic: 'Minimum' }),
    threshold: 0,
    comparison: LESS_THAN_THRESHOLD, // -1: it does not replicate
    evaluationPeriods: 5,
    description: 'Replica: the replication has stopped; each minute is lost by a switch. See the error log of the replica',
  });
  return monitoring.watch('ReplicaLag', {
    metric: replica.metric('ReplicaLag', { period: MINUTE, statistic: 'Maximum' }),
    threshold: limit.toSeconds(),
    evaluationPeriods: 5,
    missingData: cloudwatch.TreatMissingData.BREACHING,
    description: `Replica: ${limit.toHumanString()} behind the primary, or silent; a switch would lose so much`,
  });
}
