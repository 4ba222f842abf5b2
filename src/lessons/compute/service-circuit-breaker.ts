import { at, Lesson } from '../lesson';
import { absent, off, surely } from '../query';

export const serviceCircuitBreaker: Lesson = {
  id: 'ServiceCircuitBreaker',
  title: 'A deployment of a service that fails is stopped and rolled back',
  severity: 'medium',
  facet: 'reliability',
  classes: ['ecs', 'cicd'],
  why: 'ECS starts the broken task again and again, and CloudFormation waits up to three hours before the stack fails.',
  fix: 'DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }.',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html',
  flawed: `
    Service: { Type: AWS::ECS::Service, Properties: { TaskDefinition: task } }`,
  sound: `
    Service:
      Type: AWS::ECS::Service
      Properties: { TaskDefinition: task, DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } } }`,
  *check(model) {
    for (const service of model.resources('AWS::ECS::Service')) {
      // CodeDeploy and external controllers have their own ways back.
      if (!surely(service.get('DeploymentController.Type'), (type) => type === undefined || type === 'ECS')) continue;
      if (off(service.get('DeploymentConfiguration.DeploymentCircuitBreaker.Enable')) && absent(service.get('DeploymentConfiguration.Alarms'))) {
        yield at(service, 'DeploymentConfiguration.DeploymentCircuitBreaker', 'No circuit breaker');
      }
    }
  },
};
