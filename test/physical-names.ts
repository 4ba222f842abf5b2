import { Json, plain, Template } from './webhook-pipeline/template';

/** Names that people or other programs know a resource by, as text; without those that hold an id of AWS. */
export function physicalNames(template: Template): string[] {
  const NAMES: Record<string, string> = {
    'AWS::Lambda::Function': 'FunctionName',
    'AWS::Lambda::LayerVersion': 'LayerName',
    'AWS::SQS::Queue': 'QueueName',
    'AWS::DynamoDB::Table': 'TableName',
    'AWS::S3::Bucket': 'BucketName',
    'AWS::SNS::Topic': 'TopicName',
    'AWS::Events::EventBus': 'Name',
    'AWS::Events::Rule': 'Name',
    'AWS::Logs::LogGroup': 'LogGroupName',
    'AWS::ApiGateway::RestApi': 'Name',
    'AWS::ApiGateway::Authorizer': 'Name',
    'AWS::SSM::Parameter': 'Name',
    'AWS::CloudWatch::Dashboard': 'DashboardName',
    'AWS::WAFv2::WebACL': 'Name',
    'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
    'AWS::IAM::Role': 'RoleName',
    'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
    'AWS::SecretsManager::Secret': 'Name',
    'AWS::KMS::Alias': 'AliasName',
    'AWS::CloudWatch::Alarm': 'AlarmName',
    'AWS::ApiGateway::DomainName': 'DomainName',
    'AWS::Logs::MetricFilter': 'FilterName',
    'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
    'AWS::RDS::DBProxy': 'DBProxyName',
    'AWS::NetworkFirewall::Firewall': 'FirewallName',
    'AWS::NetworkFirewall::FirewallPolicy': 'FirewallPolicyName',
    'AWS::NetworkFirewall::RuleGroup': 'RuleGroupName',
    'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
    'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
    'AWS::ECS::Cluster': 'ClusterName',
    'AWS::ECS::Service': 'ServiceName',
    'AWS::ECS::TaskDefinition': 'Family',
    'AWS::AppConfig::Application': 'Name',
    'AWS::RAM::ResourceShare': 'Name',
    'AWS::ARCRegionSwitch::Plan': 'Name',
    'AWS::Config::ConfigRule': 'ConfigRuleName',
    'AWS::SSM::Document': 'Name',
    'AWS::CE::AnomalyMonitor': 'MonitorName',
    'AWS::CE::AnomalySubscription': 'SubscriptionName',
  };
  const resources = Object.values<Json>(template.json.Resources)
    .flatMap(({ Type, Properties }) => Properties?.[NAMES[Type]] === undefined ? [] : [`${Type} ${plain(Properties[NAMES[Type]])}`]);
  const namespaces = template.all('AWS::Logs::MetricFilter').flatMap(({ Properties: p }) => p.MetricTransformations.map((one: Json) => `namespace ${one.MetricNamespace}`));
  const exports = Object.values<Json>(template.json.Outputs ?? {}).flatMap(({ Export }) => Export ? [`export ${plain(Export.Name)}`] : []);
  return [...resources, ...new Set(namespaces), ...exports].filter((name) => !/<(?!AWS::)/.test(name));
}
