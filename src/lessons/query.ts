import { isMapping, Mapping, Model, once, OneOf, options, Reference, Resource, show, Text, Value } from '../template';

/** A number, also when it was written as text, as CloudFormation takes it. */
export function num(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : undefined;
}

export const text = (value: Value | undefined): string | undefined => typeof value === 'string' ? value : undefined;
export const isTrue = (value: Value | undefined): boolean => value === true || value === 'true' || value === 'True';
export const isFalse = (value: Value | undefined): boolean => value === false || value === 'false' || value === 'False';

/** Holds for every value that it may have. */
export const surely = (value: Value | undefined, test: (option: Value | undefined) => boolean): boolean => options(value).every(test);
/** Holds for at least one value that it may have. */
export const possibly = (value: Value | undefined, test: (option: Value | undefined) => boolean): boolean => options(value).some(test);

/** Absent in every case: an empty list or mapping counts as absent, what is unknown does not. */
export const absent = (value: Value | undefined): boolean => surely(value, (option) => option === undefined || option === null || option === ''
  || (Array.isArray(option) && option.length === 0) || (isMapping(option) && Object.keys(option).length === 0));

/** Neither known to be true nor unknown: absent or false in every case. */
export const off = (value: Value | undefined): boolean => surely(value, (option) => option === undefined || option === null || isFalse(option));

const NOTHING: readonly Value[] = [];

/** The items of a list; a single value counts as a list of one. Choices are opened. */
export function list(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return NOTHING;
  if (Array.isArray(value) && !(value as readonly Value[]).some((item) => item instanceof OneOf)) return value as readonly Value[];
  return present(options(value))
    .flatMap((option) => Array.isArray(option) ? (option as readonly Value[]).flatMap((item) => present(options(item))) : [option]);
}

const present = (all: readonly (Value | undefined)[]): Value[] => all.filter((one): one is Value => one !== undefined && one !== null);

/** The mappings among the items of a list. */
export const mappings = (value: Value | undefined): readonly Mapping[] => list(value).filter(isMapping);

/** Where a type keeps the name that a user may give it. */
export const PHYSICAL_NAMES: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::ApiKey': 'Name',
  'AWS::ApiGateway::RestApi': 'Name',
  'AWS::ApiGateway::UsagePlan': 'UsagePlanName',
  'AWS::ApiGatewayV2::Api': 'Name',
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'PolicyName',
  'AWS::AutoScaling::AutoScalingGroup': 'AutoScalingGroupName',
  'AWS::Backup::BackupPlan': 'BackupPlan.BackupPlanName',
  'AWS::Backup::BackupVault': 'BackupVaultName',
  'AWS::Budgets::Budget': 'Budget.BudgetName',
  'AWS::CloudFormation::Stack': 'StackName',
  'AWS::CloudFront::OriginAccessControl': 'OriginAccessControlConfig.Name',
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::CodeBuild::Project': 'Name',
  'AWS::CodeDeploy::Application': 'ApplicationName',
  'AWS::CodePipeline::Pipeline': 'Name',
  'AWS::Cognito::UserPool': 'UserPoolName',
  'AWS::Config::ConfigRule': 'ConfigRuleName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateName',
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::ECS::TaskDefinition': 'Family',
  'AWS::EKS::Cluster': 'Name',
  'AWS::ElastiCache::CacheCluster': 'ClusterName',
  'AWS::ElastiCache::ReplicationGroup': 'ReplicationGroupId',
  'AWS::ElastiCache::SubnetGroup': 'CacheSubnetGroupName',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Kinesis::Stream': 'Name',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Lambda::LayerVersion': 'LayerName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBClusterParameterGroup': 'DBClusterParameterGroupName',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBParameterGroup': 'DBParameterGroupName',
  'AWS::RDS::DBProxy': 'DBProxyName',
  'AWS::RDS::DBSubnetGroup': 'DBSubnetGroupName',
  'AWS::RDS::GlobalCluster': 'GlobalClusterIdentifier',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SSM::Document': 'Name',
  'AWS::SSM::Parameter': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::WAFv2::IPSet': 'Name',
  'AWS::WAFv2::WebACL': 'Name',
};

/** Types whose names are labels: others do not refer to them by name. */
export const LABELLED = /^AWS::(ApiGateway|WAFv2)::/;

const byName = once((model: Model) => {
  const named = new Map<string, Resource>();
  for (const [type, property] of Object.entries(PHYSICAL_NAMES)) {
    for (const resource of model.resources(type)) {
      const name = resource.get(property);
      if ((typeof name === 'string' || name instanceof Text) && !(LABELLED.test(type) && named.has(show(name)))) named.set(show(name), resource);
    }
  }
  return named;
});

/** The resource that a reference, an ARN or a physical name leads to. */
export function target(model: Model, value: Value | undefined): Resource | undefined {
  if (value instanceof Reference) return value.resource;
  if (value instanceof OneOf) return value.options.map((option) => target(model, option)).find((one) => one);
  if (value instanceof Text) {
    const reference = [...value.parts].reverse().find((part): part is Reference => part instanceof Reference);
    if (reference) return reference.resource;
  }
  if (typeof value !== 'string' && !(value instanceof Text)) return undefined;
  const shown = show(value);
  const names = byName(model);
  return names.get(shown) ?? names.get(shown.replace(/^.*:([^:]+)$/, '$1')) ?? names.get(shown.replace(/^.*[:/]([^:/]+)(:\*|\/\*)?$/, '$1'));
}

/** Its physical name; of what that names, nothing. */
export const physicalName = (resource: Resource): string => {
  const name = resource.get(PHYSICAL_NAMES[resource.type] ?? '');
  return (name instanceof Text ? name.parts : [name]).filter((part) => !(part instanceof Reference)).map(show).join('');
};

/** What it is called: its physical name, and the variables that hand it to programs. Logical ids are labels, and change without the architecture. */
const namesOf = once((resource: Resource): readonly string[] => [
  physicalName(resource),
  ...resource.users.flatMap(({ path }) => path.filter((_, at) => path[at - 1] === 'Variables' && path[at - 2] === 'Environment').map(String)),
]);
/** Whether one of its names matches. */
export const called = (resource: Resource, words: RegExp): boolean => namesOf(resource).some((name) => words.test(name));

/** Everything that must stand before the resource: what it names or waits for, and so on. */
export function prerequisites(resource: Resource): ReadonlySet<Resource> {
  const found = new Set<Resource>();
  const open = [resource];
  while (open.length > 0) {
    const one = open.pop()!;
    // A nested stack is there when all of its resources are, and starts when its parent's references are there.
    const needed = [...one.edges, ...one.stack.parent?.edges ?? []].map(({ to }) => to);
    for (const next of [...needed, ...one === resource ? [] : one.child?.resources.values() ?? []]) {
      if (!found.has(next)) {
        found.add(next);
        open.push(next);
      }
    }
  }
  return found;
}

/** A function that CloudFormation itself calls while it deploys, its role and its log group: no payment goes through them. */
export const onlyDeploys = once((one: Resource): boolean => {
  if (one.type === 'AWS::IAM::Role') return one.users.some(({ from }) => isProvider(from)) && one.users.every(({ from }) => from.type !== FUNCTION || isProvider(from));
  return isProvider(one) || (one.type === 'AWS::Logs::LogGroup' && one.edges.some(({ to }) => isProvider(to)));
});

const FUNCTION = 'AWS::Lambda::Function';
/** Variables by which the CDK's provider framework knows the functions that it calls. */
const HANDLER_OF_PROVIDER = /^USER_(ON_EVENT|IS_COMPLETE|ON_TIMEOUT)_FUNCTION_ARN$/;
const isProvider = (one: Resource): boolean => one.type === FUNCTION && (!absent(one.get('Environment.Variables.USER_ON_EVENT_FUNCTION_ARN'))
  || one.users.some(({ path }) => path.includes('ServiceToken') || path.some((key) => HANDLER_OF_PROVIDER.test(String(key)))));
