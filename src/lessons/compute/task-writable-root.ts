import { containers } from './hosts';
import { at, Lesson } from '../lesson';
import { off } from '../query';

export const taskWritableRoot: Lesson = {
  id: 'TaskWritableRoot',
  title: 'The root file system of a container is read-only',
  severity: 'low',
  facet: 'security',
  classes: ['ecs', 'security-general'],
  why: 'An intruder can change the application and leave tools behind.',
  fix: 'ReadonlyRootFilesystem: true, with volumes for what is written.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5',
  pci: ['2.2.6'],
  flawed: `
    Task: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ Name: app, Image: 'nginx:1.29.3' }] } }`,
  sound: `
    Task: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ Name: app, Image: 'nginx:1.29.3', ReadonlyRootFilesystem: true }] } }`,
  *check(model) {
    for (const { task, body, name, path } of containers(model)) {
      if (off(body.ReadonlyRootFilesystem)) yield at(task, `${path}.ReadonlyRootFilesystem`, `The container ${name} can write to its root`, name);
    }
  },
};
