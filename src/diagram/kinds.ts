/** What a part does, for its colour and the legend. */
export type Category = 'edge' | 'compute' | 'integration' | 'database' | 'storage' | 'security' | 'network' | 'operations' | 'other';

export const CATEGORIES: Readonly<Record<Category, string>> = {
  edge: 'Edge and API',
  compute: 'Compute',
  integration: 'Messages and workflows',
  database: 'Database',
  storage: 'Storage',
  security: 'Security',
  network: 'Network',
  operations: 'Operations',
  other: 'Other',
};

export type Icon =
  'api' | 'bell' | 'box' | 'bucket' | 'bus' | 'chart' | 'clock' | 'container' | 'database' | 'filter' | 'function' | 'gateway' | 'gear' | 'globe'
  | 'key' | 'lock' | 'network' | 'queue' | 'server' | 'shield' | 'split' | 'stack' | 'stream' | 'user' | 'workflow';

/** How a part is drawn. */
export interface Kind {
  readonly category: Category;
  readonly icon: Icon;
  /** `SQS queue` */
  readonly label: string;
}

type Row = readonly [Category, Icon, string];

/** Types that are drawn as parts of their own, without `AWS::`. */
export const PARTS: Readonly<Record<string, Row>> = {
  'ApiGateway::RestApi': ['edge', 'api', 'REST API'],
  'ApiGatewayV2::Api': ['edge', 'api', 'HTTP or WebSocket API'],
  'AppConfig::Application': ['operations', 'gear', 'AppConfig application'],
  'AppRunner::Service': ['compute', 'container', 'App Runner service'],
  'AppSync::GraphQLApi': ['edge', 'api', 'GraphQL API'],
  'AutoScaling::AutoScalingGroup': ['compute', 'server', 'EC2 Auto Scaling group'],
  'ARCRegionSwitch::Plan': ['operations', 'split', 'Region switch plan'],
  'Athena::WorkGroup': ['database', 'database', 'Athena workgroup'],
  'Backup::BackupPlan': ['operations', 'clock', 'Backup plan'],
  'Backup::BackupVault': ['storage', 'bucket', 'Backup vault'],
  'Batch::JobQueue': ['compute', 'container', 'Batch job queue'],
  'Bedrock::Agent': ['compute', 'gear', 'Bedrock agent'],
  'Budgets::Budget': ['operations', 'chart', 'Budget'],
  'CE::AnomalyMonitor': ['operations', 'chart', 'Cost anomaly monitor'],
  'CloudFormation::Stack': ['operations', 'stack', 'Nested stack'],
  'CloudFormation::StackSet': ['operations', 'stack', 'Stack set'],
  'CloudFront::Distribution': ['edge', 'globe', 'CloudFront distribution'],
  'CloudTrail::Trail': ['operations', 'chart', 'CloudTrail trail'],
  'CloudWatch::Dashboard': ['operations', 'chart', 'Dashboard'],
  'CodeBuild::Project': ['operations', 'gear', 'CodeBuild project'],
  'CodePipeline::Pipeline': ['operations', 'workflow', 'Pipeline'],
  'Cognito::IdentityPool': ['security', 'user', 'Cognito identity pool'],
  'Cognito::UserPool': ['security', 'user', 'Cognito user pool'],
  'Config::ConfigRule': ['operations', 'shield', 'Config rule'],
  'Config::ConfigurationRecorder': ['operations', 'chart', 'Config recorder'],
  'DMS::ReplicationInstance': ['database', 'server', 'DMS replication instance'],
  'DMS::ReplicationTask': ['database', 'stream', 'DMS replication task'],
  'DocDB::DBCluster': ['database', 'database', 'DocumentDB cluster'],
  'DynamoDB::GlobalTable': ['database', 'database', 'DynamoDB global table'],
  'DynamoDB::Table': ['database', 'database', 'DynamoDB table'],
  'EC2::ClientVpnEndpoint': ['network', 'gateway', 'Client VPN endpoint'],
  'EC2::Instance': ['compute', 'server', 'EC2 instance'],
  'EC2::InternetGateway': ['network', 'globe', 'Internet gateway'],
  'EC2::NatGateway': ['network', 'gateway', 'NAT gateway'],
  'EC2::TransitGateway': ['network', 'gateway', 'Transit gateway'],
  'EC2::VPCEndpoint': ['network', 'gateway', 'VPC endpoint'],
  'EC2::VPCPeeringConnection': ['network', 'gateway', 'VPC peering'],
  'EC2::VPNGateway': ['network', 'gateway', 'VPN gateway'],
  'ECR::Repository': ['storage', 'container', 'ECR repository'],
  'ECS::Service': ['compute', 'container', 'ECS service'],
  'EFS::FileSystem': ['storage', 'bucket', 'EFS file system'],
  'EKS::Cluster': ['compute', 'container', 'EKS cluster'],
  'EMR::Cluster': ['compute', 'server', 'EMR cluster'],
  'ElastiCache::CacheCluster': ['database', 'database', 'ElastiCache cluster'],
  'ElastiCache::ReplicationGroup': ['database', 'database', 'ElastiCache replication group'],
  'ElastiCache::ServerlessCache': ['database', 'database', 'ElastiCache serverless'],
  'ElasticLoadBalancing::LoadBalancer': ['edge', 'split', 'Classic load balancer'],
  'ElasticLoadBalancingV2::LoadBalancer': ['edge', 'split', 'Load balancer'],
  'Elasticsearch::Domain': ['database', 'database', 'Elasticsearch domain'],
  'Events::Archive': ['storage', 'bucket', 'EventBridge archive'],
  'Events::Connection': ['integration', 'lock', 'EventBridge connection'],
  'Events::ApiDestination': ['integration', 'globe', 'EventBridge API destination'],
  'Events::EventBus': ['integration', 'bus', 'EventBridge bus'],
  'Events::Rule': ['integration', 'filter', 'EventBridge rule'],
  'FIS::ExperimentTemplate': ['operations', 'gear', 'Fault injection experiment'],
  'GlobalAccelerator::Accelerator': ['edge', 'globe', 'Global Accelerator'],
  'Glue::Crawler': ['compute', 'gear', 'Glue crawler'],
  'Glue::Database': ['database', 'database', 'Glue database'],
  'Glue::Job': ['compute', 'gear', 'Glue job'],
  'GuardDuty::Detector': ['security', 'shield', 'GuardDuty detector'],
  'KMS::Key': ['security', 'key', 'KMS key'],
  'Kinesis::Stream': ['integration', 'stream', 'Kinesis stream'],
  'KinesisAnalyticsV2::Application': ['compute', 'stream', 'Managed Flink application'],
  'KinesisFirehose::DeliveryStream': ['integration', 'stream', 'Firehose stream'],
  'Lambda::Function': ['compute', 'function', 'Lambda function'],
  'MSK::Cluster': ['integration', 'stream', 'MSK cluster'],
  'MSK::ServerlessCluster': ['integration', 'stream', 'MSK serverless cluster'],
  'Neptune::DBCluster': ['database', 'database', 'Neptune cluster'],
  'NetworkFirewall::Firewall': ['security', 'shield', 'Network firewall'],
  'OpenSearchServerless::Collection': ['database', 'database', 'OpenSearch collection'],
  'OpenSearchService::Domain': ['database', 'database', 'OpenSearch domain'],
  'Pipes::Pipe': ['integration', 'stream', 'EventBridge pipe'],
  'RDS::DBCluster': ['database', 'database', 'Aurora or RDS cluster'],
  'RDS::DBInstance': ['database', 'database', 'RDS instance'],
  'RDS::DBProxy': ['database', 'gateway', 'RDS proxy'],
  'RDS::GlobalCluster': ['database', 'database', 'Aurora global cluster'],
  'RAM::ResourceShare': ['operations', 'split', 'Resource share'],
  'Redshift::Cluster': ['database', 'database', 'Redshift cluster'],
  'RedshiftServerless::Workgroup': ['database', 'database', 'Redshift workgroup'],
  'Route53::HostedZone': ['edge', 'globe', 'Hosted zone'],
  'Route53::RecordSet': ['edge', 'globe', 'DNS record'],
  'S3::Bucket': ['storage', 'bucket', 'S3 bucket'],
  'SES::ReceiptRuleSet': ['integration', 'bell', 'SES receipt rules'],
  'SNS::Topic': ['integration', 'bell', 'SNS topic'],
  'SQS::Queue': ['integration', 'queue', 'SQS queue'],
  'SSM::Document': ['operations', 'gear', 'SSM document'],
  'SageMaker::Endpoint': ['compute', 'gear', 'SageMaker endpoint'],
  'Scheduler::Schedule': ['integration', 'clock', 'Schedule'],
  'SecretsManager::Secret': ['security', 'lock', 'Secret'],
  'SecurityHub::Hub': ['security', 'shield', 'Security Hub'],
  'Serverless::Api': ['edge', 'api', 'REST API'],
  'Serverless::Function': ['compute', 'function', 'Lambda function'],
  'Serverless::HttpApi': ['edge', 'api', 'HTTP API'],
  'Serverless::SimpleTable': ['database', 'database', 'DynamoDB table'],
  'Serverless::StateMachine': ['integration', 'workflow', 'State machine'],
  'StepFunctions::Activity': ['integration', 'workflow', 'Step Functions activity'],
  'StepFunctions::StateMachine': ['integration', 'workflow', 'State machine'],
  'Synthetics::Canary': ['operations', 'clock', 'Canary'],
  'Timestream::Database': ['database', 'database', 'Timestream database'],
  'Transfer::Server': ['edge', 'gateway', 'Transfer server'],
  'WAFv2::WebACL': ['security', 'shield', 'Web ACL'],
};

/** Services of the parts above: of these every other type is a detail. A type of another service is a part, unless its name says otherwise. */
const SERVICES = new Set(['IAM', 'Logs', 'SSM', 'ApplicationAutoScaling', 'CertificateManager', 'ServiceDiscovery', 'XRay', 'WAF', 'WAFRegional',
  ...Object.keys(PARTS).map((type) => type.split('::')[0])]);

/** What the name of a detail ends with. */
const DETAIL = /(Policy|Attachment|Association|Permission|Alias|Version|Membership|Assignment|Mapping|Config|Configuration|Setting|Settings)$/;

/** `DBParameterGroup` to `DB parameter group`: capitals at the front stay. */
export const words = (name: string): string => name
  .replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
  .split(' ').map((word) => /^[A-Z][a-z]/.test(word) ? word.toLowerCase() : word).join(' ');

/** Whether the table of parts names the type. */
export const isPart = (type: string): boolean => {
  const [owner, service, name] = type.split('::');
  if (owner !== 'AWS') return owner !== 'Custom' && !!service;
  if (service in { CloudFormation: 1 } && name === 'CustomResource') return false;
  return `${service}::${name}` in PARTS || (!SERVICES.has(service) && !DETAIL.test(name ?? ''));
};

/** Of details that are drawn because they belong to nothing. */
const LOOKS: Readonly<Record<string, readonly [Category, Icon]>> = {
  ApplicationAutoScaling: ['operations', 'gear'],
  CertificateManager: ['security', 'lock'],
  CloudWatch: ['operations', 'chart'],
  EC2: ['network', 'network'],
  IAM: ['security', 'lock'],
  Logs: ['operations', 'chart'],
  SSM: ['operations', 'gear'],
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How a resource of the type is drawn, also when it is a detail of nothing. */
export function kindOf(type: string): Kind {
  const [owner, service = '', name = ''] = type.split('::');
  const row = owner === 'AWS' && Object.hasOwn(PARTS, `${service}::${name}`) ? PARTS[`${service}::${name}`] : undefined;
  if (row) return { category: row[0], icon: row[1], label: row[2] };
  if (owner !== 'AWS') return { category: 'other', icon: 'box', label: type || 'Unknown type' };
  const [category, icon] = LOOKS[service] ?? ['other', 'box'];
  return { category, icon, label: sentence(`${service} ${words(name)}`) };
}
