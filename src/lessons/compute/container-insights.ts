import { includes } from './hosts';
import { isMapping, Unknown } from '../../template';
import { at, Lesson } from '../lesson';
import { list } from '../query';

export const containerInsights: Lesson = {
  id: 'ContainerInsights',
  title: 'A cluster collects the metrics of its tasks',
  severity: 'low',
  facet: 'operations',
  classes: ['ecs', 'monitoring-general'],
  why: 'Memory, restarts and running tasks are not measured: alarms have nothing to look at.',
  fix: 'ClusterSettings: [{ Name: containerInsights, Value: enhanced }].',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-12',
  flawed: `
    Cluster: { Type: AWS::ECS::Cluster }`,
  sound: `
    Cluster: { Type: AWS::ECS::Cluster, Properties: { ClusterSettings: [{ Name: containerInsights, Value: enabled }] } }`,
  *check(model) {
    for (const cluster of model.resources('AWS::ECS::Cluster')) {
      const on = list(cluster.get('ClusterSettings')).some((one) => one instanceof Unknown
        || (isMapping(one) && one.Name === 'containerInsights' && (one.Value instanceof Unknown || includes(one.Value, 'enabled', 'enhanced'))));
      if (!on) yield at(cluster, 'ClusterSettings', 'Container Insights is off');
    }
  },
};
