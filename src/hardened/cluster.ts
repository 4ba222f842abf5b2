import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { HardenedLogs } from './logs';
import { NamedService, PhysicalNames } from './names';

/** An ECS cluster whose insights have a log group of their own (NE-08, MG-10). */
export function insightfulCluster(scope: Construct, vpc: ec2.IVpc, names: PhysicalNames, logs: HardenedLogs): ecs.Cluster {
  const clusterName = names.of(NamedService.ECS_CLUSTER, 'cluster');
  const insights = logs.group(scope, 'InsightsLogs', `/aws/ecs/containerinsights/${clusterName}/performance`);
  const cluster = new ecs.Cluster(scope, 'Cluster', { clusterName, vpc, containerInsightsV2: ecs.ContainerInsights.ENHANCED });
  cluster.node.addDependency(insights);
  return cluster;
}
