import type { Raw } from './raw';

/** cfn-lint's conditional rules about one resource (folder/file of `extensions`) and where they hold; `*`: each item. */
export const RULES: Readonly<Record<string, readonly string[]>> = {
  'aws_apigateway_authorizer/ttl': ['AWS::ApiGateway::Authorizer'],
  'aws_apigateway_restapi/openapi_properties': ['AWS::ApiGateway::RestApi'],
  'aws_apigateway_stage/method_settings_resource_path': ['AWS::ApiGateway::Stage/MethodSettings/*'],
  'aws_cloudfront_distribution/forward_enum': [
    'AWS::CloudFront::Distribution/DistributionConfig/DefaultCacheBehavior', 'AWS::CloudFront::Distribution/DistributionConfig/CacheBehaviors/*',
  ],
  'aws_cloudwatch_alarm/period': ['AWS::CloudWatch::Alarm'],
  'aws_codebuild_project/s3_locations': ['AWS::CodeBuild::Project/Artifacts', 'AWS::CodeBuild::Project/Source'],
  'aws_dynamodb_table/billingmode_exclusive': ['AWS::DynamoDB::Table'],
  'aws_dynamodb_table/billingmode_provisioned_dependent': ['AWS::DynamoDB::Table'],
  'aws_ec2_instance/blockdevicemappings': [
    'AWS::AutoScaling::LaunchConfiguration/BlockDeviceMappings/*/Ebs', 'AWS::EC2::Instance/BlockDeviceMappings/*/Ebs',
    'AWS::EC2::LaunchTemplate/LaunchTemplateData/BlockDeviceMappings/*/Ebs',
  ],
  'aws_ec2_securitygroup/all_to_and_from_ports': [
    'AWS::EC2::SecurityGroup/SecurityGroupIngress/*', 'AWS::EC2::SecurityGroup/SecurityGroupEgress/*',
    'AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress',
  ],
  'aws_ec2_securitygroup/protocols_and_port_ranges_include': [
    'AWS::EC2::SecurityGroup/SecurityGroupIngress/*', 'AWS::EC2::SecurityGroup/SecurityGroupEgress/*',
    'AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress',
  ],
  'aws_ecs_service/fargate': ['AWS::ECS::Service'],
  'aws_ecs_taskdefinition/containerdefinitions_essential': ['AWS::ECS::TaskDefinition/ContainerDefinitions'],
  'aws_ecs_taskdefinition/fargate_cpu_memory': ['AWS::ECS::TaskDefinition'],
  'aws_ecs_taskdefinition/fargate_properties': ['AWS::ECS::TaskDefinition'],
  'aws_ecs_taskdefinition/logging_configuration': ['AWS::ECS::TaskDefinition/ContainerDefinitions/*/LogConfiguration'],
  'aws_elasticloadbalancingv2_listener/certificate': ['AWS::ElasticLoadBalancingV2::Listener'],
  'aws_elasticloadbalancingv2_loadbalancer/application_subnets': ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  'aws_elasticloadbalancingv2_targetgroup/healthcheckprotocol_restrictions': ['AWS::ElasticLoadBalancingV2::TargetGroup'],
  'aws_elasticloadbalancingv2_targetgroup/protocol_restrictions': ['AWS::ElasticLoadBalancingV2::TargetGroup'],
  'aws_elasticloadbalancingv2_targetgroup/targettype_restrictions': ['AWS::ElasticLoadBalancingV2::TargetGroup'],
  'aws_lambda_eventsourcemapping/eventsourcearn_sqs_exclusive': ['AWS::Lambda::EventSourceMapping'],
  'aws_lambda_eventsourcemapping/eventsourcearn_stream_inclusive': ['AWS::Lambda::EventSourceMapping'],
  'aws_lambda_function/capacity_provider_timeout': ['AWS::Lambda::Function'],
  'aws_lambda_function/environment_variable_keys': ['AWS::Lambda::Function/Environment/Variables'],
  'aws_lambda_function/loglevel_logformat': ['AWS::Lambda::Function'],
  'aws_lambda_function/packagetype_image_exclusions': ['AWS::Lambda::Function'],
  'aws_lambda_function/zipfile_runtime_enum': ['AWS::Lambda::Function'],
  'aws_lambda_function/zipfile_runtime_exists': ['AWS::Lambda::Function'],
  'aws_rds_dbcluster/aurora': ['AWS::RDS::DBCluster'],
  'aws_rds_dbcluster/monitoring': ['AWS::RDS::DBCluster'],
  'aws_rds_dbcluster/serverless_exclusive': ['AWS::RDS::DBCluster'],
  'aws_rds_dbcluster/snapshotidentifier': ['AWS::RDS::DBCluster'],
  'aws_rds_dbinstance/aurora_exclusive': ['AWS::RDS::DBInstance'],
  'aws_rds_dbinstance/backupretentionperiod_maximum': ['AWS::RDS::DBInstance'],
  'aws_rds_dbinstance/kmskey_storageencrypted': ['AWS::RDS::DBInstance'],
  'aws_route53_healthcheck/healthcheckconfig_type_inclusive': ['AWS::Route53::HealthCheck/HealthCheckConfig'],
  'aws_route53_recordset/recordset_alias': ['AWS::Route53::RecordSet', 'AWS::Route53::RecordSetGroup/RecordSets/*'],
  'aws_route53_recordset/recordset_pattern': ['AWS::Route53::RecordSet', 'AWS::Route53::RecordSetGroup/RecordSets/*'],
  'aws_s3_bucket/ownershipcontrols': ['AWS::S3::Bucket'],
  'aws_sqs_queue/properties': ['AWS::SQS::Queue'],
};

/** Where an instance type of a list of `INSTANCES` is expected. */
export const LISTED: Readonly<Record<string, readonly string[]>> = {
  ec2: [
    'AWS::AutoScaling::LaunchConfiguration/InstanceType', 'AWS::EC2::Instance/InstanceType', 'AWS::EC2::LaunchTemplate/LaunchTemplateData/InstanceType',
    'AWS::EC2::EC2Fleet/LaunchTemplateConfigs/*/Overrides/*/InstanceType', 'AWS::EKS::Nodegroup/InstanceTypes/*',
    'AWS::AutoScaling::AutoScalingGroup/MixedInstancesPolicy/LaunchTemplate/Overrides/*/InstanceType',
  ],
  rds: ['AWS::RDS::DBInstance/DBInstanceClass', 'AWS::RDS::DBCluster/DBClusterInstanceClass'],
  elasticache: ['AWS::ElastiCache::CacheCluster/CacheNodeType', 'AWS::ElastiCache::ReplicationGroup/CacheNodeType'],
  docdb: ['AWS::DocDB::DBInstance/DBInstanceClass'],
  neptune: ['AWS::Neptune::DBInstance/DBInstanceClass'],
  dax: ['AWS::DAX::Cluster/NodeType'],
  redshift: ['AWS::Redshift::Cluster/NodeType'],
  opensearch: ['AWS::OpenSearchService::Domain/ClusterConfig/InstanceType'],
};

/** The files of the instance types, by list. */
export const INSTANCES: Readonly<Record<string, readonly string[]>> = {
  ec2: ['aws_ec2_instance/instancetype_enum'],
  rds: ['aws_rds_dbinstance/dbinstanceclass_enum', 'aws_rds_dbcluster/dbclusterinstanceclass_enum'],
  elasticache: ['aws_elasticache_cachecluster/cachenodetype_enum'],
  docdb: ['aws_docdb_dbinstance/dbinstanceclass_enum'],
  neptune: ['aws_neptune_dbinstance/dbinstanceclass_enum'],
  dax: ['aws_dax_cluster/nodetype_enum'],
  redshift: ['aws_redshift_cluster/nodetype_enum'],
  opensearch: ['aws_opensearchservice_domain/clusterconfig_instancetype_enum'],
};

/** What to say instead of naming each property that a rule finds wrong. */
const SAID: Readonly<Record<string, string>> = {
  'aws_ecs_taskdefinition/containerdefinitions_essential': 'At least one container of a task has to be essential.',
  'aws_ecs_taskdefinition/fargate_cpu_memory': 'Fargate does not offer this combination of Cpu and Memory.',
  'aws_lambda_function/zipfile_runtime_enum': 'Code.ZipFile holds source code, which needs a runtime of Node.js or Python.',
  'aws_lambda_function/packagetype_image_exclusions': 'A function with the PackageType Image takes no Handler, Runtime or Layers.',
};

/** What a rule of cfn-lint states narrower than AWS does today, put right. */
export function corrected(file: string, rule: Raw): Raw {
  const text = JSON.stringify(rule);
  // An alarm may also have a period of 20 seconds.
  if (file === 'aws_cloudwatch_alarm/period') return JSON.parse(text.replace('[10,30,60]', '[10,20,30,60]')) as Raw;
  // gp3 volumes have outgrown 16000 operations a second.
  if (file === 'aws_ec2_instance/blockdevicemappings') return JSON.parse(text.replace('"maximum":16000,', '')) as Raw;
  return { ...rule, say: SAID[file] };
}

/** A rule for the properties at `path` as one for all properties of the type. */
export function wrapped(path: readonly string[], rule: Raw): Raw {
  return path.reduceRight<Raw>((inner, key) => (key === '*' ? { items: inner } : { properties: { [key]: inner } }), rule);
}
