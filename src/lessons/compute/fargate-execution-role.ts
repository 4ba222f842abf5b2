import { containersOf, isFargateTask } from './hosts';
import { isMapping, Mapping, show } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, possibly } from '../query';

/** What ECS does for the container, with the execution role. */
function need(container: Mapping): string | undefined {
  const logs = container.LogConfiguration;
  if (isMapping(logs) && possibly(logs.LogDriver, (driver) => driver === 'awslogs')) return 'its logs go to CloudWatch';
  if (!absent(container.Secrets)) return 'it takes secrets';
  return /\.dkr\.ecr\.|RepositoryUri/.test(show(container.Image)) ? 'its image is in a private registry' : undefined;
}

export const fargateExecutionRole: Lesson = {
  id: 'FargateExecutionRole',
  title: 'A Fargate task that logs, takes secrets or pulls from ECR has an execution role',
  severity: 'critical',
  facet: 'reliability',
  classes: ['ecs', 'iam-missing-permission'],
  why: 'ECS refuses the task definition, or the task stops before it starts: it may not pull its image or write its log.',
  fix: 'ExecutionRoleArn with a role of ecs-tasks.amazonaws.com that holds AmazonECSTaskExecutionRolePolicy.',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
  flawed: `
    Task:
      Type: AWS::ECS::TaskDefinition
      Properties:
        RequiresCompatibilities: [FARGATE]
        ContainerDefinitions: [{ Name: app, Image: 'nginx:1.29.3', LogConfiguration: { LogDriver: awslogs } }]`,
  sound: `
    Task:
      Type: AWS::ECS::TaskDefinition
      Properties:
        RequiresCompatibilities: [FARGATE]
        ExecutionRoleArn: !GetAtt Role.Arn
        ContainerDefinitions: [{ Name: app, Image: 'nginx:1.29.3', LogConfiguration: { LogDriver: awslogs } }]
    Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }`,
  *check(model) {
    for (const task of model.resources('AWS::ECS::TaskDefinition').filter(isFargateTask)) {
      if (!absent(task.get('ExecutionRoleArn'))) continue;
      const because = containersOf(task).flatMap(({ body, name }) => need(body) === undefined ? [] : [`${name}: ${need(body)}`]);
      if (because.length > 0) yield at(task, 'ExecutionRoleArn', `No execution role, but ${because[0]}`);
    }
  },
};
