import { Model, Resource, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { mappings, prerequisites, target } from '../query';

/** Listeners and rules that send to this target group. */
const senders = (model: Model, group: Resource): readonly Resource[] =>
  model.resources('AWS::ElasticLoadBalancingV2::Listener', 'AWS::ElasticLoadBalancingV2::ListenerRule').filter((one) => one.edges.some(({ to }) => to === group));

const groupOf = (model: Model, value: Value | undefined): Resource | undefined => {
  const group = target(model, value);
  return group?.type === 'AWS::ElasticLoadBalancingV2::TargetGroup' ? group : undefined;
};

export const serviceBeforeListener: Lesson = {
  id: 'ServiceBeforeListener',
  title: 'A service waits for the listener of its target group',
  severity: 'critical',
  facet: 'reliability',
  classes: ['depends-on', 'ecs', 'alb'],
  why: 'ECS refuses a service whose target group has no load balancer yet: the group is joined to it by the listener, which is created at the same time.',
  fix: 'DependsOn the listener or the listener rule.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html',
  flawed: `
    Service:
      Type: AWS::ECS::Service
      Properties: { TaskDefinition: task, LoadBalancers: [{ ContainerName: app, ContainerPort: 80, TargetGroupArn: !Ref Targets }] }
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP } }
    Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] } }`,
  sound: `
    Service:
      Type: AWS::ECS::Service
      DependsOn: Listener
      Properties: { TaskDefinition: task, LoadBalancers: [{ ContainerName: app, ContainerPort: 80, TargetGroupArn: !Ref Targets }] }
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP } }
    Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] } }`,
  *check(model) {
    for (const service of model.resources('AWS::ECS::Service')) {
      for (const balancer of mappings(service.get('LoadBalancers'))) {
        const group = groupOf(model, balancer.TargetGroupArn);
        if (!group || group.stack !== service.stack) continue;
        const listeners = senders(model, group);
        const before = prerequisites(service);
        if (listeners.length > 0 && !listeners.some((one) => before.has(one))) {
          yield at(service, 'LoadBalancers', `Does not wait for ${listeners.map(({ id }) => id).join(' or ')}`, group.id);
        } else if (listeners.length === 0 && model.resources('AWS::ElasticLoadBalancingV2::LoadBalancer').length > 0 && !service.stack.parent) {
          yield at(service, 'LoadBalancers', `No listener sends to ${group.id}`, group.id);
        }
      }
    }
  },
};
