/** Well-known policies of AWS, with their path. */
export const AWS_POLICIES: readonly string[] = `
  AdministratorAccess PowerUserAccess ReadOnlyAccess SecurityAudit IAMFullAccess IAMReadOnlyAccess job-function/ViewOnlyAccess
  job-function/Billing job-function/SupportUser job-function/SystemAdministrator job-function/NetworkAdministrator
  job-function/DatabaseAdministrator job-function/DataScientist AWSLambda_FullAccess AWSLambda_ReadOnlyAccess AWSLambdaExecute
  AWSLambdaInvocation-DynamoDB CloudWatchLambdaInsightsExecutionRolePolicy service-role/AWSLambdaBasicExecutionRole
  service-role/AWSLambdaVPCAccessExecutionRole service-role/AWSLambdaSQSQueueExecutionRole service-role/AWSLambdaDynamoDBExecutionRole
  service-role/AWSLambdaKinesisExecutionRole service-role/AWSLambdaENIManagementAccess service-role/AWSLambdaMSKExecutionRole
  service-role/AWSLambdaRole AmazonS3FullAccess AmazonS3ReadOnlyAccess AmazonDynamoDBFullAccess AmazonDynamoDBReadOnlyAccess
  AmazonSQSFullAccess AmazonSQSReadOnlyAccess AmazonSNSFullAccess AmazonSNSReadOnlyAccess AmazonEventBridgeFullAccess
  AmazonEventBridgeReadOnlyAccess AmazonKinesisFullAccess AmazonKinesisReadOnlyAccess AmazonKinesisFirehoseFullAccess
  AmazonKinesisFirehoseReadOnlyAccess SecretsManagerReadWrite AWSStepFunctionsFullAccess AWSStepFunctionsReadOnlyAccess
  AWSStepFunctionsConsoleFullAccess AmazonRDSFullAccess AmazonRDSReadOnlyAccess AmazonRDSDataFullAccess
  service-role/AmazonRDSEnhancedMonitoringRole service-role/AmazonRDSDirectoryServiceAccess AmazonElastiCacheFullAccess
  AmazonElastiCacheReadOnlyAccess AmazonRedshiftFullAccess AmazonRedshiftReadOnlyAccess AmazonOpenSearchServiceFullAccess
  AmazonOpenSearchServiceReadOnlyAccess AmazonElasticFileSystemFullAccess AmazonElasticFileSystemReadOnlyAccess
  AmazonElasticFileSystemClientReadWriteAccess AmazonEC2FullAccess AmazonEC2ReadOnlyAccess AmazonVPCFullAccess AmazonVPCReadOnlyAccess
  AutoScalingFullAccess AutoScalingReadOnlyAccess ElasticLoadBalancingFullAccess ElasticLoadBalancingReadOnly AmazonRoute53FullAccess
  AmazonRoute53ReadOnlyAccess CloudFrontFullAccess CloudFrontReadOnlyAccess AmazonSSMManagedInstanceCore AmazonSSMFullAccess
  AmazonSSMReadOnlyAccess AmazonSSMPatchAssociation AmazonSSMDirectoryServiceAccess AmazonSSMAutomationApproverAccess
  service-role/AmazonEC2RoleforSSM service-role/AmazonSSMAutomationRole service-role/AmazonSSMMaintenanceWindowRole
  CloudWatchAgentServerPolicy CloudWatchAgentAdminPolicy CloudWatchFullAccess CloudWatchFullAccessV2 CloudWatchReadOnlyAccess
  CloudWatchLogsFullAccess CloudWatchLogsReadOnlyAccess CloudWatchEventsFullAccess CloudWatchEventsReadOnlyAccess
  CloudWatchSyntheticsFullAccess CloudWatchSyntheticsReadOnlyAccess AWSXRayDaemonWriteAccess AWSXrayWriteOnlyAccess AWSXrayReadOnlyAccess
  AWSXrayFullAccess AWSXrayCrossAccountSharingConfiguration service-role/AmazonAPIGatewayPushToCloudWatchLogs AmazonAPIGatewayAdministrator
  AmazonAPIGatewayInvokeFullAccess service-role/AWSAppSyncPushToCloudWatchLogs AWSAppSyncAdministrator AWSAppSyncInvokeFullAccess
  service-role/AmazonECSTaskExecutionRolePolicy service-role/AmazonEC2ContainerServiceforEC2Role service-role/AmazonEC2ContainerServiceRole
  service-role/AmazonEC2ContainerServiceEventsRole service-role/AmazonEC2ContainerServiceAutoscaleRole AmazonECS_FullAccess
  AmazonEC2ContainerRegistryFullAccess AmazonEC2ContainerRegistryPowerUser AmazonEC2ContainerRegistryReadOnly
  AmazonEC2ContainerRegistryPullOnly AmazonElasticContainerRegistryPublicFullAccess service-role/AmazonECSInfrastructureRolePolicyForVolumes
  AmazonEKSClusterPolicy AmazonEKSServicePolicy AmazonEKSVPCResourceController AmazonEKSWorkerNodePolicy AmazonEKSWorkerNodeMinimalPolicy
  AmazonEKS_CNI_Policy AmazonEKSFargatePodExecutionRolePolicy AmazonEKSComputePolicy AmazonEKSBlockStoragePolicy AmazonEKSLoadBalancingPolicy
  AmazonEKSNetworkingPolicy AmazonEKSLocalOutpostClusterPolicy service-role/AmazonEBSCSIDriverPolicy service-role/AmazonEFSCSIDriverPolicy
  service-role/AWSCodeDeployRole AWSCodeDeployRoleForECS AWSCodeDeployRoleForECSLimited service-role/AWSCodeDeployRoleForLambda
  service-role/AWSCodeDeployRoleForLambdaLimited service-role/AWSCodeDeployRoleForCloudFormation service-role/AmazonEC2RoleforAWSCodeDeploy
  service-role/AmazonEC2RoleforAWSCodeDeployLimited AWSCodeDeployFullAccess AWSCodeDeployReadOnlyAccess AWSCodeDeployDeployerAccess
  AWSCodeBuildAdminAccess AWSCodeBuildDeveloperAccess AWSCodeBuildReadOnlyAccess AWSCodePipeline_FullAccess AWSCodePipeline_ReadOnlyAccess
  AWSCodePipelineApproverAccess AWSCodePipelineCustomActionAccess AWSCodeCommitFullAccess AWSCodeCommitPowerUser AWSCodeCommitReadOnly
  AWSCodeStarFullAccess service-role/AWSCodeStarServiceRole AWSCodeArtifactAdminAccess AWSCodeArtifactReadOnlyAccess
  service-role/AWS_ConfigRole service-role/AWSConfigRulesExecutionRole AWSConfigUserAccess AWSCloudTrail_FullAccess
  AWSCloudTrail_ReadOnlyAccess AmazonGuardDutyFullAccess AmazonGuardDutyReadOnlyAccess AWSSecurityHubFullAccess AWSSecurityHubReadOnlyAccess
  AmazonInspector2FullAccess AmazonInspector2ReadOnlyAccess AmazonMacieFullAccess AWSKeyManagementServicePowerUser
  AWSCertificateManagerFullAccess AWSWAFFullAccess AWSWAFReadOnlyAccess AWSWAFConsoleFullAccess
  service-role/AWSBackupServiceRolePolicyForBackup service-role/AWSBackupServiceRolePolicyForRestores AWSBackupServiceRolePolicyForS3Backup
  AWSBackupServiceRolePolicyForS3Restore AWSBackupFullAccess AWSBackupOperatorAccess service-role/AWSBatchServiceRole AWSBatchFullAccess
  service-role/AWSGlueServiceRole AWSGlueConsoleFullAccess service-role/AWSGlueServiceNotebookRole AmazonAthenaFullAccess
  service-role/AWSQuicksightAthenaAccess service-role/AmazonElasticMapReduceRole service-role/AmazonElasticMapReduceforEC2Role
  service-role/AmazonElasticMapReduceforAutoScalingRole service-role/AmazonEMRServicePolicy_v2 AmazonEMRFullAccessPolicy_v2
  service-role/AmazonDMSVPCManagementRole service-role/AmazonDMSCloudWatchLogsRole service-role/AmazonDMSRedshiftS3Role
  AmazonSageMakerFullAccess AmazonSageMakerReadOnly AmazonBedrockFullAccess AmazonBedrockReadOnly AmazonBedrockLimitedAccess
  AmazonRekognitionFullAccess AmazonTextractFullAccess ComprehendFullAccess ComprehendReadOnly TranslateFullAccess TranslateReadOnly
  AmazonPollyFullAccess AmazonTranscribeFullAccess AmazonSESFullAccess AmazonSESReadOnlyAccess AmazonCognitoPowerUser AmazonCognitoReadOnly
  AmazonMSKFullAccess AmazonMSKReadOnlyAccess AmazonMQFullAccess service-role/AWSTransferLoggingAccess AWSTransferFullAccess
  AWSCloudFormationFullAccess AWSCloudFormationReadOnlyAccess service-role/AmazonElasticTranscoderRole AmazonElasticTranscoder_FullAccess
  AWSElementalMediaConvertFullAccess AWSElasticBeanstalkWebTier AWSElasticBeanstalkWorkerTier AWSElasticBeanstalkMulticontainerDocker
  service-role/AWSElasticBeanstalkEnhancedHealth AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy AdministratorAccess-AWSElasticBeanstalk
  AWSSupportAccess ResourceGroupsandTagEditorFullAccess AmazonPrometheusFullAccess AmazonPrometheusRemoteWriteAccess
  AmazonPrometheusQueryAccess AWSResourceAccessManagerFullAccess AmazonEventBridgeSchedulerFullAccess AmazonEventBridgePipesFullAccess
  service-role/AmazonAppStreamServiceAccess AWSIoTFullAccess service-role/AWSIoTLogging service-role/AWSIoTRuleActions
  AmazonTimestreamFullAccess AmazonQLDBFullAccess AmazonDocDBFullAccess NeptuneFullAccess service-role/AWSFaultInjectionSimulatorEC2Access
  service-role/AWSFaultInjectionSimulatorRDSAccess service-role/AWSFaultInjectionSimulatorNetworkAccess
  service-role/AWSFaultInjectionSimulatorSSMAccess service-role/AWSFaultInjectionSimulatorECSAccess
  service-role/AWSFaultInjectionSimulatorEKSAccess service-role/AmazonMachineLearningRoleforRedshiftDataSourceV3
  AmazonFraudDetectorFullAccessPolicy AmazonAppFlowFullAccess AWSPriceListServiceFullAccess
`.trim().split(/\s+/);

/** Names that were withdrawn, or are often written for another one. */
export const RETIRED: Readonly<Record<string, string>> = {
  'AWSConfigRole': 'service-role/AWS_ConfigRole',
  'service-role/AWSConfigRole': 'service-role/AWS_ConfigRole',
  'service-role/ConfigRole': 'service-role/AWS_ConfigRole',
  'ConfigRole': 'service-role/AWS_ConfigRole',
  'service-role/AWSConfigServiceRolePolicy': 'service-role/AWS_ConfigRole',
  'service-role/AWS_ConfigServiceRolePolicy': 'service-role/AWS_ConfigRole',
  'AWSLambdaFullAccess': 'AWSLambda_FullAccess',
  'AWSLambdaReadOnlyAccess': 'AWSLambda_ReadOnlyAccess',
  'AWSCodePipelineFullAccess': 'AWSCodePipeline_FullAccess',
  'AWSCodePipelineReadOnlyAccess': 'AWSCodePipeline_ReadOnlyAccess',
  'AWSCloudTrailFullAccess': 'AWSCloudTrail_FullAccess',
  'AWSCloudTrailReadOnlyAccess': 'AWSCloudTrail_ReadOnlyAccess',
  'AmazonEC2ContainerServiceFullAccess': 'AmazonECS_FullAccess',
};

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const INTERFACES = ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses', 'ec2:DescribeSubnets'];
const TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSampling*'];

/** What some of them allow. */
export const AWS_GRANTS: Readonly<Record<string, readonly string[]>> = {
  'AdministratorAccess': ['*'],
  'PowerUserAccess': ['*'],
  'service-role/AWSLambdaBasicExecutionRole': LOGS,
  'service-role/AWSLambdaVPCAccessExecutionRole': [...LOGS, ...INTERFACES],
  'service-role/AWSLambdaENIManagementAccess': INTERFACES,
  'service-role/AWSLambdaSQSQueueExecutionRole': [...LOGS, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  'service-role/AWSLambdaDynamoDBExecutionRole': [...LOGS, 'dynamodb:DescribeStream', 'dynamodb:Get*', 'dynamodb:List*'],
  'service-role/AWSLambdaKinesisExecutionRole': [...LOGS, 'kinesis:Describe*', 'kinesis:Get*', 'kinesis:List*', 'kinesis:SubscribeToShard'],
  'service-role/AWSLambdaRole': ['lambda:InvokeFunction'],
  'CloudWatchLambdaInsightsExecutionRolePolicy': LOGS,
  'AWSLambdaExecute': ['logs:*', 's3:GetObject', 's3:PutObject'],
  'AWSXRayDaemonWriteAccess': TRACES,
  'AWSXrayWriteOnlyAccess': TRACES,
  'AmazonS3FullAccess': ['s3:*'],
  'AmazonS3ReadOnlyAccess': ['s3:Get*', 's3:List*'],
  'AmazonDynamoDBFullAccess': ['dynamodb:*'],
  'AmazonDynamoDBReadOnlyAccess': ['dynamodb:Get*', 'dynamodb:Batch*', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:List*'],
  'AmazonSQSFullAccess': ['sqs:*'],
  'AmazonSNSFullAccess': ['sns:*'],
  'SecretsManagerReadWrite': ['secretsmanager:*'],
  'CloudWatchLogsFullAccess': ['logs:*'],
  'CloudWatchAgentServerPolicy': [...LOGS, ...TRACES, 'cloudwatch:PutMetricData', 'logs:Describe*', 'ssm:GetParameter'],
  'AmazonSSMManagedInstanceCore': ['ssm:*', 'ssmmessages:*', 'ec2messages:*'],
  'service-role/AmazonECSTaskExecutionRolePolicy': ['ecr:Get*', 'ecr:Batch*', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  'service-role/AmazonRDSEnhancedMonitoringRole': ['logs:*'],
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': ['logs:*'],
  'service-role/AWS_ConfigRole': ['config:*'],
  'AmazonEC2ContainerRegistryReadOnly': ['ecr:*'],
};
