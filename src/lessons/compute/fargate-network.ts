import { isFargateService, isFargateTask, taskOf } from './hosts';
import { at, Lesson } from '../lesson';
import { absent, surely } from '../query';

export const fargateNetwork: Lesson = {
  id: 'FargateNetwork',
  title: 'A Fargate task says so and has a network of its own',
  severity: 'critical',
  facet: 'reliability',
  classes: ['ecs', 'invalid-property', 'vpc-missing'],
  why: 'ECS refuses a Fargate task without network mode awsvpc, a service without subnets, and a task definition that is not made for Fargate.',
  fix: 'NetworkMode: awsvpc and RequiresCompatibilities: [FARGATE] in the task definition; NetworkConfiguration in the service.',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html',
  flawed: `
    Task: { Type: AWS::ECS::TaskDefinition, Properties: { RequiresCompatibilities: [FARGATE], Cpu: '256', Memory: '512' } }`,
  sound: `
    Task: { Type: AWS::ECS::TaskDefinition, Properties: { RequiresCompatibilities: [FARGATE], NetworkMode: awsvpc, Cpu: '256', Memory: '512' } }
    Service:
      Type: AWS::ECS::Service
      Properties: { LaunchType: FARGATE, TaskDefinition: !Ref Task, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [one] } } }`,
  *check(model) {
    for (const task of model.resources('AWS::ECS::TaskDefinition').filter(isFargateTask)) {
      if (surely(task.get('NetworkMode'), (mode) => mode === undefined || ['bridge', 'host', 'none'].includes(mode as string))) {
        yield at(task, 'NetworkMode', 'NetworkMode is not awsvpc');
      }
    }
    for (const service of model.resources('AWS::ECS::Service').filter(isFargateService)) {
      if (absent(service.get('NetworkConfiguration'))) yield at(service, 'NetworkConfiguration', 'No subnets for the tasks', 'network');
      const task = taskOf(model, service);
      if (task && absent(task.get('RequiresCompatibilities'))) yield at(task, 'RequiresCompatibilities', `Not made for Fargate, where ${service.id} runs it`, service.id);
    }
  },
};
