import { words } from './kinds';

/** What names the resource: its users. */
export const USERS = '@users';
/** Anything that the resource itself names. */
export const NAMED = '@named';

/** Where a detail looks for the part that it belongs to: properties first to last, {@link USERS}, {@link NAMED}. */
export type Ways = readonly string[];

/** Types without `AWS::` that do not go by {@link DEFAULT}. */
export const WAYS: Readonly<Record<string, Ways>> = {
  'ApiGateway::ApiKey': [USERS, NAMED],
  'ApiGateway::BasePathMapping': ['RestApiId'],
  'ApiGateway::DomainName': [USERS],
  'ApiGateway::Method': ['RestApiId'],
  'ApiGateway::Authorizer': ['RestApiId'],
  'ApiGateway::Stage': ['RestApiId'],
  'ApiGateway::VpcLink': [USERS, NAMED],
  'ApiGatewayV2::ApiMapping': ['ApiId'],
  'ApiGatewayV2::Authorizer': ['ApiId'],
  'ApiGatewayV2::DomainName': [USERS],
  'ApiGatewayV2::Integration': ['ApiId'],
  'ApiGatewayV2::Route': ['ApiId'],
  'ApiGatewayV2::VpcLink': [USERS],
  'AppConfig::ConfigurationProfile': ['ApplicationId'],
  'AppConfig::Deployment': ['ApplicationId'],
  'AppConfig::DeploymentStrategy': [USERS],
  'AppConfig::Environment': ['ApplicationId'],
  'AppConfig::HostedConfigurationVersion': ['ApplicationId'],
  'AppSync::DataSource': ['ApiId'],
  'ApplicationAutoScaling::ScalableTarget': ['ResourceId', USERS],
  'ApplicationAutoScaling::ScalingPolicy': ['ScalingTargetId', 'ScalableDimension', NAMED],
  'AutoScaling::LaunchConfiguration': [USERS],
  'Backup::BackupSelection': ['BackupPlanId'],
  'CertificateManager::Certificate': [USERS],
  'CloudFront::CachePolicy': [USERS],
  'CloudFront::CloudFrontOriginAccessIdentity': [USERS],
  'CloudFront::Function': [USERS],
  'CloudFront::OriginAccessControl': [USERS],
  'CloudFront::ResponseHeadersPolicy': [USERS],
  'CloudWatch::Alarm': ['Dimensions', 'Metrics', 'MetricName', 'AlarmName'],
  'CloudWatch::AnomalyDetector': ['Dimensions', USERS],
  'CloudWatch::CompositeAlarm': ['AlarmRule'],
  'CloudWatch::MetricStream': ['FirehoseArn'],
  'EC2::EIP': [USERS, NAMED],
  'EC2::FlowLog': ['ResourceId'],
  'EC2::LaunchTemplate': [USERS],
  'EC2::NetworkAcl': ['VpcId'],
  'EC2::Route': ['RouteTableId'],
  'EC2::RouteTable': [USERS, 'VpcId'],
  'EC2::SecurityGroup': [USERS, 'VpcId'],
  'EC2::SecurityGroupEgress': ['GroupId'],
  'EC2::SecurityGroupIngress': ['GroupId'],
  'EC2::SubnetNetworkAclAssociation': ['SubnetId'],
  'EC2::SubnetRouteTableAssociation': ['SubnetId'],
  'EC2::VPCGatewayAttachment': ['InternetGatewayId', 'VpnGatewayId', 'VpcId'],
  'ECS::Cluster': [USERS],
  'ECS::TaskDefinition': [USERS],
  'ElasticLoadBalancingV2::Listener': ['LoadBalancerArn'],
  'ElasticLoadBalancingV2::ListenerRule': ['ListenerArn'],
  'ElasticLoadBalancingV2::TargetGroup': [USERS],
  'IAM::InstanceProfile': [USERS],
  'IAM::ManagedPolicy': ['Roles', USERS],
  'IAM::Policy': ['Roles', 'Users', 'Groups'],
  'IAM::Role': [USERS],
  'IAM::RolePolicy': ['RoleName'],
  'IAM::ServiceLinkedRole': [USERS],
  'KMS::Alias': ['TargetKeyId'],
  'Lambda::Alias': ['FunctionName'],
  'Lambda::EventInvokeConfig': ['FunctionName'],
  'Lambda::EventSourceMapping': ['FunctionName'],
  'Lambda::LayerVersion': [USERS],
  'Lambda::LayerVersionPermission': ['LayerVersionArn'],
  'Lambda::Permission': ['FunctionName'],
  'Lambda::Url': ['TargetFunctionArn'],
  'Lambda::Version': ['FunctionName'],
  'Logs::LogGroup': [USERS, NAMED],
  'Logs::LogStream': [USERS, 'LogGroupName'],
  'Logs::MetricFilter': ['LogGroupName'],
  'Logs::SubscriptionFilter': ['LogGroupName'],
  'RDS::DBClusterParameterGroup': [USERS],
  'RDS::DBParameterGroup': [USERS],
  'RDS::DBProxyTargetGroup': ['DBProxyName'],
  'RDS::DBSubnetGroup': [USERS],
  'Route53::HealthCheck': [USERS, NAMED],
  'S3::BucketPolicy': ['Bucket'],
  'SNS::Subscription': ['TopicArn'],
  'SNS::TopicPolicy': ['Topics'],
  'SQS::QueuePolicy': ['Queues'],
  'SSM::Parameter': [USERS, NAMED],
  'SecretsManager::ResourcePolicy': ['SecretId'],
  'SecretsManager::RotationSchedule': ['SecretId'],
  'SecretsManager::SecretTargetAttachment': ['SecretId'],
  'WAFv2::LoggingConfiguration': ['ResourceArn'],
  'WAFv2::WebACLAssociation': ['WebACLArn'],
};

const DEFAULT: Ways = [NAMED, USERS];

/** Parts that belong to another one where they name it in this property. */
export const JOINS: Readonly<Record<string, Ways>> = {
  'RDS::DBInstance': ['DBClusterIdentifier'],
  'DocDB::DBInstance': ['DBClusterIdentifier'],
  'Neptune::DBInstance': ['DBClusterIdentifier'],
  'Route53::RecordSet': ['HostedZoneId'],
  'Events::Archive': ['SourceArn'],
};

/** Types that are left out, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'ApiGateway::Account': 'a setting of the account',
  'CDK::Metadata': 'says which constructs were used',
  'CloudFormation::WaitCondition': 'orders a deployment',
  'CloudFormation::WaitConditionHandle': 'orders a deployment',
};

const short = (type: string): string => type.replace(/^AWS::/, '');
const lookUp = <T>(table: Readonly<Record<string, T>>, type: string): T | undefined =>
  Object.hasOwn(table, short(type)) ? table[short(type)] : undefined;

export const waysOf = (type: string): Ways => lookUp(WAYS, type) ?? DEFAULT;
export const joinsOf = (type: string): Ways => lookUp(JOINS, type) ?? [];
export const leftOutBecause = (type: string): string | undefined => lookUp(LEFT_OUT, type);

/** Called by CloudFormation, and by nobody in operation. */
export const isCustom = (type: string): boolean => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';

/** What it names is not what it works with. */
export const SERVICE_TOKEN = 'ServiceToken';

/** Used by nearly everything: links to it would hide the rest. It says how many use it. */
export const isShared = (type: string): boolean => type === 'AWS::KMS::Key';

const NOUNS: Readonly<Record<string, string>> = {
  'IAM::ManagedPolicy': 'policy',
  'IAM::Policy': 'policy',
  'IAM::RolePolicy': 'policy',
  'IAM::Role': 'role',
  'EC2::EIP': 'Elastic IP',
  'Lambda::EventInvokeConfig': 'invoke setting',
  'SecretsManager::SecretTargetAttachment': 'attachment',
  'SecretsManager::RotationSchedule': 'rotation',
};

/** `log group`, for counting. */
export function nounOf(type: string): string {
  if (isCustom(type)) return 'custom resource';
  const [, , name = type] = type.split('::');
  return lookUp(NOUNS, type) ?? words(name.replace(/V2$/, ''));
}
