import { lacks, namedByResource, roleAt } from './roles';
import { Mapping, Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { inputOf, mentioned, statesOf } from '../state-machines';

/** `arn:aws:states:::dynamodb:putItem.sync`: the action behind a service integration. */
const ACTIONS: Readonly<Record<string, string>> = {
  'lambda:invoke': 'lambda:InvokeFunction',
  'dynamodb:getitem': 'dynamodb:GetItem',
  'dynamodb:putitem': 'dynamodb:PutItem',
  'dynamodb:updateitem': 'dynamodb:UpdateItem',
  'dynamodb:deleteitem': 'dynamodb:DeleteItem',
  'sns:publish': 'sns:Publish',
  'sqs:sendmessage': 'sqs:SendMessage',
  'events:putevents': 'events:PutEvents',
  'states:startexecution': 'states:StartExecution',
  'ecs:runtask': 'ecs:RunTask',
  'batch:submitjob': 'batch:SubmitJob',
  'glue:startjobrun': 'glue:StartJobRun',
  'codebuild:startbuild': 'codebuild:StartBuild',
  'athena:startqueryexecution': 'athena:StartQueryExecution',
};
/** Where an integration names what it acts on. */
const ON = ['FunctionName', 'TableName', 'TopicArn', 'QueueUrl', 'StateMachineArn'];

function need(machine: Resource, body: Mapping): { action: string; on?: Resource } | undefined {
  if (body.Type !== 'Task' || typeof body.Resource !== 'string') return undefined;
  const direct = mentioned(machine, body.Resource);
  if (direct) return direct.type === 'AWS::Lambda::Function' ? { action: 'lambda:InvokeFunction', on: direct } : undefined;
  const integration = /:states:[^:]*:[^:]*:(\w+:\w+)(\.|$)/.exec(body.Resource)?.[1].toLowerCase();
  const action = integration === undefined ? undefined : ACTIONS[integration];
  const input = inputOf(body);
  return action ? { action, on: ON.map((name) => mentioned(machine, input[name])).find((one) => one) } : undefined;
}

export const stateMachinePermission: Lesson = {
  id: 'StateMachinePermission',
  title: 'The role of a state machine may do what its tasks do',
  severity: 'high',
  facet: 'reliability',
  classes: ['iam-missing-permission', 'step-functions', 'iam-generic'],
  why: 'The execution fails at the task with AccessDenied, every time.',
  fix: 'Allow the action of each task, such as lambda:InvokeFunction on the function and on its versions (:*).',
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html',
  flawed: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        RoleArn: !GetAtt Role.Arn
        DefinitionString: '{"StartAt":"Send","States":{"Send":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Parameters":{},"End":true}}}'
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: states.amazonaws.com } }]
        Policies:
          - PolicyName: run
            PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'sqs:SendMessage', Resource: '*' }] }`,
  sound: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        RoleArn: !GetAtt Role.Arn
        DefinitionString: '{"StartAt":"Send","States":{"Send":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Parameters":{},"End":true}}}'
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: states.amazonaws.com } }]
        Policies:
          - PolicyName: run
            PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'sns:Publish', Resource: '*' }] }`,
  *check(model) {
    for (const machine of model.resources('AWS::StepFunctions::StateMachine')) {
      const role = roleAt(model, machine.get('RoleArn'));
      if (!role || namedByResource(role)) continue;
      const seen = new Set<string>();
      for (const { name, body } of statesOf(machine)) {
        const needed = need(machine, body);
        const key = needed ? `${needed.action}${needed.on ? ` on ${needed.on.id}` : ''}` : '';
        if (!needed || seen.has(key) || !lacks(model, role, [needed.action], needed.on)) continue;
        seen.add(key);
        yield at(machine, 'RoleArn', `${role.id} has no ${key}, which ${name} needs`, key);
      }
    }
  },
};
