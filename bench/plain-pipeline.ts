/**
 * The pipeline as one would write it by hand: plain aws-cdk-lib, L1 only where the library uses L1, the same number of
 * resources of each type. Says what the library costs at synthesis. Never deployed.
 */
import * as path from 'path';
import { Aws, CfnOutput, CfnResource, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';

const PROVIDERS = ['stripe', 'adyen', 'paypal', 'square', 'partner'];
const COUNT_ONLY = ['SizeRestrictions_BODY', 'GenericRFI_BODY', 'GenericLFI_BODY', 'CrossSiteScripting_BODY', 'EC2MetaDataSSRF_BODY', 'NoUserAgent_HEADER'];
const MINUTE = Duration.minutes(1);
const TIMEOUT = Duration.seconds(30);

/** Adds the plain pipeline to a stack; `assets` is the folder of the bundled handlers. */
export function addPlainPipeline(stack: Stack, assets: string): void {
  const key = new kms.Key(stack, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY, pendingWindow: Duration.days(7) });
  for (const service of [`logs.${stack.region}.amazonaws.com`, 'cloudwatch.amazonaws.com', 'budgets.amazonaws.com', 'events.amazonaws.com']) {
    key.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(service)],
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }));
  }
  const forThisAccount = (service: string) =>
    new iam.PrincipalWithConditions(new iam.ServicePrincipal(service), { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } });
  const role = (id: string, service: string, ...statements: iam.PolicyStatement[]) => {
    const made = new iam.Role(stack, id, { assumedBy: forThisAccount(service), description: `${id} of the payment webhook pipeline` });
    const permissions = new iam.ManagedPolicy(stack, `${id}Permissions`, { roles: [made], statements });
    return { role: made.withoutPolicyUpdates(), permissions };
  };
  const allow = (permissions: iam.ManagedPolicy, allowed: string[], ...resources: string[]) =>
    permissions.addStatements(new iam.PolicyStatement({ actions: allowed, resources }));

  const bucket = (id: string, name: string, encryptionKey?: kms.IKey, rules?: s3.LifecycleRule[], logTo?: s3.Bucket) => new s3.Bucket(stack, id, {
    bucketName: `payments-${name}-dev-${Aws.ACCOUNT_ID}-${stack.region}`,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    encryption: encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
    encryptionKey,
    bucketKeyEnabled: encryptionKey && true,
    lifecycleRules: rules,
    serverAccessLogsBucket: logTo,
    serverAccessLogsPrefix: logTo && `${id}/`,
    removalPolicy: RemovalPolicy.DESTROY,
    autoDeleteObjects: true,
  });
  const accessLogs = bucket('AccessLogs', 'access-logs', undefined, [{ expiration: Duration.days(365) }]);
  const logArchive = bucket('LogArchive', 'logs', key, [{ expiration: Duration.days(365) }], accessLogs);

  // Logs, and their copies.
  const logGroup = (id: string, logGroupName: string) => new logs.LogGroup(stack, id, {
    logGroupName, retention: logs.RetentionDays.ONE_WEEK, encryptionKey: key, removalPolicy: RemovalPolicy.DESTROY,
  });
  const deliveryLogs = logGroup('DeliveryLogs', '/aws/kinesisfirehose/payments-logs-dev');
  const deliveryStreamLog = new logs.LogStream(stack, 'DeliveryLogStream', { logGroup: deliveryLogs, removalPolicy: RemovalPolicy.DESTROY });
  const deliverer = role('DeliveryRole', 'firehose.amazonaws.com');
  allow(deliverer.permissions, ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], logArchive.bucketArn);
  allow(deliverer.permissions, ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'], logArchive.arnForObjects('logs/*'), logArchive.arnForObjects('failed/*'));
  allow(deliverer.permissions, ['logs:PutLogEvents'], deliveryLogs.logGroupArn);
  key.grantEncryptDecrypt(deliverer.permissions);
  const delivery = new firehose.CfnDeliveryStream(stack, 'Delivery', {
    deliveryStreamName: 'payments-logs-dev',
    deliveryStreamType: 'DirectPut',
    deliveryStreamEncryptionConfigurationInput: { keyType: 'CUSTOMER_MANAGED_CMK', keyArn: key.keyArn },
    extendedS3DestinationConfiguration: {
      bucketArn: logArchive.bucketArn,
      roleArn: deliverer.role.roleArn,
      bufferingHints: { intervalInSeconds: 300, sizeInMBs: 5 },
      compressionFormat: 'UNCOMPRESSED',
      encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: key.keyArn } },
      prefix: 'logs/',
      errorOutputPrefix: 'failed/',
      cloudWatchLoggingOptions: { enabled: true, logGroupName: deliveryLogs.logGroupName, logStreamName: deliveryStreamLog.logStreamName },
    },
  });
  delivery.node.addDependency(deliverer.permissions);
  const subscriber = role('SubscriptionRole', 'logs.amazonaws.com',
    new iam.PolicyStatement({ actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'], resources: [delivery.attrArn] }));
  const archivedLogGroup = (id: string, name: string) => {
    const group = logGroup(id, name);
    new logs.CfnSubscriptionFilter(stack, `${id}Archive`, {
      logGroupName: group.logGroupName, filterPattern: '', destinationArn: delivery.attrArn, roleArn: subscriber.role.roleArn,
    }).node.addDependency(subscriber.permissions);
    return group;
  };

  // Network.
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr('10.64.0.0/20'),
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    restrictDefaultSecurityGroup: true,
  });
  const flowLogs = archivedLogGroup('FlowLogs', '/aws/vpc/payments-flow-logs-dev');
  const flowLogRole = role('FlowLogRole', 'vpc-flow-logs.amazonaws.com');
  flowLogs.grantWrite(flowLogRole.permissions);
  vpc.addFlowLog('FlowLog', { destination: ec2.FlowLogDestination.toCloudWatchLogs(flowLogs, flowLogRole.role) });
  const functionGroup = new ec2.SecurityGroup(stack, 'Functions', { vpc, description: 'HTTPS out', allowAllOutbound: false });
  functionGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'HTTPS to AWS services');
  for (const type of ['S3AutoDeleteObjects', 'VpcRestrictDefaultSG']) {
    const handler = stack.node.findChild(`Custom::${type}CustomResourceProvider`).node.findChild('Handler') as CfnResource;
    logGroup(`${type}Logs`, `/aws/lambda/${handler.ref}`);
  }
  const endpointGroup = new ec2.SecurityGroup(stack, 'Endpoints', { vpc, description: 'HTTPS in', allowAllOutbound: false });
  endpointGroup.addIngressRule(functionGroup, ec2.Port.HTTPS, 'HTTPS from the functions');
  const ownAccount = (...allowed: string[]) => new iam.PolicyStatement({
    principals: [new iam.AnyPrincipal()],
    actions: allowed,
    resources: ['*'],
    conditions: { StringEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID, 'aws:ResourceAccount': Aws.ACCOUNT_ID } },
  });
  const endpoint = (id: string, service: ec2.InterfaceVpcEndpointAwsService, ...allowed: string[]) =>
    vpc.addInterfaceEndpoint(id, { service, securityGroups: [endpointGroup], open: false }).addToPolicy(ownAccount(...allowed));
  endpoint('Sqs', ec2.InterfaceVpcEndpointAwsService.SQS, 'sqs:SendMessage');
  endpoint('StepFunctions', ec2.InterfaceVpcEndpointAwsService.STEP_FUNCTIONS, 'states:StartExecution');
  endpoint('EventBridge', ec2.InterfaceVpcEndpointAwsService.EVENTBRIDGE, 'events:PutEvents');
  endpoint('SecretsManager', ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, 'secretsmanager:GetSecretValue');
  endpoint('Kms', ec2.InterfaceVpcEndpointAwsService.KMS, 'kms:Decrypt', 'kms:GenerateDataKey');
  endpoint('Logs', ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, 'logs:CreateLogStream', 'logs:PutLogEvents');
  endpoint('Sns', ec2.InterfaceVpcEndpointAwsService.SNS, 'sns:Publish');
  endpoint('EcrApi', ec2.InterfaceVpcEndpointAwsService.ECR, 'ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer');
  endpoint('EcrDocker', ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER, 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer');
  vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 }).addToPolicy(ownAccount('s3:GetObject', 's3:PutObject', 's3:ListBucket'));
  vpc.addGatewayEndpoint('DynamoDb', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB })
    .addToPolicy(ownAccount('dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'));

  const table = new dynamodb.Table(stack, 'State', {
    tableName: 'payments-state-dev',
    partitionKey: { name: 'webhook_id', type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: 'processed_timestamp',
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    removalPolicy: RemovalPolicy.DESTROY,
  });

  // Monitoring.
  const topic = (id: string, name: string) => new sns.Topic(stack, id, { topicName: `payments-${name}-dev`, masterKey: key, enforceSSL: true });
  const alarmTopic = topic('AlarmTopic', 'alarms');
  for (const service of ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com']) {
    alarmTopic.addToResourcePolicy(new iam.PolicyStatement({
      principals: [forThisAccount(service)], actions: ['sns:Publish'], resources: [alarmTopic.topicArn],
    }));
  }
  const dashboard = new cloudwatch.Dashboard(stack, 'Dashboard', { dashboardName: `payments-overview-dev-${stack.region}` });
  const alarms: cloudwatch.Alarm[] = [];
  const watch = (id: string, metric: cloudwatch.IMetric, threshold = 1, evaluationPeriods = 1, datapointsToAlarm?: number) => {
    const alarm = new cloudwatch.Alarm(stack, `${id}Alarm`, {
      metric,
      alarmDescription: `${id}: the function, queue or API is not well; find the cause, mend it, then send the messages again`,
      threshold,
      evaluationPeriods,
      datapointsToAlarm,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(alarmTopic));
    alarm.addOkAction(new actions.SnsAction(alarmTopic));
    alarms.push(alarm);
  };
  const watchDepth = (id: string, queue: sqs.IQueue) =>
    watch(`${id}DeadLetters`, queue.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: 'Maximum' }));
  const watchAge = (id: string, queue: sqs.IQueue) =>
    watch(`${id}Age`, queue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: 'Maximum' }), 300, 3);
  const section = (heading: string) => {
    dashboard.addWidgets(new cloudwatch.TextWidget({ markdown: `## ${heading}`, width: 24, height: 1 }));
    dashboard.addWidgets(...alarms.splice(0).map((alarm) => new cloudwatch.GraphWidget({
      title: alarm.node.id, left: [alarm.metric], leftAnnotations: [alarm.toAnnotation()], width: 6, height: 5,
    })));
  };

  // Functions.
  const fn = (id: string, name: string, handler: string, concurrency: number, environment: Record<string, string>) => {
    const group = archivedLogGroup(`${id}Logs`, `/aws/lambda/payments-${name}-dev`);
    const { role: executionRole, permissions } = role(`${id}Role`, 'lambda.amazonaws.com');
    allow(permissions, ['logs:CreateLogStream', 'logs:PutLogEvents'], group.logGroupArn);
    allow(permissions, ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*');
    const interfaces = ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'];
    allow(permissions, interfaces, stack.formatArn({ service: 'ec2', resource: '*', resourceName: '*' }));
    allow(permissions, ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], '*');
    permissions.addStatements(new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: interfaces,
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': stack.formatArn({ service: 'lambda', resource: 'function', resourceName: `payments-${name}-dev` }) } },
    }));
    key.grantEncryptDecrypt(permissions);
    const made = new lambda.Function(stack, id, {
      functionName: `payments-${name}-dev`,
      description: `${name} of the payment webhook pipeline, once for each payment`,
      code: lambda.Code.fromAsset(path.join(assets, handler)),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 512,
      timeout: TIMEOUT,
      reservedConcurrentExecutions: concurrency,
      role: executionRole,
      logGroup: group,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
      environment: { POWERTOOLS_SERVICE_NAME: `payments-${name}-dev`, POWERTOOLS_METRICS_NAMESPACE: 'payments/dev', ...environment },
      environmentEncryption: key,
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [functionGroup],
    });
    watch(`${id}Errors`, made.metricErrors({ period: MINUTE }), 1, 5, 3);
    watch(`${id}Throttles`, made.metricThrottles({ period: MINUTE }), 1, 5, 3);
    watch(`${id}Duration`, made.metricDuration({ period: MINUTE, statistic: 'p99' }), 24_000, 3);
    return { fn: made, permissions };
  };

  // Queues.
  const sharedQueue: sqs.QueueProps = {
    enforceSSL: true,
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey: key,
    dataKeyReuse: Duration.minutes(5),
    removalPolicy: RemovalPolicy.DESTROY,
  };
  const queueWithDlq = (id: string, name: string, retentionPeriod: Duration) => {
    const dlq = new sqs.Queue(stack, `${id}Dlq`, {
      ...sharedQueue,
      queueName: `payments-${name}-dlq-dev`,
      retentionPeriod: Duration.days(14),
      redriveAllowPolicy: { sourceQueues: [sqs.Queue.fromQueueArn(stack, `${id}Source`, stack.formatArn({ service: 'sqs', resource: `payments-${name}-dev` }))] },
    });
    const queue = new sqs.Queue(stack, `${id}Queue`, {
      ...sharedQueue, queueName: `payments-${name}-dev`, retentionPeriod, visibilityTimeout: TIMEOUT, deadLetterQueue: { queue: dlq, maxReceiveCount: 5 },
    });
    return { queue, dlq };
  };
  const failureQueue = (id: string, name: string) => new sqs.Queue(stack, id, {
    ...sharedQueue,
    queueName: `payments-${name}-dev`,
    retentionPeriod: Duration.days(14),
    redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.DENY_ALL },
  });
  const lanes = PROVIDERS.map((provider) => ({
    provider,
    ...queueWithDlq(provider, provider, Duration.days(4)),
    secret: new secretsmanager.Secret(stack, `${provider}Secret`, {
      description: `Signing key of ${provider} webhooks`,
      encryptionKey: key,
      generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'current' },
      removalPolicy: RemovalPolicy.DESTROY,
    }),
  }));

  // API.
  const api = new apigateway.RestApi(stack, 'Api', {
    restApiName: 'payments-webhooks-dev',
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    cloudWatchRole: false,
    deployOptions: {
      stageName: 'v1',
      throttlingRateLimit: 10_000,
      throttlingBurstLimit: 5_000,
      metricsEnabled: true,
      tracingEnabled: true,
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      accessLogDestination: new apigateway.LogGroupLogDestination(archivedLogGroup('AccessLogGroup', '/aws/apigateway/payments-webhooks-dev')),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
    },
  });
  const stage = api.deploymentStage;
  stage.node.addDependency(archivedLogGroup('ExecutionLogs', `API-Gateway-Execution-Logs_${api.restApiId}/v1`));
  const apiLogging = role('ApiLogRole', 'apigateway.amazonaws.com', new iam.PolicyStatement({
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], resources: ['*'],
  }));
  const account = new apigateway.CfnAccount(stack, 'Account', { cloudWatchRoleArn: apiLogging.role.roleArn });
  account.node.addDependency(apiLogging.permissions);
  stage.node.addDependency(account);
  const validator = fn('Validator', 'validator', 'validator', 100, {
    PROVIDERS: stack.toJsonString(lanes.map(({ provider: id, secret, queue }) => ({ id, secretId: secret.secretArn, queueUrl: queue.queueUrl }))),
    MAX_BODY_BYTES: '262144',
  });
  for (const { secret, queue } of lanes) {
    allow(validator.permissions, ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], secret.secretArn);
    queue.grantSendMessages(validator.permissions);
  }
  const requestValidator = new apigateway.RequestValidator(stack, 'RequestValidator', { restApi: api, validateRequestBody: true, validateRequestParameters: true });
  const model = new apigateway.Model(stack, 'Event', {
    restApi: api,
    contentType: 'application/json',
    schema: { schema: apigateway.JsonSchemaVersion.DRAFT4, type: apigateway.JsonSchemaType.OBJECT, minProperties: 1 },
  });
  const webhooks = api.root.addResource('webhooks');
  const integration = new apigateway.LambdaIntegration(validator.fn, { proxy: true, allowTestInvoke: false, timeout: Duration.seconds(29) });
  for (const provider of PROVIDERS) {
    webhooks.addResource(provider).addMethod('POST', integration, {
      requestValidator,
      requestModels: { 'application/json': model },
      methodResponses: [{ statusCode: '200' }, { statusCode: '400' }, { statusCode: '503' }],
    });
  }
  watch('ApiServerErrors', api.metricServerError({ period: MINUTE }), 1, 5, 3);
  watch('ApiClientErrors', api.metricClientError({ period: MINUTE, statistic: 'Average' }), 0.05, 5);
  for (const provider of PROVIDERS) {
    for (const metricName of ['WebhookFailed', 'SignatureRejected']) {
      watch(`${provider}${metricName}`, new cloudwatch.Metric({
        namespace: 'payments/dev', metricName, dimensionsMap: { service: 'payments-validator-dev', provider }, statistic: 'Sum', period: MINUTE,
      }));
    }
  }
  watch('ApiLatency', api.metricLatency({ period: MINUTE, statistic: 'p99' }), 5000, 5);
  section('Ingress');

  const visibilityConfig = (metricName: string) => ({ cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false });
  const webAcl = new wafv2.CfnWebACL(stack, 'WebAcl', {
    name: 'payments-webhooks-dev',
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visibilityConfig('payments-webhooks-dev'),
    rules: ['AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'].map((group, index) => ({
      name: group,
      priority: index + 1,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name: group,
          ruleActionOverrides: index === 1 ? COUNT_ONLY.map((rule) => ({ name: rule, actionToUse: { count: {} } })) : [],
        },
      },
      visibilityConfig: visibilityConfig(group),
    })),
  });
  new wafv2.CfnWebACLAssociation(stack, 'WebAclAssociation', { resourceArn: stage.stageArn, webAclArn: webAcl.attrArn });
  const wafLogs = archivedLogGroup('WafLogs', 'aws-waf-logs-payments-webhooks-dev');
  new wafv2.CfnLoggingConfiguration(stack, 'WafLogging', {
    resourceArn: webAcl.attrArn,
    logDestinationConfigs: [stack.formatArn({ service: 'logs', resource: 'log-group:aws-waf-logs-payments-webhooks-dev' })],
    redactedFields: [{ singleHeader: { Name: 'authorization' } }],
  }).node.addDependency(wafLogs);

  // Archive.
  const archiveName = `payments-archive-dev-${Aws.ACCOUNT_ID}-${stack.region}`;
  const archiveArn = stack.formatArn({ service: 's3', region: '', account: '', resource: archiveName });
  const archivalFailures = failureQueue('ArchivalFailures', 'archival-failures');
  const archival = fn('Archival', 'archival', 'archival', 5, { TABLE_NAME: table.tableName, ARCHIVE_BUCKET: archiveName });
  table.grant(archival.permissions, 'dynamodb:UpdateItem');
  allow(archival.permissions, ['s3:GetObject', 's3:GetObjectVersion'], `${archiveArn}/payments/*`);
  archivalFailures.grantSendMessages(archival.permissions);
  new lambda.CfnEventInvokeConfig(stack, 'ArchivalInvocation', {
    functionName: archival.fn.functionName,
    qualifier: '$LATEST',
    destinationConfig: { onFailure: { destination: archivalFailures.queueArn } },
    maximumRetryAttempts: 2,
  }).node.addDependency(archival.permissions);
  const permission = new lambda.CfnPermission(stack, 'ArchivalPermission', {
    action: 'lambda:InvokeFunction', functionName: archival.fn.functionArn, principal: 's3.amazonaws.com', sourceArn: archiveArn, sourceAccount: stack.account,
  });
  const archive = bucket('Archive', 'archive', key, [{
    objectSizeGreaterThan: 1,
    transitions: [
      { storageClass: s3.StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(0) },
      { storageClass: s3.StorageClass.GLACIER, transitionAfter: Duration.days(30) },
    ],
  }], accessLogs);
  const archiveResource = archive.node.defaultChild as s3.CfnBucket;
  archiveResource.notificationConfiguration = { lambdaConfigurations: [{ event: 's3:LifecycleTransition', function: archival.fn.functionArn }] };
  archiveResource.node.addDependency(permission);
  watchDepth('Archival', archivalFailures);
  section('Archive');

  // Workflow.
  const bus = new events.EventBus(stack, 'Bus', { eventBusName: 'payments-bus-dev', kmsKey: key });
  const notifications = topic('Notifications', 'notifications');
  const dispatcher = fn('Dispatcher', 'dispatcher', 'dispatcher', 50, { NOTIFICATION: stack.toJsonString({ type: 'sns', topicArn: notifications.topicArn }) });
  notifications.grantPublish(dispatcher.permissions);
  section('Notification');
  const fraudRules = fn('FraudRules', 'fraud-rules', 'fraud-rules', 50, { FRAUD_RULES: JSON.stringify({ amountLimits: { USD: 1_000_000 }, blockedCountries: [] }) });
  const workflowFailures = failureQueue('WorkflowFailures', 'workflow-failures');
  const undelivered = failureQueue('WorkflowUndelivered', 'workflow-undelivered');
  const workflowRole = role('WorkflowRole', 'states.amazonaws.com');
  table.grant(workflowRole.permissions, 'dynamodb:UpdateItem');
  bus.grantPutEventsTo(workflowRole.permissions);
  workflowFailures.grantSendMessages(workflowRole.permissions);
  dispatcher.fn.grantInvoke(workflowRole.permissions);
  fraudRules.fn.grantInvoke(workflowRole.permissions);
  key.grantEncryptDecrypt(workflowRole.permissions);
  const stateMachine = new sfn.StateMachine(stack, 'StateMachine', {
    stateMachineName: 'payments-workflow-dev',
    role: workflowRole.role,
    definitionBody: sfn.DefinitionBody.fromChainable(definition(stack, table, bus, dispatcher.fn, fraudRules.fn, workflowFailures)),
    timeout: Duration.hours(1),
    tracingEnabled: true,
    logs: { destination: archivedLogGroup('WorkflowLogs', '/aws/vendedlogs/states/payments-workflow-dev'), level: sfn.LogLevel.ALL, includeExecutionData: false },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  new events.Rule(stack, 'Uncaught', {
    ruleName: 'payments-workflow-uncaught-dev',
    eventPattern: { source: ['aws.states'], detail: { stateMachineArn: [stateMachine.stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] } },
    targets: [new targets.SqsQueue(workflowFailures, { deadLetterQueue: undelivered })],
  });
  watchDepth('Undelivered', undelivered);
  watch('WorkflowFailed', stateMachine.metricFailed({ period: MINUTE }));
  watch('WorkflowTimedOut', stateMachine.metricTimedOut({ period: MINUTE }));
  watch('WorkflowThrottled', stateMachine.metricThrottled({ period: MINUTE }));
  watchDepth('Workflow', workflowFailures);
  section('Workflow');

  // Routes.
  const routes: Array<[string, Record<string, unknown>]> = [
    ...['card', 'wallet', 'bank_transfer', 'other'].map((type): [string, Record<string, unknown>] => [type.replace('_', '-'), { payment_type: [type] }]),
    ['high-value', { $or: ['USD', 'EUR', 'GBP'].map((currency) => ({ currency: [currency], amount_match: [{ numeric: ['>=', 1_000_000] }] })) }],
  ];
  const routeQueues = routes.map(([name, detail]) => {
    const { queue, dlq } = queueWithDlq(`Route-${name}`, `route-${name}`, Duration.days(13));
    new events.Rule(stack, `Route-${name}-rule`, {
      eventBus: bus,
      ruleName: `payments-route-${name}-dev`,
      description: `Processed payments of route ${name}`,
      eventPattern: { source: ['payments.webhook-pipeline'], detailType: ['PaymentProcessed'], detail },
      targets: [new targets.SqsQueue(queue, { deadLetterQueue: dlq, maxEventAge: Duration.hours(24), retryAttempts: 185 })],
    });
    watchDepth(`Route-${name}`, dlq);
    watchAge(`Route-${name}`, queue);
    return queue;
  });
  section('Routes');

  for (const { provider, queue, dlq } of lanes) {
    const processor = fn(`${provider}Processor`, `${provider}-processor`, 'processor', 20, {
      PROVIDER: JSON.stringify({ id: provider, scheme: provider, toleranceSeconds: 300 }),
      VERIFY_SIGNATURE: 'false',
      TABLE_NAME: table.tableName,
      ARCHIVE_BUCKET: archive.bucketName,
      STATE_MACHINE_ARN: stateMachine.stateMachineArn,
      RETENTION_SECONDS: '7776000',
    });
    table.grant(processor.permissions, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem');
    stateMachine.grantStartExecution(processor.permissions);
    allow(processor.permissions, ['s3:PutObject'], archive.arnForObjects(`payments/${provider}/*`), archive.arnForObjects(`ignored/${provider}/*`));
    queue.grantConsumeMessages(processor.permissions);
    processor.fn.addEventSource(new sources.SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 20 }));
    watchDepth(provider, dlq);
    watchAge(provider, queue);
    section(provider);
  }

  const notify = (notificationType: string, threshold: number): budgets.CfnBudget.NotificationWithSubscribersProperty => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
    subscribers: [{ subscriptionType: 'SNS', address: alarmTopic.topicArn }],
  });
  new budgets.CfnBudget(stack, 'Budget', {
    budget: { budgetName: 'payments-monthly-dev', budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: 500, unit: 'USD' } },
    notificationsWithSubscribers: [notify('ACTUAL', 80), notify('FORECASTED', 100)],
  });

  for (const [name, value] of Object.entries({ Environment: 'dev', Application: 'payment-webhooks', ManagedBy: 'CloudFormation', CostCenter: 'payments' })) {
    Tags.of(stack).add(name, value);
  }
  const output = (id: string, value: string) => new CfnOutput(stack, `${id}Output`, { value, description: `${id} of the payment webhook pipeline` });
  output('ApiUrl', api.url);
  output('StateMachineArn', stateMachine.stateMachineArn);
  output('TableName', table.tableName);
  output('ArchiveBucketName', archive.bucketName);
  output('EventBusName', bus.eventBusName);
  output('AlarmTopicArn', alarmTopic.topicArn);
  output('WorkflowFailureQueueUrl', workflowFailures.queueUrl);
  for (const { provider, queue, dlq, secret } of lanes) {
    output(`${provider}WebhookUrl`, api.urlForPath(`/webhooks/${provider}`));
    output(`${provider}QueueUrl`, queue.queueUrl);
    output(`${provider}DlqUrl`, dlq.queueUrl);
    output(`${provider}SecretArn`, secret.secretArn);
  }
  routeQueues.forEach((queue, index) => output(`Route${index}QueueUrl`, queue.queueUrl));
}

function definition(
  stack: Stack, table: dynamodb.ITable, bus: events.IEventBus, dispatcher: lambda.IFunction, fraudRules: lambda.IFunction, failures: sqs.IQueue,
): sfn.IChainable {
  const { JsonPath } = sfn;
  const at = (field: string) => JsonPath.stringAt(`$.payment.${field}`);
  const taskTimeout = sfn.Timeout.duration(MINUTE);
  const retried = <T extends sfn.TaskStateBase>(task: T, ...errors: string[]): T => {
    task.addRetry({ errors, interval: Duration.seconds(2), backoffRate: 2, maxAttempts: 6, maxDelay: MINUTE, jitterStrategy: sfn.JitterType.FULL });
    return task;
  };
  const keep = retried(new tasks.SqsSendMessage(stack, 'KeepFailure', {
    queue: failures,
    messageBody: sfn.TaskInput.fromObject({ input: JsonPath.objectAt('$$.Execution.Input'), failure: JsonPath.objectAt('$.failure') }),
    resultPath: JsonPath.DISCARD,
  }), 'States.ALL');
  keep.next(new sfn.Fail(stack, 'PaymentKept', { error: 'PaymentKept' }));
  const kept = <T extends sfn.TaskStateBase>(task: T): T => {
    for (const errors of [['States.DataLimitExceeded'], ['States.ALL']]) task.addCatch(keep, { errors, resultPath: '$.failure' });
    return task;
  };
  const transient = ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException', 'Lambda.TooManyRequestsException', 'States.Timeout'];

  const screening = kept(retried(new tasks.LambdaInvoke(stack, 'FraudScreening', {
    lambdaFunction: fraudRules,
    payload: sfn.TaskInput.fromJsonPathAt('$.payment'),
    resultSelector: { 'score.$': '$.Payload.score', 'reasons.$': '$.Payload.reasons' },
    resultPath: '$.fraud',
    retryOnServiceExceptions: false,
    taskTimeout,
  }), ...transient));
  const text = (value: string) => tasks.DynamoAttributeValue.fromString(value);
  const fields = ['provider', 'payment_id', 'event_type', 'payment_type', 'status', 'currency', 'version', 'archive_key', 'occurred_at', 'received_at'];
  const values: Record<string, tasks.DynamoAttributeValue> = {
    ...Object.fromEntries(fields.map((field) => [field, text(at(field))])),
    last_event_id: text(at('event_id')),
    amount_minor: tasks.DynamoAttributeValue.numberFromString(JsonPath.jsonToString(JsonPath.objectAt('$.payment.amount_minor'))),
    outcome: text(JsonPath.stringAt('$.decision.outcome')),
    risk_score: tasks.DynamoAttributeValue.numberFromString(JsonPath.jsonToString(JsonPath.objectAt('$.fraud.score'))),
    processed_at: text(JsonPath.stringAt('$$.State.EnteredTime')),
    processed_timestamp: tasks.DynamoAttributeValue.numberFromString(at('expires_at')),
  };
  const names = Object.keys(values);
  const record = new tasks.DynamoUpdateItem(stack, 'ProcessPayment', {
    table,
    key: { webhook_id: text(at('state_key')) },
    updateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
    conditionExpression: 'attribute_not_exists(webhook_id) OR #version < :version OR #last_event_id = :last_event_id',
    expressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    expressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, values[name]])),
    resultPath: JsonPath.DISCARD,
    taskTimeout,
  });
  const published = ['provider', 'event_id', 'event_type', 'payment_id', 'payment_type', 'status', 'currency', 'country', 'version', 'occurred_at', 'archive_key'];
  const publish = (id: string, detailType: string) => kept(retried(new tasks.EventBridgePutEvents(stack, id, {
    entries: [{
      eventBus: bus,
      source: 'payments.webhook-pipeline',
      detailType,
      detail: sfn.TaskInput.fromObject({
        ...Object.fromEntries(published.map((field) => [field, at(field)])),
        amount_minor: JsonPath.numberAt('$.payment.amount_minor'),
        amount_match: JsonPath.numberAt('$.payment.amount_match'),
        risk_score: JsonPath.numberAt('$.fraud.score'),
      }),
    }],
    resultPath: JsonPath.DISCARD,
    taskTimeout,
  }), 'States.TaskFailed', 'States.Timeout'));
  record.addCatch(publish('PublishSuperseded', 'PaymentSuperseded').next(new sfn.Succeed(stack, 'Superseded')), {
    errors: ['DynamoDB.ConditionalCheckFailedException'], resultPath: JsonPath.DISCARD,
  });
  kept(retried(record, 'States.TaskFailed', 'States.Timeout'));
  const notify = kept(retried(new tasks.LambdaInvoke(stack, 'Notify', {
    lambdaFunction: dispatcher,
    payload: sfn.TaskInput.fromObject({ payment: JsonPath.objectAt('$.payment'), outcome: JsonPath.stringAt('$.decision.outcome') }),
    resultPath: JsonPath.DISCARD,
    retryOnServiceExceptions: false,
    taskTimeout,
  }), ...transient));
  const finish = record.next(publish('PublishEvent', JsonPath.stringAt('$.decision.detailType'))).next(notify).next(new sfn.Succeed(stack, 'Done'));
  const decide = (id: string, outcome: string, detailType: string) => new sfn.Pass(stack, id, {
    result: sfn.Result.fromObject({ outcome, detailType }), resultPath: '$.decision',
  }).next(finish);
  const strings = ['provider', 'event_id', 'payment_id', 'payment_type', 'status', 'currency', 'version', 'state_key', 'archive_key', 'expires_at'];
  return new sfn.Choice(stack, 'ValidatePayment')
    .when(sfn.Condition.and(
      ...strings.map((field) => sfn.Condition.and(sfn.Condition.isPresent(`$.payment.${field}`), sfn.Condition.isString(`$.payment.${field}`))),
      sfn.Condition.isPresent('$.payment.amount_minor'), sfn.Condition.isNumeric('$.payment.amount_minor'),
    ), screening.next(new sfn.Choice(stack, 'RiskDecision')
      .when(sfn.Condition.numberGreaterThanEquals('$.fraud.score', 80), decide('Reject', 'REJECTED', 'PaymentRejected'))
      .otherwise(decide('Approve', 'PROCESSED', 'PaymentProcessed'))))
    .otherwise(new sfn.Pass(stack, 'InvalidPayment', { result: sfn.Result.fromObject({ Error: 'InvalidPayment' }), resultPath: '$.failure' }).next(keep));
}
