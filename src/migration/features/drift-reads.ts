/** What CloudFormation calls to read a resource, by service. */
const BY_SERVICE: Record<string, string[]> = {
  'acm': ['DescribeCertificate', 'ListTagsForCertificate'],
  'appconfig': [
    'GetApplication', 'GetConfigurationProfile', 'GetDeployment', 'GetDeploymentStrategy', 'GetEnvironment', 'GetHostedConfigurationVersion',
    'ListTagsForResource',
  ],
  'application-autoscaling': ['DescribeScalableTargets', 'DescribeScalingPolicies', 'DescribeScheduledActions', 'ListTagsForResource'],
  'arc-region-switch': ['GetPlan', 'ListRoute53HealthChecks', 'ListTagsForResource'],
  'budgets': ['ListTagsForResource', 'ViewBudget'],
  'ce': ['GetAnomalyMonitors', 'GetAnomalySubscriptions', 'ListTagsForResource'],
  'cloudwatch': ['DescribeAlarms', 'GetDashboard', 'ListTagsForResource'],
  'config': ['DescribeComplianceByConfigRule', 'DescribeConfigRules', 'DescribeRemediationConfigurations'],
  'ec2': [
    'DescribeAccountAttributes', 'DescribeAddresses', 'DescribeAvailabilityZones', 'DescribeFlowLogs', 'DescribeInternetGateways',
    'DescribeNatGateways', 'DescribeNetworkAcls', 'DescribeRouteTables', 'DescribeSecurityGroupRules', 'DescribeSecurityGroups', 'DescribeSubnets',
    'DescribeVpcAttribute', 'DescribeVpcEncryptionControls', 'DescribeVpcEndpoints', 'DescribeVpcs', 'DescribeVpnGateways',
  ],
  'ecs': ['DescribeClusters', 'DescribeExpressGatewayService', 'DescribeServiceRevisions', 'DescribeServices', 'DescribeTaskDefinition'],
  'elasticloadbalancing': [
    'DescribeCapacityReservation', 'DescribeListenerAttributes', 'DescribeListeners', 'DescribeLoadBalancerAttributes', 'DescribeLoadBalancers',
    'DescribeTags', 'DescribeTargetGroupAttributes', 'DescribeTargetGroups', 'DescribeTargetHealth', 'GetLoadBalancerWebACL',
  ],
  'events': ['DescribeRule', 'ListTagsForResource', 'ListTargetsByRule'],
  'firehose': ['DescribeDeliveryStream', 'ListTagsForDeliveryStream'],
  'fis': ['GetExperimentTemplate', 'ListTagsForResource'],
  'iam': ['GetPolicy', 'GetPolicyVersion', 'GetRole', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListEntitiesForPolicy', 'ListRolePolicies'],
  'kms': ['DescribeKey', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListResourceTags'],
  'lambda': [
    'GetEventSourceMapping', 'GetFunction', 'GetFunctionCodeSigningConfig', 'GetFunctionRecursionConfig', 'GetFunctionScalingConfig',
    'GetRuntimeManagementConfig', 'ListTags',
  ],
  'logs': [
    'DescribeIndexPolicies', 'DescribeLogGroups', 'DescribeLogStreams', 'DescribeMetricFilters', 'DescribeResourcePolicies',
    'DescribeSubscriptionFilters', 'GetDataProtectionPolicy', 'GetLogDelivery', 'ListLogDeliveries', 'ListTagsForResource',
  ],
  'network-firewall': [
    'DescribeFirewall', 'DescribeFirewallPolicy', 'DescribeLoggingConfiguration', 'DescribeRuleGroup', 'ListTagsForResource',
  ],
  'ram': ['GetResourceShares'],
  'rds': [
    'DescribeDBInstances', 'DescribeDBParameterGroups', 'DescribeDBParameters', 'DescribeDBProxies', 'DescribeDBProxyTargetGroups',
    'DescribeDBProxyTargets', 'DescribeDBSubnetGroups', 'DescribeEventSubscriptions', 'DescribeOptionGroups', 'ListTagsForResource',
  ],
  'route53': ['GetHostedZone', 'ListHostedZones', 'ListResourceRecordSets'],
  's3': [
    'GetAccelerateConfiguration', 'GetAnalyticsConfiguration', 'GetBucketAbac', 'GetBucketCORS', 'GetBucketLogging',
    'GetBucketMetadataTableConfiguration', 'GetBucketNotification', 'GetBucketObjectLockConfiguration', 'GetBucketOwnershipControls',
    'GetBucketPolicy', 'GetBucketPublicAccessBlock', 'GetBucketTagging', 'GetBucketVersioning', 'GetBucketWebsite', 'GetEncryptionConfiguration',
    'GetIntelligentTieringConfiguration', 'GetInventoryConfiguration', 'GetLifecycleConfiguration', 'GetMetricsConfiguration',
    'GetReplicationConfiguration', 'ListBucket', 'ListTagsForResource',
  ],
  'secretsmanager': ['DescribeSecret', 'GetResourcePolicy'],
  'sns': ['GetDataProtectionPolicy', 'GetSubscriptionAttributes', 'GetTopicAttributes', 'ListSubscriptionsByTopic', 'ListTagsForResource'],
  'sqs': ['GetQueueAttributes', 'ListQueueTags'],
  'ssm': ['DescribeDocument', 'GetDocument', 'ListTagsForResource'],
  'transfer': ['DescribeServer', 'DescribeUser'],
  'wafv2': ['GetLoggingConfiguration', 'GetWebACL', 'GetWebACLForResource', 'ListTagsForResource'],
};

/**
 * All that drift detection may read: the read permissions that the schemas of CloudFormation name for the types of this stack, without what reads data (the value
 * of a secret, plain text, bills) and without services that the stack has nothing of. `npm run scan` holds it to the schemas.
 */
export const READS: string[] = Object.entries(BY_SERVICE).flatMap(([service, actions]) => actions.map((action) => `${service}:${action}`));
