import { roleAt } from './roles';
import { isMapping, Resource, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { statementsOf } from '../policies';
import { list, mappings } from '../query';

type Named = readonly [property: string, value: Value | undefined];
type Taker = readonly [type: string, service: string, roles: (resource: Resource) => readonly Named[]];

const property = (...names: string[]) => (resource: Resource): readonly Named[] => names.map((name) => [name, resource.get(name)]);
const each = (name: string, key: string) => (resource: Resource): readonly Named[] => mappings(resource.get(name)).map((one) => [name, one[key]]);

/** Which service takes the role that a property names. */
const TAKERS: readonly Taker[] = [
  ['AWS::Lambda::Function', 'lambda', property('Role')],
  ['AWS::Serverless::Function', 'lambda', property('Role')],
  ['AWS::StepFunctions::StateMachine', 'states', property('RoleArn')],
  ['AWS::ECS::TaskDefinition', 'ecs-tasks', property('TaskRoleArn', 'ExecutionRoleArn')],
  ['AWS::IAM::InstanceProfile', 'ec2', (profile) => list(profile.get('Roles')).map((role) => ['Roles', role])],
  ['AWS::Events::Rule', 'events', each('Targets', 'RoleArn')],
  ['AWS::Scheduler::Schedule', 'scheduler', property('Target.RoleArn')],
  ['AWS::Pipes::Pipe', 'pipes', property('RoleArn')],
  ['AWS::KinesisFirehose::DeliveryStream', 'firehose', (stream) => {
    const properties = stream.properties;
    return isMapping(properties) ? Object.entries(properties).flatMap(([name, value]): Named[] => isMapping(value) ? [[`${name}.RoleARN`, value.RoleARN]] : []) : [];
  }],
  ['AWS::CodeBuild::Project', 'codebuild', property('ServiceRole')],
  ['AWS::CodePipeline::Pipeline', 'codepipeline', property('RoleArn')],
  ['AWS::CodeDeploy::DeploymentGroup', 'codedeploy', property('ServiceRoleArn')],
  ['AWS::EC2::FlowLog', 'vpc-flow-logs', property('DeliverLogsPermissionArn')],
  ['AWS::CloudTrail::Trail', 'cloudtrail', property('CloudWatchLogsRoleArn')],
  ['AWS::Config::ConfigurationRecorder', 'config', property('RoleARN')],
  ['AWS::ApiGateway::Account', 'apigateway', property('CloudWatchRoleArn')],
  ['AWS::ApiGateway::Method', 'apigateway', property('Integration.Credentials')],
  ['AWS::RDS::DBInstance', 'monitoring.rds', property('MonitoringRoleArn')],
  ['AWS::RDS::DBCluster', 'monitoring.rds', property('MonitoringRoleArn')],
  ['AWS::RDS::DBProxy', 'rds', property('RoleArn')],
  ['AWS::EKS::Cluster', 'eks', property('RoleArn')],
  ['AWS::EKS::Nodegroup', 'ec2', property('NodeRole')],
  ['AWS::Backup::BackupSelection', 'backup', property('BackupSelection.IamRoleArn')],
  ['AWS::S3::Bucket', 's3', property('ReplicationConfiguration.Role')],
  ['AWS::AppSync::DataSource', 'appsync', property('ServiceRoleArn')],
  ['AWS::Glue::Job', 'glue', property('Role')],
  ['AWS::Glue::Crawler', 'glue', property('Role')],
  ['AWS::Logs::SubscriptionFilter', 'logs', property('RoleArn')],
  ['AWS::SNS::Subscription', 'sns', property('SubscriptionRoleArn')],
  ['AWS::Transfer::User', 'transfer', property('Role')],
  ['AWS::Transfer::Server', 'transfer', property('LoggingRole')],
  ['AWS::Cognito::UserPool', 'cognito-idp', property('SmsConfiguration.SnsCallerArn')],
];

/** Whether the trust policy is read to its end and does not let the service in. */
function refuses(role: Resource, service: string): boolean {
  const trust = statementsOf(role).filter(({ kind, allows }) => kind === 'trust' && allows);
  const principals = trust.flatMap((one) => one.principals);
  const known = principals.every(({ type, value }) => type !== 'Service' || typeof value === 'string');
  const wanted = new RegExp(`^${service.replace('.', '\\.')}(\\.[\\w-]+|\\.\\$\\{[^}]+\\})?\\.amazonaws\\.com(\\.cn)?$`);
  return principals.length > 0 && known && !principals.some(({ type, value }) => value === '*' || (type === 'Service' && wanted.test(String(value))));
}

export const trustWrongService: Lesson = {
  id: 'TrustWrongService',
  title: 'The trust policy of a role names the service that takes it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['trust-policy', 'iam-generic'],
  why: 'The deployment fails: the role cannot be assumed by the service; or the service stops at its first call.',
  fix: 'Write Principal: { Service: <the service>.amazonaws.com }, and give each kind of workload a role of its own.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html',
  flawed: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: '' } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: ec2.amazonaws.com } }]`,
  sound: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: '' } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: [lambda.amazonaws.com, edgelambda.amazonaws.com] } }]`,
  *check(model) {
    for (const [type, service, roles] of TAKERS) {
      for (const resource of model.resources(type)) {
        for (const [name, value] of roles(resource)) {
          const role = roleAt(model, value);
          if (role && refuses(role, service)) yield at(resource, name, `${role.id} does not trust ${service}.amazonaws.com`, role.id);
        }
      }
    }
  },
};
