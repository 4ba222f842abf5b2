import { Model, Resource, show, Value } from '../../template';
import { isFargateService, isFargateTask, taskOf } from '../compute/hosts';
import { at, Lesson } from '../lesson';
import { list, mappings, surely, target } from '../query';

/** Target groups, the type they need, and who needs it. */
function* needs(model: Model): Iterable<{ group: Value | undefined; type: string; by: Resource }> {
  for (const service of model.resources('AWS::ECS::Service')) {
    const task = taskOf(model, service);
    const own = isFargateService(service) || (task && (isFargateTask(task) || surely(task.get('NetworkMode'), (mode) => mode === 'awsvpc')));
    for (const { TargetGroupArn: group } of own ? mappings(service.get('LoadBalancers')) : []) yield { group, type: 'ip', by: service };
  }
  for (const by of model.resources('AWS::AutoScaling::AutoScalingGroup')) {
    for (const group of list(by.get('TargetGroupARNs'))) yield { group, type: 'instance', by };
  }
}

export const targetTypeMismatch: Lesson = {
  id: 'TargetTypeMismatch',
  title: 'A target group has the type of its targets',
  severity: 'critical',
  facet: 'reliability',
  classes: ['alb', 'ecs', 'invalid-property'],
  why: 'Tasks with a network of their own need targets of type ip, the default is instance: ECS refuses the service. Auto Scaling groups need instance.',
  fix: 'TargetType: ip for Fargate and awsvpc, instance for Auto Scaling groups, lambda for functions.',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb.html',
  flawed: `
    Service:
      Type: AWS::ECS::Service
      Properties: { LaunchType: FARGATE, TaskDefinition: task, LoadBalancers: [{ ContainerName: app, ContainerPort: 80, TargetGroupArn: !Ref Targets }] }
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, VpcId: vpc } }`,
  sound: `
    Service:
      Type: AWS::ECS::Service
      Properties: { LaunchType: FARGATE, TaskDefinition: task, LoadBalancers: [{ ContainerName: app, ContainerPort: 80, TargetGroupArn: !Ref Targets }] }
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, VpcId: vpc, TargetType: ip } }`,
  *check(model) {
    for (const { group: value, type, by } of needs(model)) {
      const group = target(model, value);
      if (group?.type !== 'AWS::ElasticLoadBalancingV2::TargetGroup') continue;
      const written = group.get('TargetType');
      if (surely(written, (option) => (option === undefined || typeof option === 'string') && (option ?? 'instance') !== type)) {
        yield at(group, 'TargetType', `TargetType is ${written === undefined ? 'instance, the default' : show(written)}; ${by.id} needs ${type}`, by.id);
      }
    }
    for (const group of model.resources('AWS::ElasticLoadBalancingV2::TargetGroup')) {
      const fn = mappings(group.get('Targets')).some(({ Id: id }) => target(model, id)?.type === 'AWS::Lambda::Function');
      if (fn && surely(group.get('TargetType'), (type) => type === undefined || type === 'ip' || type === 'instance')) {
        yield at(group, 'TargetType', 'The target is a function, TargetType is not lambda', 'lambda');
      }
    }
  },
};
