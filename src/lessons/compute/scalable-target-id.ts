import { Reference, show, Text } from '../../template';
import { at, Lesson } from '../lesson';

const SERVICE = /^service\/[^/]+\/[^/]+$/;

export const scalableTargetId: Lesson = {
  id: 'ScalableTargetId',
  title: 'A scalable target of ECS names cluster and service',
  severity: 'critical',
  facet: 'reliability',
  classes: ['ecs', 'invalid-property', 'arn-format'],
  why: 'Application Auto Scaling takes service/cluster/service and no ARN; Ref of a service is its ARN: the target is refused.',
  fix: 'ResourceId: !Sub "service/${Cluster}/${Service.Name}".',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html',
  flawed: `
    Scalable: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { ServiceNamespace: ecs, ResourceId: !Sub 'service/\${Cluster}/\${Service}' } }
    Cluster: { Type: AWS::ECS::Cluster }
    Service: { Type: AWS::ECS::Service, Properties: { TaskDefinition: task } }`,
  sound: `
    Scalable: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { ServiceNamespace: ecs, ResourceId: !Sub 'service/\${Cluster}/\${Service.Name}' } }
    Cluster: { Type: AWS::ECS::Cluster }
    Service: { Type: AWS::ECS::Service, Properties: { TaskDefinition: task } }`,
  *check(model) {
    for (const scalable of model.resources('AWS::ApplicationAutoScaling::ScalableTarget')) {
      if (scalable.get('ServiceNamespace') !== 'ecs') continue;
      const id = scalable.get('ResourceId');
      const parts = id instanceof Text ? id.parts : [id];
      const arn = parts.some((part) => part instanceof Reference && ((part.resource.type === 'AWS::ECS::Service' && part.attribute === undefined)
        || ['Arn', 'ServiceArn'].includes(part.attribute ?? '')));
      if (arn || (typeof id === 'string' && !SERVICE.test(id))) yield at(scalable, 'ResourceId', `ResourceId is ${show(id)}`);
    }
  },
};
