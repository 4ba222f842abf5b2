import { containers } from './hosts';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const taskLogs: Lesson = {
  id: 'TaskLogs',
  title: 'Containers keep their logs',
  severity: 'high',
  facet: 'operations',
  classes: ['ecs', 'log-group', 'monitoring-general'],
  why: 'What the container writes is lost: a failed payment or an attack leaves no trace.',
  fix: 'LogConfiguration: { LogDriver: awslogs, Options: { awslogs-group, awslogs-region, awslogs-stream-prefix } }.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-9',
  pci: ['10.2.1'],
  flawed: `
    Task: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ Name: app, Image: 'nginx:1.29.3' }] } }`,
  sound: `
    Task:
      Type: AWS::ECS::TaskDefinition
      Properties:
        ContainerDefinitions: [{ Name: app, Image: 'nginx:1.29.3', LogConfiguration: { LogDriver: awslogs } }]`,
  *check(model) {
    for (const { task, body, name, path } of containers(model)) {
      if (absent(body.LogConfiguration) && absent(body.FirelensConfiguration)) yield at(task, path, `The container ${name} has no LogConfiguration`, name);
    }
  },
};
