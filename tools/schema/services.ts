/** The services whose types have a schema here: those of web and payment infrastructure. All other types are known by name only. */
export const SERVICES: readonly string[] = `
  ACMPCA APS AccessAnalyzer AmazonMQ Amplify ApiGateway ApiGatewayV2 AppConfig AppMesh AppRunner AppSync ApplicationAutoScaling Athena AutoScaling
  AutoScalingPlans Backup Batch Bedrock Budgets CE CUR Cassandra CertificateManager Chatbot Cloud9 CloudFormation CloudFront CloudHSM CloudTrail
  CloudWatch CodeArtifact CodeBuild CodeCommit CodeConnections CodeDeploy CodePipeline CodeStarConnections CodeStarNotifications Cognito Config DAX DLM
  DMS DSQL DataPipeline DataSync Detective DevOpsGuru DirectConnect DirectoryService DocDB DynamoDB EC2 ECR ECS EFS EKS EMR EMRServerless
  ElastiCache ElasticBeanstalk ElasticLoadBalancing ElasticLoadBalancingV2 Elasticsearch EventSchemas Events FIS FSx FraudDetector GlobalAccelerator
  Glue Grafana GuardDuty IAM IdentityStore ImageBuilder Inspector InspectorV2 IoT KMS KafkaConnect Kinesis KinesisAnalytics KinesisAnalyticsV2
  KinesisFirehose KinesisVideo LakeFormation Lambda Lightsail Location Logs MSK MWAA Macie MemoryDB Neptune NetworkFirewall Notifications OSIS Oam
  OpenSearchServerless OpenSearchService Organizations PaymentCryptography Pinpoint Pipes QLDB QuickSight RAM RDS RUM Rbin Redshift RedshiftServerless
  ResourceExplorer2 ResourceGroups RolesAnywhere Route53 Route53Profiles Route53RecoveryControl Route53RecoveryReadiness Route53Resolver S3 S3Express
  S3ObjectLambda S3Outposts S3Tables SDB SES SNS SQS SSM SSMContacts SSMIncidents SSO SageMaker Scheduler SecretsManager SecurityHub SecurityLake
  ServiceCatalog ServiceCatalogAppRegistry ServiceDiscovery Shield Signer StepFunctions Synthetics Timestream Transfer VerifiedPermissions VpcLattice
  WAF WAFRegional WAFv2 WorkSpaces XRay
`.trim().split(/\s+/);
