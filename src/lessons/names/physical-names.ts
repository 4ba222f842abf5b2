import { Model, once, Reference, Resource, show, Text, Value } from '../../template';
import { PHYSICAL_NAMES } from '../query';

const MORE: Readonly<Record<string, string>> = {
  'AWS::AccessAnalyzer::Analyzer': 'AnalyzerName',
  'AWS::AmazonMQ::Broker': 'BrokerName',
  'AWS::Athena::WorkGroup': 'Name',
  'AWS::Batch::ComputeEnvironment': 'ComputeEnvironmentName',
  'AWS::Batch::JobQueue': 'JobQueueName',
  'AWS::CloudFront::CachePolicy': 'CachePolicyConfig.Name',
  'AWS::CloudFront::Function': 'Name',
  'AWS::CloudFront::OriginRequestPolicy': 'OriginRequestPolicyConfig.Name',
  'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig.Name',
  'AWS::CodeCommit::Repository': 'RepositoryName',
  'AWS::DAX::Cluster': 'ClusterName',
  'AWS::DocDB::DBCluster': 'DBClusterIdentifier',
  'AWS::EC2::KeyPair': 'KeyName',
  'AWS::ElasticLoadBalancing::LoadBalancer': 'LoadBalancerName',
  'AWS::ElastiCache::ParameterGroup': 'CacheParameterGroupName',
  'AWS::ElastiCache::ServerlessCache': 'ServerlessCacheName',
  'AWS::Glue::Crawler': 'Name',
  'AWS::Glue::Database': 'DatabaseInput.Name',
  'AWS::Glue::Job': 'Name',
  'AWS::KinesisAnalyticsV2::Application': 'ApplicationName',
  'AWS::MSK::Cluster': 'ClusterName',
  'AWS::Neptune::DBCluster': 'DBClusterIdentifier',
  'AWS::OpenSearchService::Domain': 'DomainName',
  'AWS::Pipes::Pipe': 'Name',
  'AWS::Redshift::Cluster': 'ClusterIdentifier',
  'AWS::ResourceGroups::Group': 'Name',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::Synthetics::Canary': 'Name',
  'AWS::XRay::Group': 'GroupName',
  'AWS::XRay::SamplingRule': 'SamplingRule.RuleName',
};

export const NAMES_BY_TYPE: Readonly<Record<string, string>> = { ...PHYSICAL_NAMES, ...MORE };

/** AWS takes them twice: the name is a label. */
export const LABELS = [
  'AWS::ApiGateway::ApiKey', 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::UsagePlan', 'AWS::ApiGatewayV2::Api', 'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::Backup::BackupPlan', 'AWS::CloudFormation::Stack', 'AWS::Cognito::UserPool', 'AWS::ECS::TaskDefinition', 'AWS::Lambda::LayerVersion',
];
/** Unique only inside of something; when the stack makes that too, nothing collides. */
const INSIDE: Readonly<Record<string, string>> = {
  'AWS::EC2::SecurityGroup': 'VpcId',
  'AWS::ECS::Service': 'Cluster',
  'AWS::Events::Rule': 'EventBusName',
  'AWS::Scheduler::Schedule': 'GroupName',
};

export interface Named {
  readonly resource: Resource;
  readonly property: string;
  /** AWS takes the name twice. */
  readonly isLabel: boolean;
}

/** The resources that the template names. */
export const named = once((model: Model): readonly Named[] => Object.entries(NAMES_BY_TYPE).flatMap(([type, property]) => {
  const resources = model.resources(type).filter((resource) => resource.raw(property) !== undefined);
  return resources.map((resource) => {
    const inside = INSIDE[type] ? resource.get(INSIDE[type]) : undefined;
    return { resource, property, isLabel: LABELS.includes(type) || (inside instanceof Reference && inside.resource.stack === resource.stack) };
  });
}));

/** A name, and not something else that a strange template has in its place. */
export const isText = (value: Value | undefined): boolean => (typeof value === 'string' && value !== '') || value instanceof Text;

/** The name as a finding shows it. */
export const shownName = ({ resource, property }: Named): string => show(resource.get(property));
