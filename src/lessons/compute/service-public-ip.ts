import { at, Lesson } from '../lesson';
import { surely } from '../query';

const KEY = 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp';

export const servicePublicIp: Lesson = {
  id: 'ServicePublicIp',
  title: 'Tasks have no public address',
  severity: 'medium',
  facet: 'security',
  classes: ['publicly-accessible', 'ecs', 'vpc-missing'],
  why: 'The task can be reached from the internet as soon as one rule of its security group allows it, past the load balancer.',
  fix: 'AssignPublicIp: DISABLED in private subnets, with endpoints or a NAT gateway.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-2',
  pci: ['1.4.4'],
  flawed: `
    Service:
      Type: AWS::ECS::Service
      Properties: { TaskDefinition: task, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [one, two], AssignPublicIp: ENABLED } } }`,
  sound: `
    Service:
      Type: AWS::ECS::Service
      Properties: { TaskDefinition: task, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [one, two], AssignPublicIp: DISABLED } } }`,
  *check(model) {
    for (const service of model.resources('AWS::ECS::Service')) {
      if (surely(service.get(KEY), (option) => option === 'ENABLED')) yield at(service, KEY, 'Tasks get public addresses');
    }
  },
};
