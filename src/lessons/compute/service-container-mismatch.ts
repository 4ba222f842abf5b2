import { containersOf, taskOf } from './hosts';
import { at, Lesson } from '../lesson';
import { mappings, num } from '../query';

export const serviceContainerMismatch: Lesson = {
  id: 'ServiceContainerMismatch',
  title: 'A service sends to a container and port of its task definition',
  severity: 'critical',
  facet: 'reliability',
  classes: ['ecs', 'alb', 'invalid-property'],
  why: 'ECS refuses the service: the container does not exist, or does not open the port.',
  fix: 'Use the Name of the container, and a ContainerPort of its PortMappings.',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html',
  flawed: `
    Service: { Type: AWS::ECS::Service, Properties: { TaskDefinition: !Ref Task, LoadBalancers: [{ ContainerName: web, ContainerPort: 8080, TargetGroupArn: arn }] } }
    Task:
      Type: AWS::ECS::TaskDefinition
      Properties: { ContainerDefinitions: [{ Name: app, Image: 'nginx:1.29.3', PortMappings: [{ ContainerPort: 80 }] }] }`,
  sound: `
    Service: { Type: AWS::ECS::Service, Properties: { TaskDefinition: !Ref Task, LoadBalancers: [{ ContainerName: app, ContainerPort: 80, TargetGroupArn: arn }] } }
    Task:
      Type: AWS::ECS::TaskDefinition
      Properties: { ContainerDefinitions: [{ Name: app, Image: 'nginx:1.29.3', PortMappings: [{ ContainerPort: 80 }] }] }`,
  *check(model) {
    for (const service of model.resources('AWS::ECS::Service')) {
      const task = taskOf(model, service);
      const all = task ? containersOf(task) : [];
      if (all.length === 0 || all.some(({ body }) => typeof body.Name !== 'string')) continue;
      for (const { ContainerName: name, ContainerPort: port } of mappings(service.get('LoadBalancers'))) {
        if (typeof name !== 'string') continue;
        const container = all.find(({ body }) => body.Name === name);
        const ports = container ? mappings(container.body.PortMappings).map((one) => num(one.ContainerPort)) : [];
        const ranges = container ? mappings(container.body.PortMappings).some((one) => one.ContainerPortRange !== undefined) : false;
        if (!container) {yield at(service, 'LoadBalancers', `No container is called ${name}`, name);} else if (num(port) !== undefined && !ranges && !ports.includes(undefined) && !ports.includes(num(port))) {
          yield at(service, 'LoadBalancers', `The container ${name} does not open port ${num(port)}`, name);
        }
      }
    }
  },
};
