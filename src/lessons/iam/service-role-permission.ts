import { lacks, namedByResource, roleAt } from './roles';
import { isMapping, Resource, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { mappings, target } from '../query';

interface Need {
  readonly property: string;
  readonly role: Value | undefined;
  /** All of them. */
  readonly actions: readonly string[];
  readonly on?: Value;
}

const WRITE_LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const off = (value: Value | undefined, text: string) => value !== undefined && value !== text;

/** What the target of a rule is started with. */
const STARTS: Readonly<Record<string, string>> = {
  'AWS::StepFunctions::StateMachine': 'states:StartExecution',
  'AWS::ECS::Cluster': 'ecs:RunTask',
  'AWS::Kinesis::Stream': 'kinesis:PutRecord',
  'AWS::KinesisFirehose::DeliveryStream': 'firehose:PutRecord',
  'AWS::CodePipeline::Pipeline': 'codepipeline:StartPipelineExecution',
  'AWS::CodeBuild::Project': 'codebuild:StartBuild',
  'AWS::Events::EventBus': 'events:PutEvents',
};
const SCHEDULED: Readonly<Record<string, string>> = {
  ...STARTS,
  'AWS::Lambda::Function': 'lambda:InvokeFunction',
  'AWS::SQS::Queue': 'sqs:SendMessage',
  'AWS::SNS::Topic': 'sns:Publish',
};

const NEEDS: Readonly<Record<string, (resource: Resource, kind: (arn: Value | undefined) => string) => readonly Need[]>> = {
  'AWS::EC2::FlowLog': (log) => off(log.get('LogDestinationType'), 'cloud-watch-logs') ? []
    : [{ property: 'DeliverLogsPermissionArn', role: log.get('DeliverLogsPermissionArn'), actions: WRITE_LOGS }],
  'AWS::CloudTrail::Trail': (trail) => [{ property: 'CloudWatchLogsRoleArn', role: trail.get('CloudWatchLogsRoleArn'), actions: WRITE_LOGS }],
  'AWS::ApiGateway::Account': (account) => [{ property: 'CloudWatchRoleArn', role: account.get('CloudWatchRoleArn'), actions: WRITE_LOGS }],
  'AWS::KinesisFirehose::DeliveryStream': (stream) => ['ExtendedS3DestinationConfiguration', 'S3DestinationConfiguration'].flatMap((name) => {
    const s3 = stream.get(name);
    return isMapping(s3) ? [{ property: `${name}.RoleARN`, role: s3.RoleARN, actions: ['s3:PutObject'], on: s3.BucketARN }] : [];
  }),
  'AWS::RDS::DBInstance': (database) => [{ property: 'MonitoringRoleArn', role: database.get('MonitoringRoleArn'), actions: ['logs:PutLogEvents'] }],
  'AWS::Events::Rule': (rule, kind) => mappings(rule.get('Targets')).flatMap((one) => {
    const action = STARTS[kind(one.Arn)];
    return action ? [{ property: 'Targets', role: one.RoleArn, actions: [action], on: action === 'ecs:RunTask' ? undefined : one.Arn }] : [];
  }),
  'AWS::Scheduler::Schedule': (schedule, kind) => {
    const action = SCHEDULED[kind(schedule.get('Target.Arn'))];
    return action ? [{ property: 'Target.RoleArn', role: schedule.get('Target.RoleArn'), actions: [action], on: action === 'ecs:RunTask' ? undefined : schedule.get('Target.Arn') }] : [];
  },
  'AWS::ECS::TaskDefinition': (task, kind) => {
    const containers = mappings(task.get('ContainerDefinitions'));
    const role = task.get('ExecutionRoleArn');
    const logs = containers.some((one) => isMapping(one.LogConfiguration) && one.LogConfiguration.LogDriver === 'awslogs');
    const secrets = containers.flatMap((one) => mappings(one.Secrets)).filter(({ ValueFrom: from }) => kind(from) === 'AWS::SecretsManager::Secret');
    return [
      ...logs ? [{ property: 'ExecutionRoleArn', role, actions: WRITE_LOGS }] : [],
      ...secrets.map(({ ValueFrom: from }) => ({ property: 'ExecutionRoleArn', role, actions: ['secretsmanager:GetSecretValue'], on: from })),
    ];
  },
};

export const serviceRolePermission: Lesson = {
  id: 'ServiceRolePermission',
  title: 'The role that is handed to a service allows what the service does with it',
  severity: 'high',
  facet: 'reliability',
  classes: ['iam-missing-permission', 'iam-generic'],
  why: 'The deployment fails, or the service stays silent: no logs, no replica, no start of the workflow, no container.',
  fix: 'Allow the action on the ARN of the target in the role.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html',
  flawed: `
    Rule:
      Type: AWS::Events::Rule
      Properties:
        ScheduleExpression: rate(1 hour)
        Targets: [{ Id: flow, Arn: !GetAtt Machine.Arn, RoleArn: !GetAtt Role.Arn }]
    Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: arn:aws:iam::111122223333:role/flow } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: events.amazonaws.com } }]
        Policies:
          - PolicyName: start
            PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'lambda:InvokeFunction', Resource: '*' }] }`,
  sound: `
    Rule:
      Type: AWS::Events::Rule
      Properties:
        ScheduleExpression: rate(1 hour)
        Targets: [{ Id: flow, Arn: !GetAtt Machine.Arn, RoleArn: !GetAtt Role.Arn }]
    Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: arn:aws:iam::111122223333:role/flow } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: events.amazonaws.com } }]
        Policies:
          - PolicyName: start
            PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'states:StartExecution', Resource: !Ref Machine }] }`,
  *check(model) {
    const kind = (arn: Value | undefined) => target(model, arn)?.type ?? '';
    for (const [type, needs] of Object.entries(NEEDS)) {
      for (const resource of model.resources(type)) {
        for (const { property, role: named, actions, on } of needs(resource, kind)) {
          const role = roleAt(model, named);
          if (!role || namedByResource(role)) continue;
          const missing = actions.filter((action) => lacks(model, role, [action], on === undefined ? undefined : target(model, on)));
          if (missing.length > 0) yield at(resource, property, `${role.id} has no ${missing.join(', ')}`, missing.join(' '));
        }
      }
    }
  },
};
