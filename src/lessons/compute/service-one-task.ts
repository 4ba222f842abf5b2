import { atMost } from './hosts';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { num, possibly, surely } from '../query';

export const serviceOneTask: Lesson = {
  id: 'ServiceOneTask',
  title: 'A service runs two tasks or more',
  severity: 'medium',
  facet: 'reliability',
  classes: ['multi-az', 'ecs'],
  why: 'When the only task or its zone fails, nothing answers until another has started.',
  fix: 'DesiredCount 2, in subnets of two Availability Zones.',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html',
  flawed: `
    Service: { Type: AWS::ECS::Service, Properties: { TaskDefinition: task, DesiredCount: 1 } }`,
  sound: `
    Service: { Type: AWS::ECS::Service, Properties: { TaskDefinition: task, DesiredCount: 2 } }`,
  *check(model) {
    // Scaling from two on makes the first count a start.
    const scaled = model.resources('AWS::ApplicationAutoScaling::ScalableTarget').filter((one) => !atMost(one.get('MinCapacity'), 1));
    for (const service of model.resources('AWS::ECS::Service')) {
      if (possibly(service.get('SchedulingStrategy'), (strategy) => strategy === 'DAEMON')) continue;
      // No task at all is a service that was parked.
      if (surely(service.get('DesiredCount'), (count) => num(count) === 1) && !scaled.some((one) => one.edges.some(({ to }) => to === service))) {
        yield at(service, 'DesiredCount', `DesiredCount is ${show(service.get('DesiredCount'))}`);
      }
    }
  },
};
