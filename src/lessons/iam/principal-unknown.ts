import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { statements } from '../policies';

/** Names that no service has, and the one that was meant. */
const MEANT: Readonly<Record<string, string>> = {
  'api-gateway': 'apigateway',
  'autoscale': 'autoscaling',
  'aws-config': 'config',
  'awsconfig': 'config',
  'cloudwatch-events': 'events',
  'cloudwatch-logs': 'logs',
  'cloudwatchevents': 'events',
  'cloudwatchlogs': 'logs',
  'code-build': 'codebuild',
  'code-deploy': 'codedeploy',
  'code-pipeline': 'codepipeline',
  'ecs-task': 'ecs-tasks',
  'ecs.tasks': 'ecs-tasks',
  'ecstasks': 'ecs-tasks',
  'elb': 'elasticloadbalancing',
  'emr': 'elasticmapreduce',
  'eventbridge': 'events',
  'flow-logs': 'vpc-flow-logs',
  'kinesisfirehose': 'firehose',
  'kinesis-firehose': 'firehose',
  'lambdas': 'lambda',
  'rds-monitoring': 'monitoring.rds',
  'rds.monitoring': 'monitoring.rds',
  'enhanced-monitoring.rds': 'monitoring.rds',
  'secrets-manager': 'secretsmanager',
  'step-functions': 'states',
  'stepfunctions': 'states',
  'vpc-flow-log': 'vpc-flow-logs',
  'vpcflowlogs': 'vpc-flow-logs',
};

export const principalUnknown: Lesson = {
  id: 'PrincipalUnknown',
  title: 'A service principal is one that exists',
  severity: 'critical',
  facet: 'reliability',
  classes: ['trust-policy', 'iam-generic'],
  why: 'The deployment fails with "Invalid principal in policy".',
  fix: 'Write the principal of the documentation: events.amazonaws.com for EventBridge, states.amazonaws.com for Step Functions.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services',
  flawed: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: stepfunctions.amazonaws.com } }]`,
  sound: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: !Sub 'states.\${AWS::Region}.amazonaws.com' } }]`,
  *check(model) {
    for (const { holder, principals, path } of statements(model)) {
      for (const { type, value } of principals) {
        if (type !== 'Service' || typeof value !== 'string') continue;
        const service = /^(.+?)\.amazonaws\.com(\.cn)?$/.exec(value)?.[1];
        if (service === undefined) {
          if (!/\.amazon(aws)?\.|\.aws\.|\.amazon\.com$/.test(value)) yield at(holder, `${path}.Principal.Service`, `${value} is no service principal`, show(value));
        } else if (Object.hasOwn(MEANT, service)) {
          yield at(holder, `${path}.Principal.Service`, `${value} does not exist; ${MEANT[service]}.amazonaws.com does`, value);
        }
      }
    }
  },
};
