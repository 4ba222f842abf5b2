import { containers } from './hosts';
import { at, Lesson } from '../lesson';
import { isTrue, possibly } from '../query';

export const taskPrivileged: Lesson = {
  id: 'TaskPrivileged',
  title: 'Containers have no rights on the host',
  severity: 'high',
  facet: 'security',
  classes: ['ecs', 'security-general'],
  why: 'Who takes over a privileged container has the host, and with it every other task and its role.',
  fix: 'Leave Privileged and PidMode host out.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-4',
  pci: ['2.2.6', '7.2.5'],
  flawed: `
    Task: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ Name: app, Image: 'nginx:1.29.3', Privileged: true }] } }`,
  sound: `
    Task: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ Name: app, Image: 'nginx:1.29.3' }] } }`,
  *check(model) {
    for (const { task, body, name, path } of containers(model)) {
      if (possibly(body.Privileged, isTrue)) yield at(task, `${path}.Privileged`, `The container ${name} is privileged`, name);
    }
    for (const task of model.resources('AWS::ECS::TaskDefinition')) {
      if (possibly(task.get('PidMode'), (mode) => mode === 'host')) yield at(task, 'PidMode', 'The task sees the processes of the host', 'PidMode');
    }
  },
};
