import { CfnCondition, CfnParameter, Duration, Fn, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { RegionPlatform } from './platform';
import { LogReplication } from './props';
import { RegionRole } from './regions';
import { BucketReplication } from '../hardened';

/** Copies the archive of logs to the other Region, and watches that (DR-05, DR-06). Nothing in a secondary whose logs stay there. */
export function replicateArchive(stack: Stack, platform: RegionPlatform): BucketReplication | undefined {
  const { regions, settings, key, logs, monitoring } = platform;
  const secondary = regions.role === RegionRole.SECONDARY;
  if (secondary && settings.logReplication !== LogReplication.BOTH_WAYS) return undefined;
  const destination = regions.archiveBucketName(regions.otherRegion);
  const replication = new BucketReplication(stack, 'LogReplication', {
    source: logs.archiveBucket! as s3.Bucket,
    sourceKey: key,
    destinationBucketName: destination,
    destinationRegion: regions.otherRegion,
    destinationKeyAlias: regions.keyAlias,
    condition: secondary ? whenPrimaryExists(stack) : undefined,
  });
  const metric = (metricName: string, statistic: string) => new cloudwatch.Metric({
    namespace: 'AWS/S3',
    metricName,
    dimensionsMap: { SourceBucket: regions.archiveBucketName(regions.region), DestinationBucket: destination, RuleId: replication.ruleId },
    statistic,
    period: Duration.minutes(5),
  });
  monitoring.watch('LogReplicationFailed', {
    metric: metric('OperationsFailedReplication', 'Sum'), description: `Logs are not copied to ${regions.otherRegion}: the role, the key or the bucket there`,
  });
  monitoring.watch('LogReplicationLatency', {
    metric: metric('ReplicationLatency', 'Maximum'),
    threshold: Duration.minutes(15).toSeconds(),
    evaluationPeriods: 3,
    description: `Logs reach ${regions.otherRegion} after 15 minutes or more, past what replication time control promises`,
  });
  monitoring.section('Log replication');
  return replication;
}

/** S3 refuses a destination that is not there, and the secondary is deployed first: its own replication waits for this parameter. */
function whenPrimaryExists(stack: Stack): CfnCondition {
  const parameter = new CfnParameter(stack, 'ReverseReplication', {
    default: 'off', allowedValues: ['on', 'off'], description: 'on: copy this Region\'s logs to the primary; once that stack is deployed',
  });
  return new CfnCondition(stack, 'ReplicatesLogs', { expression: Fn.conditionEquals(parameter.valueAsString, 'on') });
}
