import { Value } from '../../template';

interface Namespace {
  /** Empty: the names are not checked. */
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
}

const words = (text: string) => text.trim().split(/\s+/);

/** Metrics and dimensions of the main namespaces, as their service documents them. */
const NAMESPACES: Readonly<Record<string, Namespace>> = {
  'AWS/Lambda': {
    metrics: words(`Invocations Errors DeadLetterErrors DestinationDeliveryFailures Throttles OversizedRecordCount ProvisionedConcurrencyInvocations
      ProvisionedConcurrencySpilloverInvocations RecursiveInvocationsDropped SignatureValidationErrors Duration PostRuntimeExtensionsDuration IteratorAge OffsetLag
      ConcurrentExecutions ProvisionedConcurrentExecutions ProvisionedConcurrencyUtilization UnreservedConcurrentExecutions AsyncEventsReceived AsyncEventAge
      AsyncEventsDropped ClaimedAccountConcurrency PolledEventCount FilteredOutEventCount InvokedEventCount FailedInvokeEventCount DroppedEventCount
      OnFailureDestinationDeliveredEventCount DeletedEventCount ProvisionedPollers`),
    dimensions: ['FunctionName', 'Resource', 'ExecutedVersion', 'EventSourceMappingUUID'],
  },
  'AWS/SQS': {
    metrics: words(`ApproximateAgeOfOldestMessage ApproximateNumberOfGroupsWithInflightMessages ApproximateNumberOfMessagesDelayed
      ApproximateNumberOfMessagesNotVisible ApproximateNumberOfMessagesVisible NumberOfDeduplicatedSentMessages NumberOfEmptyReceives NumberOfMessagesDeleted
      NumberOfMessagesReceived NumberOfMessagesSent SentMessageSize ApproximateNumberOfNoisyGroups ApproximateNumberOfMessagesVisibleInQuietGroups
      ApproximateNumberOfMessagesNotVisibleInQuietGroups ApproximateNumberOfMessagesDelayedInQuietGroups ApproximateAgeOfOldestMessageInQuietGroups`),
    dimensions: ['QueueName'],
  },
  'AWS/SNS': {
    metrics: words(`NumberOfMessagesPublished NumberOfNotificationsDelivered NumberOfNotificationsFailed NumberOfNotificationsFilteredOut
      NumberOfNotificationsFilteredOut-InvalidAttributes NumberOfNotificationsFilteredOut-NoMessageAttributes NumberOfNotificationsFilteredOut-MessageAttributes
      NumberOfNotificationsFilteredOut-MessageBody NumberOfNotificationsFilteredOut-InvalidMessageBody NumberOfNotificationsRedrivenToDlq
      NumberOfNotificationsFailedToRedriveToDlq PublishSize SMSMonthToDateSpentUSD SMSSuccessRate`),
    dimensions: ['TopicName', 'Application', 'Application,Platform', 'Platform', 'Country', 'SMSType', 'PhoneNumber'],
  },
  'AWS/DynamoDB': {
    metrics: [],
    dimensions: ['TableName', 'GlobalSecondaryIndexName', 'Operation', 'OperationType', 'StreamLabel', 'Verb', 'ReceivingRegion', 'DelegatedOperation'],
  },
  'AWS/ApiGateway': {
    metrics: words(`4XXError 5XXError CacheHitCount CacheMissCount Count IntegrationLatency Latency 4xx 5xx DataProcessed ConnectCount MessageCount IntegrationError
      ClientError ExecutionError`),
    dimensions: ['ApiName', 'ApiId', 'Stage', 'Method', 'Resource', 'Route'],
  },
  'AWS/ApplicationELB': {
    metrics: [],
    dimensions: ['LoadBalancer', 'TargetGroup', 'AvailabilityZone', 'TargetType', 'DomainName'],
  },
  'AWS/NetworkELB': { metrics: [], dimensions: ['LoadBalancer', 'TargetGroup', 'AvailabilityZone'] },
  'AWS/EC2': {
    metrics: words(`CPUUtilization DiskReadOps DiskWriteOps DiskReadBytes DiskWriteBytes MetadataNoToken MetadataNoTokenRejected NetworkIn NetworkOut NetworkPacketsIn
      NetworkPacketsOut CPUCreditUsage CPUCreditBalance CPUSurplusCreditBalance CPUSurplusCreditsCharged DedicatedHostCPUUtilization EBSReadOps EBSWriteOps EBSReadBytes
      EBSWriteBytes EBSIOBalance% EBSByteBalance% StatusCheckFailed StatusCheckFailed_Instance StatusCheckFailed_System StatusCheckFailed_AttachedEBS GPUPowerUtilization
      InstanceEBSThroughputExceededCheck InstanceEBSIOPSExceededCheck`),
    dimensions: ['AutoScalingGroupName', 'ImageId', 'InstanceId', 'InstanceType'],
  },
  'AWS/ECS': { metrics: [], dimensions: ['ClusterName', 'ServiceName', 'DiscoveryName', 'TargetDiscoveryName', 'TaskDefinitionFamily', 'VolumeName'] },
  'AWS/States': {
    metrics: [],
    dimensions: ['StateMachineArn', 'ActivityArn', 'LambdaFunctionArn', 'ServiceIntegrationResourceArn', 'APIName', 'ServiceMetric', 'StateMachineVersion',
      'StateMachineAlias', 'MapRunArn', 'Version', 'Alias', 'BillingGroup'],
  },
  'AWS/Events': { metrics: [], dimensions: ['RuleName', 'EventBusName', 'EventSourceName'] },
  'AWS/Kinesis': { metrics: [], dimensions: ['StreamName', 'ShardId', 'ConsumerName'] },
  'AWS/Firehose': { metrics: [], dimensions: ['DeliveryStreamName'] },
  'AWS/S3': { metrics: [], dimensions: ['BucketName', 'StorageType', 'FilterId', 'SourceBucket', 'DestinationBucket', 'RuleId', 'AccessPointName', 'DataSourceARN'] },
  'AWS/RDS': {
    metrics: [],
    dimensions: ['DBInstanceIdentifier', 'DBClusterIdentifier', 'DbClusterIdentifier', 'Role', 'DatabaseClass', 'EngineName', 'SourceRegion', 'SecondaryRegion',
      'ProxyName', 'TargetGroup', 'TargetRole', 'Target', 'EndpointName', 'DbiResourceId'],
  },
};

/** Names that a metric does not have, and what was meant. */
const MEANT_METRICS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS/Lambda': { CPUUtilization: 'LambdaInsights cpu_total_time', MemoryUtilization: 'LambdaInsights memory_utilization', Error: 'Errors', Throttle: 'Throttles' },
  'AWS/DynamoDB': {
    ThrottledRequest: 'ThrottledRequests',
    Throttles: 'ReadThrottleEvents and WriteThrottleEvents',
    ReadThrottledRequests: 'ReadThrottleEvents',
    WriteThrottledRequests: 'WriteThrottleEvents',
    ReadThrottledEvents: 'ReadThrottleEvents',
    WriteThrottledEvents: 'WriteThrottleEvents',
    ConsumedReadCapacity: 'ConsumedReadCapacityUnits',
    ConsumedWriteCapacity: 'ConsumedWriteCapacityUnits',
    SystemError: 'SystemErrors',
    UserError: 'UserErrors',
  },
  'AWS/ApplicationELB': {
    HTTPCode_5XX_Count: 'HTTPCode_Target_5XX_Count or HTTPCode_ELB_5XX_Count',
    HTTPCode_4XX_Count: 'HTTPCode_Target_4XX_Count or HTTPCode_ELB_4XX_Count',
    HTTPCode_Target_5XX: 'HTTPCode_Target_5XX_Count',
    HTTPCode_ELB_5XX: 'HTTPCode_ELB_5XX_Count',
    UnhealthyHostCount: 'UnHealthyHostCount',
    UnhealthyHosts: 'UnHealthyHostCount',
    HealthyHosts: 'HealthyHostCount',
    Latency: 'TargetResponseTime',
    ResponseTime: 'TargetResponseTime',
  },
  'AWS/ECS': {
    RunningTaskCount: 'RunningTaskCount of ECS/ContainerInsights',
    DesiredTaskCount: 'DesiredTaskCount of ECS/ContainerInsights',
    TaskCount: 'RunningTaskCount of ECS/ContainerInsights',
  },
  'AWS/RDS': {
    ConnectionCount: 'DatabaseConnections',
    Connections: 'DatabaseConnections',
    DatabaseConnectionsCount: 'DatabaseConnections',
    FreeStorage: 'FreeStorageSpace',
    MemoryUtilization: 'FreeableMemory',
    ReadReplicaLag: 'ReplicaLag',
    ReplicationLag: 'ReplicaLag',
    StorageSpace: 'FreeStorageSpace',
    AuroraReplicationLag: 'AuroraReplicaLag',
  },
  'AWS/States': {
    ExecutionFailed: 'ExecutionsFailed',
    ExecutionsThrottled: 'ExecutionThrottled',
    ExecutionsTimeOut: 'ExecutionsTimedOut',
    ExecutionTimedOut: 'ExecutionsTimedOut',
    FailedExecutions: 'ExecutionsFailed',
  },
  'AWS/Events': { FailedInvocation: 'FailedInvocations', InvocationFailed: 'FailedInvocations', DeadLetterInvocations: 'InvocationsSentToDlq' },
  'AWS/CloudFront': { '4xxErrors': '4xxErrorRate', '5xxErrors': '5xxErrorRate', '4XXError': '4xxErrorRate', '5XXError': '5xxErrorRate', 'ErrorRate': 'TotalErrorRate' },
  'AWS/S3': { '4XXErrors': '4xxErrors', '5XXErrors': '5xxErrors', '4XXError': '4xxErrors', '5XXError': '5xxErrors' },
};

/** Namespaces that do not exist, and what was meant. */
const MEANT_NAMESPACES: Readonly<Record<string, string>> = {
  'AWS/ALB': 'AWS/ApplicationELB',
  'AWS/APIGateway': 'AWS/ApiGateway',
  'AWS/ApiGatewayV2': 'AWS/ApiGateway',
  'AWS/Aurora': 'AWS/RDS',
  'AWS/CloudWatchLogs': 'AWS/Logs',
  'AWS/DDB': 'AWS/DynamoDB',
  'AWS/Dynamodb': 'AWS/DynamoDB',
  'AWS/ECS/ContainerInsights': 'ECS/ContainerInsights',
  'AWS/ELBv2': 'AWS/ApplicationELB',
  'AWS/ElasticLoadBalancingV2': 'AWS/ApplicationELB',
  'AWS/EventBridge': 'AWS/Events',
  'AWS/Fargate': 'AWS/ECS',
  'AWS/KinesisFirehose': 'AWS/Firehose',
  'AWS/NLB': 'AWS/NetworkELB',
  'AWS/NatGateway': 'AWS/NATGateway',
  'AWS/OpenSearch': 'AWS/ES',
  'AWS/OpenSearchService': 'AWS/ES',
  'AWS/StepFunctions': 'AWS/States',
  'AWS/WAFv2': 'AWS/WAFV2',
};

/** Metrics that exist with exactly one of these sets of dimensions. */
export const EXACT: Readonly<Record<string, readonly string[]>> = {
  'AWS/DynamoDB UserErrors': ['', 'Operation'],
  'AWS/DynamoDB SystemErrors': ['Operation,TableName', 'Operation', 'TableName,Operation'],
  'AWS/DynamoDB SuccessfulRequestLatency': ['Operation,TableName', 'Operation', 'Operation,StreamLabel,TableName'],
  'AWS/DynamoDB ThrottledRequests': ['Operation,TableName', 'GlobalSecondaryIndexName,Operation,TableName', 'Operation', 'DelegatedOperation,TableName'],
  'AWS/DynamoDB ReplicationLatency': ['ReceivingRegion,TableName'],
  'AWS/ApplicationELB UnHealthyHostCount': ['LoadBalancer,TargetGroup', 'AvailabilityZone,LoadBalancer,TargetGroup'],
  'AWS/ApplicationELB HealthyHostCount': ['LoadBalancer,TargetGroup', 'AvailabilityZone,LoadBalancer,TargetGroup'],
  'AWS/NetworkELB UnHealthyHostCount': ['LoadBalancer,TargetGroup', 'AvailabilityZone,LoadBalancer,TargetGroup'],
  'AWS/NetworkELB HealthyHostCount': ['LoadBalancer,TargetGroup', 'AvailabilityZone,LoadBalancer,TargetGroup'],
  'AWS/S3 BucketSizeBytes': ['BucketName,StorageType'],
  'AWS/S3 NumberOfObjects': ['BucketName,StorageType'],
  'AWS/S3 4xxErrors': ['BucketName,FilterId'],
  'AWS/S3 5xxErrors': ['BucketName,FilterId'],
  'AWS/CloudFront 4xxErrorRate': ['DistributionId,Region'],
  'AWS/CloudFront 5xxErrorRate': ['DistributionId,Region'],
  'AWS/CloudFront TotalErrorRate': ['DistributionId,Region'],
  'AWS/CloudFront Requests': ['DistributionId,Region'],
  'AWS/Route53 HealthCheckStatus': ['HealthCheckId'],
  'AWS/Route53 HealthCheckPercentageHealthy': ['HealthCheckId'],
  'AWS/ApiGateway 4xx': ['ApiId', 'ApiId,Stage', 'ApiId,Method,Resource,Stage', 'ApiId,Method,Route,Stage', 'ApiId,Route,Stage'],
  'AWS/ApiGateway 5xx': ['ApiId', 'ApiId,Stage', 'ApiId,Method,Resource,Stage', 'ApiId,Method,Route,Stage', 'ApiId,Route,Stage'],
  'AWS/ApiGateway 4XXError': ['ApiName', 'ApiName,Stage', 'ApiName,Method,Resource,Stage'],
  'AWS/ApiGateway 5XXError': ['ApiName', 'ApiName,Stage', 'ApiName,Method,Resource,Stage'],
  'AWS/ECS CPUReservation': ['ClusterName'],
  'AWS/ECS MemoryReservation': ['ClusterName'],
};

const lower = new Map(Object.keys(NAMESPACES).map((name) => [name.toLowerCase(), name]));

/** Where a metric misses what the service publishes: the property, and what is wrong. Without `names` its dimensions are not known. */
export function metricFault(
  namespace: Value | undefined, name: Value | undefined, names?: readonly string[],
): readonly [property: string, found: string] | undefined {
  if (typeof namespace !== 'string') return undefined;
  const right = Object.hasOwn(MEANT_NAMESPACES, namespace) ? MEANT_NAMESPACES[namespace] : lower.get(namespace.toLowerCase());
  if (right !== undefined && right !== namespace) return ['Namespace', `There is no namespace ${namespace}: ${right}`];
  if (typeof name !== 'string') return undefined;
  const meant = MEANT_METRICS[namespace]?.[name];
  if (meant) return ['MetricName', `${namespace} has no metric ${name}: ${meant}`];
  const known = NAMESPACES[namespace];
  if (known && known.metrics.length > 0 && !known.metrics.includes(name)) return ['MetricName', `${namespace} has no metric ${name}`];
  if (!names) return undefined;
  const unknown = known ? names.find((one) => !known.dimensions.includes(one)) : undefined;
  if (unknown) return ['Dimensions', `${namespace} has no dimension ${unknown}`];
  const sets = EXACT[`${namespace} ${name}`];
  if (sets && !sets.includes([...names].sort().join(','))) {
    const wanted = sets.map((set) => set === '' ? 'no dimension' : set.split(',').join(' and ')).join('; or ');
    return ['Dimensions', `${name} is not published for ${names.join(' and ') || 'no dimension'}, but for ${wanted}`];
  }
  return undefined;
}
