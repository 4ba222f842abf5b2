import { Json, list, Resource, Template } from './template';
import { Requirement } from '../requirement';

const PROVIDERS = ['stripe', 'adyen', 'paypal', 'square', 'partner'];
const ROUTES = ['card', 'wallet', 'bank-transfer', 'other', 'high-value'];
const drop = (template: Template, resource: Resource) => { delete template.json.Resources[resource.id]; };
const text = (value: Json) => JSON.stringify(value);
const stage = (t: Template) => t.one('AWS::ApiGateway::Stage').Properties;
const archive = (t: Template) => t.one('AWS::S3::Bucket', (_, id) => id.startsWith('PipelineArchiveBucket')).Properties;
const tasksOf = (t: Template): Array<[string, Json]> => Object.entries<Json>(t.definition().States).filter(([, { Type }]) => Type === 'Task');
const edit = (change: (states: Json) => void) => (t: Template) => {
  const definition = t.definition();
  change(definition.States);
  t.setDefinition(definition);
};
const tlsOnly = (policy: Json) => policy.PolicyDocument.Statement.some((s: Json) => s.Effect === 'Deny' && s.Condition?.Bool?.['aws:SecureTransport'] === 'false');
const alarmsOn = (t: Template, metric: string, dimension?: Json) => t.all('AWS::CloudWatch::Alarm').filter(({ Properties: p }) =>
  p.MetricName === metric && (dimension === undefined || text(p.Dimensions).includes(text(dimension))));

export const REQUIREMENTS: Array<Requirement<Template>> = [
  {
    id: 'WH-01',
    title: 'POST for each provider, proxied to the validator, with request validation and a body limit',
    construct: 'WebhookIngress',
    check: (t) => {
      const methods = t.all('AWS::ApiGateway::Method');
      const paths = methods.map(({ Properties: p }) => [p.HttpMethod, t.target(p.ResourceId).Properties.PathPart]);
      expect(paths).toEqual(PROVIDERS.map((id) => ['POST', id]));
      const validator = t.fn('validator');
      for (const { Properties: p } of methods) {
        expect(t.target(t.target(p.ResourceId).Properties.ParentId).Properties.PathPart).toBe('webhooks');
        expect(p.Integration.Type).toBe('AWS_PROXY');
        expect(text(p.Integration.Uri)).toContain(text({ 'Fn::GetAtt': [validator.id, 'Arn'] }));
        expect(p.Integration.TimeoutInMillis).toBeLessThanOrEqual(29_000);
        expect(t.target(p.RequestValidatorId).Properties).toMatchObject({ ValidateRequestBody: true, ValidateRequestParameters: true });
        expect(t.target(p.RequestModels['application/json']).Properties.Schema).toMatchObject({ type: 'object' });
      }
      const permitted = t.all('AWS::Lambda::Permission').filter(({ Properties: p }) => p.Principal === 'apigateway.amazonaws.com').map(({ Properties }) => text(Properties.SourceArn));
      for (const id of PROVIDERS) expect(permitted.filter((arn) => arn.includes(`/POST/webhooks/${id}"`))).toHaveLength(1);
      expect(Number(validator.Properties.Environment.Variables.MAX_BODY_BYTES)).toBe(256 * 1024);
    },
    broken: {
      'a provider has no method': (t) => drop(t, t.all('AWS::ApiGateway::Method')[1]),
      'bodies are not validated': (t) => { t.one('AWS::ApiGateway::RequestValidator').Properties.ValidateRequestBody = false; },
      'API Gateway may not call the validator': (t) => drop(t, t.all('AWS::Lambda::Permission').find(({ Properties: p }) => text(p.SourceArn).includes('/POST/webhooks/stripe'))!),
      'the validator has no body limit': (t) => { delete t.fn('validator').Properties.Environment.Variables.MAX_BODY_BYTES; },
    },
  },
  {
    id: 'WH-02',
    title: 'stage throttling, JSON access logs, detailed metrics, the account log role exactly once',
    construct: 'WebhookIngress',
    check: (t) => {
      const [settings] = stage(t).MethodSettings;
      expect(settings).toMatchObject({
        HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 5_000, MetricsEnabled: true, DataTraceEnabled: false, LoggingLevel: 'ERROR',
      });
      const format = JSON.parse(stage(t).AccessLogSetting.Format);
      expect(format).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
      expect(text(format)).not.toMatch(/header|body|authorizer/i);
      expect(t.target(stage(t).AccessLogSetting.DestinationArn).Type).toBe('AWS::Logs::LogGroup');
      const account = t.one('AWS::ApiGateway::Account');
      const role = t.target(account.Properties.CloudWatchRoleArn);
      expect(t.statements(role.id).flatMap(({ Action }) => list(Action))).toContain('logs:PutLogEvents');
      expect(t.one('AWS::ApiGateway::Stage').DependsOn).toContain(account.id);
    },
    broken: {
      'there is no throttling': (t) => { delete stage(t).MethodSettings[0].ThrottlingRateLimit; },
      'there is no burst limit': (t) => { delete stage(t).MethodSettings[0].ThrottlingBurstLimit; },
      'access logs are not JSON': (t) => { stage(t).AccessLogSetting.Format = '$context.requestId'; },
      'bodies are traced': (t) => { stage(t).MethodSettings[0].DataTraceEnabled = true; },
      'the account log role is made twice': (t) => { t.json.Resources.Second = { Type: 'AWS::ApiGateway::Account' }; },
      'the stage does not wait for the account log role': (t) => { t.one('AWS::ApiGateway::Stage').DependsOn = []; },
    },
  },
  {
    id: 'WH-03',
    title: 'functions: arm64, 512 MB, 30 s, reserved concurrency, X-Ray, one log group each for 7 days',
    construct: 'HardenedFunction',
    check: (t) => {
      const functions = t.functions();
      expect(functions.map(({ Properties }) => Properties.FunctionName).sort()).toEqual(
        ['archival', 'dispatcher', 'fraud-rules', 'validator', ...PROVIDERS.map((id) => `${id}-processor`)].map((name) => `payments-${name}-dev`).sort());
      for (const { Properties: p } of functions) {
        expect(p).toMatchObject({ Architectures: ['arm64'], MemorySize: 512, Timeout: 30, TracingConfig: { Mode: 'Active' }, LoggingConfig: { LogFormat: 'JSON' } });
        expect(p.ReservedConcurrentExecutions).toBeGreaterThan(0);
        expect(t.target(p.LoggingConfig.LogGroup).Properties).toMatchObject({ LogGroupName: `/aws/lambda/${p.FunctionName}`, RetentionInDays: 7 });
      }
      expect(new Set(functions.map(({ Properties }) => t.target(Properties.LoggingConfig.LogGroup).id)).size).toBe(functions.length);
      expect(functions.reduce((sum, { Properties }) => sum + Properties.ReservedConcurrentExecutions, 0)).toBeLessThanOrEqual(900);
    },
    broken: {
      'a function is x86': (t) => { t.fn('dispatcher').Properties.Architectures = ['x86_64']; },
      'a function has no reserved concurrency': (t) => { delete t.fn('validator').Properties.ReservedConcurrentExecutions; },
      'a function is not traced': (t) => { delete t.fn('archival').Properties.TracingConfig; },
      'logs are kept for ever': (t) => { delete t.target(t.fn('archival').Properties.LoggingConfig.LogGroup).Properties.RetentionInDays; },
      'two functions share a log group': (t) => { t.fn('archival').Properties.LoggingConfig.LogGroup = t.fn('dispatcher').Properties.LoggingConfig.LogGroup; },
      'a function is missing': (t) => drop(t, t.fn('dispatcher')),
      'the account has less concurrency than is reserved': (t) => { t.fn('validator').Properties.ReservedConcurrentExecutions = 900; },
    },
  },
  {
    id: 'WH-04',
    title: 'code source by prop: the bundled zip, or one immutable image with a command for each function',
    construct: 'HandlerCode',
    check: (t) => {
      const handlers = new Set(t.functions().map(({ Properties: p }) => {
        if (p.PackageType !== 'Image') {
          expect(p).toMatchObject({ Handler: 'index.handler', Runtime: 'nodejs24.x' });
          return p.Code.S3Key;
        }
        expect(p.Runtime).toBeUndefined();
        expect(text(p.Code.ImageUri)).toMatch(/:\d+\.\d+\.\d+"/);
        expect(p.ImageConfig.Command).toEqual([expect.stringMatching(/^webhook-pipeline\/handlers\/[a-z-]+\/index\.handler$/)]);
        return p.ImageConfig.Command[0];
      }));
      expect([1, 5]).toContain(handlers.size); // normalised assets, or five commands: the processors share one
      for (const { Properties: p } of t.functions()) expect(p.Code.ZipFile).toBeUndefined();
    },
    broken: {
      'the runtime is deprecated': (t) => { t.fn('validator').Properties.Runtime = 'nodejs20.x'; },
      'the code is inline': (t) => { t.fn('validator').Properties.Code = { ZipFile: 'exports.handler = 0' }; },
    },
  },
  {
    id: 'WH-05',
    title: 'table with key webhook_id, TTL, on demand, PITR, encrypted, and the key that the handlers write',
    construct: 'HardenedTable',
    check: (t) => {
      const { Properties: p, id } = t.one('AWS::DynamoDB::Table');
      expect(p).toMatchObject({
        KeySchema: [{ AttributeName: 'webhook_id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'webhook_id', AttributeType: 'S' }],
        TimeToLiveSpecification: { AttributeName: 'processed_timestamp', Enabled: true },
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      });
      expect(t.target(p.SSESpecification.KMSMasterKeyId).Properties.EnableKeyRotation).toBe(true);
      for (const provider of PROVIDERS) {
        const processor = t.fn(`${provider}-processor`);
        expect(processor.Properties.Environment.Variables.TABLE_NAME).toEqual({ Ref: id });
        // Remembered for longer than queue (4 days), DLQ (14 days) and the providers' own retries (3 days).
        expect(Number(processor.Properties.Environment.Variables.RETENTION_SECONDS)).toBeGreaterThan(18 * 86_400);
      }
      expect(t.definition().States.ProcessPayment.Parameters.ExpressionAttributeValues[':processed_timestamp']).toEqual({ 'N.$': '$.payment.expires_at' });
    },
    broken: {
      'there is no TTL': (t) => { delete t.one('AWS::DynamoDB::Table').Properties.TimeToLiveSpecification; },
      'there is no PITR': (t) => { t.one('AWS::DynamoDB::Table').Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled = false; },
      'the key has another name': (t) => { t.one('AWS::DynamoDB::Table').Properties.KeySchema[0].AttributeName = 'id'; },
      'events are forgotten before the DLQ is': (t) => { t.fn('stripe-processor').Properties.Environment.Variables.RETENTION_SECONDS = '86400'; },
      'payments never expire': edit((states) => { delete states.ProcessPayment.Parameters.ExpressionAttributeValues[':processed_timestamp']; }),
    },
  },
  {
    id: 'WH-06',
    title: 'queue and DLQ for each provider: visibility, retention, redrive, redrive-allow, encrypted, TLS only, partial batches',
    construct: 'HardenedQueue',
    check: (t) => {
      const policies = t.all('AWS::SQS::QueuePolicy');
      for (const provider of PROVIDERS) {
        const queue = t.queue(provider);
        const dlq = t.queue(`${provider}-dlq`);
        expect(queue.Properties).toMatchObject({ VisibilityTimeout: 30, MessageRetentionPeriod: 345_600 });
        expect(queue.Properties.RedrivePolicy.maxReceiveCount).toBeGreaterThanOrEqual(5);
        expect(t.target(queue.Properties.RedrivePolicy.deadLetterTargetArn).id).toBe(dlq.id);
        expect(dlq.Properties.MessageRetentionPeriod).toBe(1_209_600);
        expect(dlq.Properties.RedriveAllowPolicy.redrivePermission).toBe('byQueue');
        expect(text(dlq.Properties.RedriveAllowPolicy.sourceQueueArns)).toContain(`:${queue.Properties.QueueName}"`);
        const processor = t.fn(`${provider}-processor`);
        expect(queue.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(processor.Properties.Timeout);
        const mapping = t.one('AWS::Lambda::EventSourceMapping', (p) => t.target(p.EventSourceArn).id === queue.id).Properties;
        expect(t.target(mapping.FunctionName).id).toBe(processor.id);
        expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
        expect(mapping.MaximumBatchingWindowInSeconds ?? 0).toBe(0);
        expect(mapping.ScalingConfig.MaximumConcurrency).toBeLessThanOrEqual(processor.Properties.ReservedConcurrentExecutions);
        for (const { id, Properties } of [queue, dlq]) {
          expect(t.target(Properties.KmsMasterKeyId).Type).toBe('AWS::KMS::Key');
          expect(policies.some(({ Properties: policy }) => policy.Queues[0].Ref === id && tlsOnly(policy))).toBe(true);
        }
      }
    },
    broken: {
      'a queue has no DLQ': (t) => { delete t.queue('square').Properties.RedrivePolicy; },
      'the DLQ belongs to another provider': (t) => { t.queue('square').Properties.RedrivePolicy.deadLetterTargetArn = t.queue('stripe').Properties.RedrivePolicy.deadLetterTargetArn; },
      'the DLQ keeps no longer than the queue': (t) => { t.queue('adyen-dlq').Properties.MessageRetentionPeriod = 345_600; },
      'one failure of a batch fails all': (t) => { delete t.all('AWS::Lambda::EventSourceMapping')[0].Properties.FunctionResponseTypes; },
      'a message is visible again while it is processed': (t) => { t.queue('paypal').Properties.VisibilityTimeout = 10; },
      'a queue is not encrypted by our key': (t) => { delete t.queue('paypal').Properties.KmsMasterKeyId; },
      'a queue takes plain HTTP': (t) => drop(t, t.all('AWS::SQS::QueuePolicy').find(({ Properties: p }) => p.Queues[0].Ref === t.queue('stripe').id)!),
      'nobody reads a queue': (t) => drop(t, t.all('AWS::Lambda::EventSourceMapping')[2]),
      'SQS hands out more batches than functions': (t) => { t.all('AWS::Lambda::EventSourceMapping')[0].Properties.ScalingConfig.MaximumConcurrency = 100; },
    },
  },
  {
    id: 'WH-07',
    title: 'workflow: validate, screen, process, notify; retries with backoff and jitter; what fails is kept',
    construct: 'PaymentWorkflow',
    check: (t) => {
      const { StartAt, States: states } = t.definition();
      expect(StartAt).toBe('ValidatePayment');
      expect(states.ValidatePayment.Choices[0].Next).toBe('FraudScreening');
      expect(states.FraudScreening.Next).toBe('RiskDecision');
      expect(states.RiskDecision.Choices[0]).toMatchObject({ Not: expect.anything(), Next: 'InvalidScore' });
      expect(states.InvalidScore.Next).toBe('KeepFailure');
      expect(states.RiskDecision.Choices[1]).toMatchObject({ Variable: '$.fraud.score', NumericGreaterThanEquals: 80, Next: 'Reject' });
      expect(states.RiskDecision.Default).toBe('Approve');
      expect([states.Approve.Next, states.ProcessPayment.Next, states.PublishEvent.Next, states.Notify.Next]).toEqual(['ProcessPayment', 'PublishEvent', 'Notify', 'Done']);
      expect(states.Reject.Next).toBe('ProcessPayment');
      for (const [name, state] of tasksOf(t)) {
        const retries = state.Retry.filter(({ MaxAttempts }: Json) => MaxAttempts !== 0);
        expect(retries.length).toBeGreaterThan(0);
        for (const retry of retries) {
          expect(retry).toMatchObject({ IntervalSeconds: expect.any(Number), MaxDelaySeconds: expect.any(Number), JitterStrategy: 'FULL' });
          expect(retry.BackoffRate).toBeGreaterThan(1);
        }
        if (name === 'KeepFailure') continue;
        expect(state.Catch.filter(({ Next }: Json) => Next === 'KeepFailure').flatMap(({ ErrorEquals }: Json) => ErrorEquals)).toEqual(['States.DataLimitExceeded', 'States.ALL']);
      }
      expect(states.InvalidPayment.Next).toBe('KeepFailure');
      expect(states.ValidatePayment.Default).toBe('InvalidPayment');
      const failures = t.queue('workflow-failures');
      expect(states.KeepFailure.Parameters.QueueUrl).toBe(`<${failures.id}>`);
      expect(states.KeepFailure.Parameters.MessageBody).toMatchObject({ 'input.$': '$$.Execution.Input', 'failure.$': '$.failure' });
      expect(states.ProcessPayment.Parameters.ConditionExpression).toBe('attribute_not_exists(webhook_id) OR #version <= :version');
      expect(states.ProcessPayment.Catch[0]).toMatchObject({ ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], Next: 'PublishSuperseded' });
      // EventBridge reports executions under a key of ours without their input.
      expect(t.one('AWS::StepFunctions::StateMachine').Properties.EncryptionConfiguration).toBeUndefined();
      // A time-out and an abort pass every Catch.
      const uncaught = t.one('AWS::Events::Rule', ({ Name }) => Name === 'payments-workflow-uncaught-dev').Properties;
      expect(uncaught.EventPattern.detail.$or[0].status).toEqual(['TIMED_OUT', 'ABORTED']);
      expect(t.target(uncaught.Targets[0].Arn).id).toBe(failures.id);
      const machine = t.one('AWS::StepFunctions::StateMachine').Properties;
      expect(text(uncaught.EventPattern.detail.stateMachineArn)).toContain(`:stateMachine:${machine.StateMachineName}"`);
      expect(machine).toMatchObject({ TracingConfiguration: { Enabled: true }, LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false } });
      for (const provider of PROVIDERS) {
        const processor = t.fn(`${provider}-processor`);
        expect(t.target(processor.Properties.Environment.Variables.STATE_MACHINE_ARN).Type).toBe('AWS::StepFunctions::StateMachine');
        expect(t.statementsOf(processor).some((s) => list(s.Action).includes('states:StartExecution'))).toBe(true);
      }
    },
    broken: {
      'there is no fraud screening': edit((states) => { states.ValidatePayment.Choices[0].Next = 'Approve'; }),
      'the threshold does not decide': edit((states) => { states.RiskDecision.Choices[1].Next = 'Approve'; }),
      'a payment without a score is approved': edit((states) => { states.RiskDecision.Choices.shift(); }),
      'retries have no jitter': edit((states) => { delete states.Notify.Retry[0].JitterStrategy; }),
      'retries have no backoff': edit((states) => { states.ProcessPayment.Retry[1].BackoffRate = 1; }),
      'a failure is not kept': edit((states) => { delete states.PublishEvent.Catch; states.PublishEvent.Catch = []; }),
      'a payload that is too large is not kept': edit((states) => { states.FraudScreening.Catch.shift(); }),
      'the kept message lacks the input': edit((states) => { delete states.KeepFailure.Parameters.MessageBody['input.$']; }),
      'an older version overwrites a newer': edit((states) => { delete states.ProcessPayment.Parameters.ConditionExpression; }),
      'a time-out loses the payment': (t) => drop(t, t.one('AWS::Events::Rule', ({ Name }) => Name === 'payments-workflow-uncaught-dev')),
      'payments are logged': (t) => { t.one('AWS::StepFunctions::StateMachine').Properties.LoggingConfiguration.IncludeExecutionData = true; },
      'a processor may not start the workflow': (t) => { for (const s of t.statementsOf(t.fn('adyen-processor'))) if (list(s.Action).includes('states:StartExecution')) s.Action = 'states:ListExecutions'; },
    },
  },
  {
    id: 'WH-08',
    title: 'custom bus; rules by payment type and by amount for each currency to different targets, each with a DLQ',
    construct: 'PaymentRoutes',
    check: (t) => {
      const bus = t.one('AWS::Events::EventBus');
      const rules = t.all('AWS::Events::Rule').filter(({ Properties: p }) => p.EventBusName !== undefined);
      expect(rules.map(({ Properties }) => Properties.Name)).toEqual(ROUTES.map((name) => `payments-route-${name}-dev`));
      const { States: states } = t.definition();
      const [entry] = states.PublishEvent.Parameters.Entries;
      expect(entry.EventBusName).toBe(`<${bus.id}.Arn>`);
      expect(states.Approve.Result.detailType).toBe('PaymentProcessed');
      const targets = rules.map(({ Properties: p }) => {
        expect(t.target(p.EventBusName).id).toBe(bus.id);
        expect(p.EventPattern).toMatchObject({ 'source': [entry.Source], 'detail-type': ['PaymentProcessed'] });
        expect(p.Targets).toHaveLength(1);
        const queue = t.target(p.Targets[0].Arn);
        expect(t.target(p.Targets[0].DeadLetterConfig.Arn).Properties.QueueName).toBe(queue.Properties.QueueName.replace(/-dev$/, '-dlq-dev'));
        expect(t.all('AWS::SQS::QueuePolicy').some(({ Properties: policy }) => policy.Queues[0].Ref === queue.id
          && policy.PolicyDocument.Statement.some((s: Json) => s.Principal?.Service === 'events.amazonaws.com' && list(s.Action).includes('sqs:SendMessage')))).toBe(true);
        return queue.id;
      });
      expect(new Set(targets).size).toBe(ROUTES.length);
      expect(rules.slice(0, 4).flatMap(({ Properties: p }) => p.EventPattern.detail.payment_type)).toEqual(['card', 'wallet', 'bank_transfer', 'other']);
      const byAmount = rules[4].Properties.EventPattern.detail.$or;
      expect(byAmount).toEqual(['USD', 'EUR', 'GBP'].map((currency) => ({ currency: [currency], amount_match: [{ numeric: ['>=', 1_000_000] }] })));
      for (const field of ['payment_type', 'currency', 'amount_match']) expect(entry.Detail[`${field}.$`]).toBe(`$.payment.${field}`);
    },
    broken: {
      'events go to the default bus': edit((states) => { states.PublishEvent.Parameters.Entries[0].EventBusName = 'default'; }),
      'a payment type has no rule': (t) => drop(t, t.one('AWS::Events::Rule', ({ Name }) => Name === 'payments-route-other-dev')),
      'the threshold ignores the currency': (t) => { delete t.one('AWS::Events::Rule', ({ Name }) => Name === 'payments-route-high-value-dev').Properties.EventPattern.detail.$or[0].currency; },
      'a target has no DLQ': (t) => { delete t.one('AWS::Events::Rule', ({ Name }) => Name === 'payments-route-card-dev').Properties.Targets[0].DeadLetterConfig; },
      'two rules share a target': (t) => { t.one('AWS::Events::Rule', ({ Name }) => Name === 'payments-route-card-dev').Properties.Targets = t.one('AWS::Events::Rule', ({ Name }) => Name === 'payments-route-wallet-dev').Properties.Targets; },
      'the event lacks what the rules read': edit((states) => { delete states.PublishEvent.Parameters.Entries[0].Detail['amount_match.$']; }),
      'EventBridge may not send to a queue': (t) => drop(t, t.all('AWS::SQS::QueuePolicy').find(({ Properties: p }) => p.Queues[0].Ref === t.queue('route-card').id)!),
    },
  },
  {
    id: 'WH-09',
    title: 'archive bucket: Intelligent-Tiering, archive class after 30 days, event to the archival function, hardened',
    construct: 'PaymentArchive',
    check: (t) => {
      const bucket = archive(t);
      expect(bucket).toMatchObject({
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
      });
      const rule = bucket.LifecycleConfiguration.Rules.find(({ Id }: Json) => Id === 'Archive');
      expect(rule.Transitions).toEqual([{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 0 }, { StorageClass: 'GLACIER', TransitionInDays: 30 }]);
      expect(Number(rule.ObjectSizeGreaterThan)).toBeLessThan(128 * 1024); // else webhooks never move
      expect(rule.Status).toBe('Enabled');
      const [{ Event, Function }] = bucket.NotificationConfiguration.LambdaConfigurations;
      expect(Event).toBe('s3:LifecycleTransition');
      const archival = t.fn('archival');
      expect(t.target(Function).id).toBe(archival.id);
      const permission = t.one('AWS::Lambda::Permission', (p) => p.Principal === 's3.amazonaws.com');
      expect(permission.Properties.SourceAccount).toEqual({ Ref: 'AWS::AccountId' });
      expect(t.target(permission.Properties.FunctionName).id).toBe(archival.id);
      const { id, DependsOn } = t.one('AWS::S3::Bucket', (_, name) => name.startsWith('PipelineArchiveBucket'));
      expect(DependsOn).toContain(permission.id);
      expect(t.all('AWS::S3::BucketPolicy').some(({ Properties: p }) => p.Bucket.Ref === id && tlsOnly(p))).toBe(true);
      const invocation = t.one('AWS::Lambda::EventInvokeConfig').Properties;
      expect(t.target(invocation.DestinationConfig.OnFailure.Destination).id).toBe(t.queue('archival-failures').id);
      expect(t.statementsOf(t.fn('stripe-processor')).some((s) => list(s.Action).includes('s3:PutObject') && text(s.Resource).includes('/payments/stripe/*'))).toBe(true);
    },
    broken: {
      'bodies are not archived': (t) => { archive(t).LifecycleConfiguration.Rules = archive(t).LifecycleConfiguration.Rules.filter(({ Id }: Json) => Id !== 'Archive'); },
      'small bodies never move': (t) => { delete archive(t).LifecycleConfiguration.Rules.find(({ Id }: Json) => Id === 'Archive').ObjectSizeGreaterThan; },
      'nobody hears of a move': (t) => { delete archive(t).NotificationConfiguration; },
      'S3 may not call the function': (t) => drop(t, t.one('AWS::Lambda::Permission', (p) => p.Principal === 's3.amazonaws.com')),
      'the bucket is not versioned': (t) => { delete archive(t).VersioningConfiguration; },
      'the bucket may be public': (t) => { archive(t).PublicAccessBlockConfiguration.BlockPublicPolicy = false; },
      'a failed archival is lost': (t) => drop(t, t.one('AWS::Lambda::EventInvokeConfig')),
    },
  },
  {
    id: 'WH-10',
    title: 'private subnets in several zones, endpoints with policies, no NAT',
    construct: 'PrivateNetwork',
    check: (t) => {
      const subnets = t.all('AWS::EC2::Subnet');
      expect(new Set(subnets.map(({ Properties }) => text(Properties.AvailabilityZone))).size).toBeGreaterThanOrEqual(2);
      for (const { Properties: p } of subnets) {
        expect(p.MapPublicIpOnLaunch).toBe(false);
        expect(p.AvailabilityZone['Fn::Select'][1]).toEqual({ 'Fn::GetAZs': '' });
      }
      for (const type of ['NatGateway', 'InternetGateway']) expect(t.all(`AWS::EC2::${type}`)).toHaveLength(0);
      const endpoints = t.all('AWS::EC2::VPCEndpoint');
      const services = endpoints.map(({ Properties: p }) => text(p.ServiceName).replace(/[^a-z0-9.]/g, ' ').split('.').slice(3).join('.').trim());
      expect(services.sort()).toEqual(['dynamodb', 'ecr.api', 'ecr.dkr', 'events', 'kms', 'logs', 's3', 'secretsmanager', 'sns', 'sqs', 'states']);
      for (const { Properties: p } of endpoints) {
        expect(p.PolicyDocument.Statement[0].Condition.StringEquals).toEqual({ 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' }, 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } });
        if (p.VpcEndpointType !== 'Interface') continue;
        expect(p.PrivateDnsEnabled).toBe(true);
        expect(p.SubnetIds).toHaveLength(subnets.length);
      }
      for (const { Properties: p } of t.functions()) expect(p.VpcConfig.SubnetIds).toHaveLength(subnets.length);
      const [functions] = t.fn('validator').Properties.VpcConfig.SecurityGroupIds;
      const ingress = t.one('AWS::EC2::SecurityGroupIngress').Properties;
      expect(ingress).toMatchObject({ FromPort: 443, ToPort: 443, SourceSecurityGroupId: functions });
      expect(text(endpoints.find(({ Properties: p }) => p.VpcEndpointType === 'Interface')!.Properties.SecurityGroupIds)).toContain(text(ingress.GroupId));
      expect(t.one('AWS::EC2::FlowLog').Properties.TrafficType).toBe('ALL');
    },
    broken: {
      'a function runs outside the VPC': (t) => { delete t.fn('fraud-rules').Properties.VpcConfig; },
      'an endpoint is missing': (t) => drop(t, t.one('AWS::EC2::VPCEndpoint', (p) => text(p.ServiceName).includes('states'))),
      'an endpoint has no policy': (t) => { delete t.all('AWS::EC2::VPCEndpoint')[0].Properties.PolicyDocument.Statement[0].Condition; },
      'there is one zone only': (t) => { const [first, second] = t.all('AWS::EC2::Subnet'); second.Properties.AvailabilityZone = first.Properties.AvailabilityZone; },
      'the functions cannot reach the endpoints': (t) => drop(t, t.one('AWS::EC2::SecurityGroupIngress')),
      'a zone is hard-coded': (t) => { t.all('AWS::EC2::Subnet')[0].Properties.AvailabilityZone = 'us-east-1a'; },
    },
  },
  {
    id: 'WH-11',
    title: 'queue, DLQ, processor, role, secret and logs of each provider are its own, with its prefix',
    construct: 'ProviderLane',
    check: (t) => {
      const seen = new Set<string>();
      for (const provider of PROVIDERS) {
        const processor = t.fn(`${provider}-processor`);
        const role = t.target(processor.Properties.Role);
        const group = t.target(processor.Properties.LoggingConfig.LogGroup);
        const secret = t.one('AWS::SecretsManager::Secret', (_, id) => id.startsWith(`PipelineProvider${provider}`));
        const mine = [processor, role, group, secret, t.queue(provider), t.queue(`${provider}-dlq`)];
        for (const { id } of mine) {
          expect(seen.has(id)).toBe(false);
          seen.add(id);
        }
        const statements = t.statementsOf(processor);
        const others = PROVIDERS.filter((other) => other !== provider);
        for (const other of others) {
          expect(text(statements)).not.toContain(t.queue(other).id);
          expect(text(statements)).not.toContain(`/${other}/`);
        }
        const table = statements.find((s) => list(s.Action).includes('dynamodb:PutItem'));
        expect(table.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${provider}#*`] } });
        expect(JSON.parse(processor.Properties.Environment.Variables.PROVIDER).id).toBe(provider);
      }
    },
    broken: {
      'two processors share a role': (t) => { t.fn('adyen-processor').Properties.Role = t.fn('stripe-processor').Properties.Role; },
      'a processor may read another\'s queue': (t) => { t.statementsOf(t.fn('adyen-processor'))[0].Resource = { 'Fn::GetAtt': [t.queue('stripe').id, 'Arn'] }; },
      'a processor may touch another\'s items': (t) => { delete t.statementsOf(t.fn('adyen-processor')).find((s) => list(s.Action).includes('dynamodb:PutItem')).Condition; },
      'a provider has no secret': (t) => drop(t, t.one('AWS::SecretsManager::Secret', (_, id) => id.startsWith('PipelineProviderstripe'))),
    },
  },
  {
    id: 'WH-12',
    title: 'the validator knows each provider\'s scheme, secret and replay window',
    construct: 'PaymentProvider',
    check: (t) => {
      const validator = t.fn('validator');
      const parts = validator.Properties.Environment.Variables.PROVIDERS['Fn::Join'][1];
      const providers = JSON.parse(parts.map((part: Json) => typeof part === 'string' ? part : `<${part.Ref}>`).join(''));
      expect(providers.map(({ id, scheme }: Json) => [id, scheme])).toEqual([['stripe', 'stripe'], ['adyen', 'adyen'], ['paypal', 'paypal'], ['square', 'square'], ['partner', 'hmac']]);
      const readable = t.statementsOf(validator).filter((s) => list(s.Action).includes('secretsmanager:GetSecretValue')).flatMap((s) => list(s.Resource)).map((r) => r.Ref);
      for (const { id, secretId, queueUrl, toleranceSeconds } of providers) {
        const secret = t.one('AWS::SecretsManager::Secret', (_, name) => name.startsWith(`PipelineProvider${id}`));
        expect(secretId).toBe(`<${secret.id}>`);
        expect(readable).toContain(secret.id);
        // Without `current` the validator answers 503 and an alarm rings, until the provider's own key is stored.
        expect(secret.Properties.GenerateSecretString).toMatchObject({ SecretStringTemplate: '{}', GenerateStringKey: 'unset' });
        expect(secret.Properties.SecretString).toBeUndefined();
        expect(secret.Properties.KmsKeyId).toBeDefined();
        expect(queueUrl).toBe(`<${t.queue(id).id}>`);
        expect(toleranceSeconds).toBe(id === 'paypal' ? 4 * 86_400 : 300);
      }
    },
    broken: {
      'a provider\'s webhooks go to another\'s queue': (t) => {
        const join = t.fn('validator').Properties.Environment.Variables.PROVIDERS['Fn::Join'][1];
        const wrong = join.findIndex((part: Json) => part.Ref === t.queue('adyen').id);
        join[wrong] = { Ref: t.queue('stripe').id };
      },
      'the validator may not read a secret': (t) => {
        for (const s of t.statementsOf(t.fn('validator'))) if (list(s.Action).includes('secretsmanager:GetSecretValue')) s.Action = 'secretsmanager:DescribeSecret';
      },
      'a key is in the template': (t) => { t.all('AWS::SecretsManager::Secret')[0].Properties.SecretString = '{"current":"whsec_1"}'; },
    },
  },
  {
    id: 'WH-13',
    title: 'least privilege: no action by pattern, no resource that could be narrowed, conditions on account and ARN',
    construct: 'NarrowRole',
    check: (t) => {
      expect(t.all('AWS::IAM::Policy')).toHaveLength(0);
      const anyResource: string[] = [];
      for (const { Properties: p } of t.all('AWS::IAM::ManagedPolicy')) {
        for (const statement of p.PolicyDocument.Statement.filter(({ Effect }: Json) => Effect === 'Allow')) {
          for (const action of list(statement.Action)) {
            expect(action).not.toContain('*');
            if (list(statement.Resource).includes('*')) anyResource.push(action);
          }
        }
      }
      // These have no resource level (Service Authorization Reference); API Gateway's log role must be account-wide.
      const allowed = /^(xray:Put|xray:GetSampling|ec2:Describe|logs:(Create|Delete|Get|List|Update)LogDelivery|logs:ListLogDeliveries|logs:PutResourcePolicy|logs:DescribeResourcePolicies|logs:DescribeLogGroups|logs:(CreateLogGroup|CreateLogStream|DescribeLogStreams|PutLogEvents|GetLogEvents|FilterLogEvents))/;
      for (const action of anyResource) expect(action).toMatch(allowed);
      for (const { Properties: p } of t.all('AWS::IAM::Role')) {
        for (const { Principal, Condition } of p.AssumeRolePolicyDocument.Statement) {
          if (['states.amazonaws.com', 'firehose.amazonaws.com', 'logs.amazonaws.com', 'vpc-flow-logs.amazonaws.com'].includes(Principal.Service)) {
            expect(Condition.StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
          }
        }
        if (p.Description) expect(p.ManagedPolicyArns).toBeUndefined();
      }
      for (const { Properties: p } of t.all('AWS::KMS::Key')) {
        for (const { Principal, Condition } of p.KeyPolicy.Statement) if (Principal.Service && !Principal.Service.startsWith('logs.')) expect(Condition.StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
      }
      for (const { Properties: p } of t.all('AWS::SNS::TopicPolicy')) expect(tlsOnly(p)).toBe(true);
      for (const { Properties: p } of t.all('AWS::S3::BucketPolicy')) expect(tlsOnly(p)).toBe(true);
      const services = t.all('AWS::SQS::QueuePolicy').flatMap(({ Properties: p }) => p.PolicyDocument.Statement).filter(({ Principal }: Json) => Principal?.Service);
      for (const { Condition } of services) expect(Condition?.ArnEquals?.['aws:SourceArn'] ?? Condition?.StringEquals?.['aws:SourceAccount']).toBeDefined();
      for (const fn of t.functions()) {
        const statements = t.statementsOf(fn);
        const deny = statements.find(({ Effect }) => Effect === 'Deny');
        expect(text(deny.Condition.ArnEquals['lambda:SourceFunctionArn'])).toContain(`:function:${fn.Properties.FunctionName}"`);
      }
    },
    broken: {
      'an action is a pattern': (t) => { t.statementsOf(t.fn('validator'))[0].Action = 'sqs:*'; },
      'a resource is a wildcard': (t) => { t.statementsOf(t.fn('validator')).find((s) => list(s.Action).includes('sqs:SendMessage')).Resource = '*'; },
      'the workflow\'s role trusts other accounts': (t) => { delete t.target(t.one('AWS::StepFunctions::StateMachine').Properties.RoleArn).Properties.AssumeRolePolicyDocument.Statement[0].Condition; },
      'a topic takes plain HTTP': (t) => { t.all('AWS::SNS::TopicPolicy')[0].Properties.PolicyDocument.Statement = []; },
      'any rule may send to a queue': (t) => { for (const p of t.all('AWS::SQS::QueuePolicy')) for (const s of p.Properties.PolicyDocument.Statement) if (s.Principal?.Service) delete s.Condition; },
      'a key serves other accounts': (t) => { for (const s of t.one('AWS::KMS::Key').Properties.KeyPolicy.Statement) if (s.Principal.Service === 'events.amazonaws.com') delete s.Condition; },
      'the code of a function may change its network': (t) => { const s = t.statementsOf(t.fn('archival')); s.find(({ Effect }) => Effect === 'Deny').Condition.ArnEquals = {}; },
    },
  },
  {
    id: 'WH-14',
    title: 'alarms with an action on every queue, DLQ, function, the workflow and the API; one dashboard',
    construct: 'Monitoring',
    check: (t) => {
      const topic = t.one('AWS::SNS::Topic', ({ TopicName }) => TopicName === 'payments-alarms-dev');
      for (const { Properties: p } of t.all('AWS::CloudWatch::Alarm')) expect(p.AlarmActions).toEqual([{ Ref: topic.id }]);
      const publishers = t.one('AWS::SNS::TopicPolicy', (p) => p.Topics[0].Ref === topic.id).Properties.PolicyDocument.Statement.flatMap(({ Principal }: Json) => list(Principal.Service));
      expect(publishers).toEqual(expect.arrayContaining(['cloudwatch.amazonaws.com']));
      expect(text(t.one('AWS::KMS::Key').Properties.KeyPolicy)).toContain('cloudwatch.amazonaws.com');
      for (const queue of t.all('AWS::SQS::Queue')) {
        const dimension = { 'Fn::GetAtt': [queue.id, 'QueueName'] };
        const isDlq = /-(dlq|failures|undelivered)-dev$/.test(queue.Properties.QueueName);
        expect(alarmsOn(t, isDlq ? 'ApproximateNumberOfMessagesVisible' : 'ApproximateAgeOfOldestMessage', dimension)).toHaveLength(1);
      }
      for (const fn of t.functions()) for (const metric of ['Errors', 'Throttles', 'Duration']) expect(alarmsOn(t, metric, { Ref: fn.id })).toHaveLength(1);
      for (const id of PROVIDERS) {
        for (const metric of ['WebhookFailed', 'SignatureRejected']) {
          const alarms = alarmsOn(t, metric, { Name: 'provider', Value: id });
          expect(alarms).toHaveLength(1);
          expect(alarms[0].Properties.Dimensions).toContainEqual({ Name: 'service', Value: t.fn('validator').Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME });
          expect(alarms[0].Properties.Namespace).toBe(t.fn('validator').Properties.Environment.Variables.POWERTOOLS_METRICS_NAMESPACE);
        }
      }
      for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut', '4XXError', '5XXError', 'Latency']) expect(alarmsOn(t, metric)).toHaveLength(1);
      for (const { Properties: p } of alarmsOn(t, 'ApproximateNumberOfMessagesVisible')) expect(p).toMatchObject({ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', Statistic: 'Maximum' });
      const body = t.one('AWS::CloudWatch::Dashboard').Properties.DashboardBody['Fn::Join'][1].filter((part: Json) => typeof part === 'string').join('');
      expect(body.match(/"type":"metric"/g)).toHaveLength(t.all('AWS::CloudWatch::Alarm').length);
    },
    broken: {
      'a DLQ has no alarm': (t) => drop(t, alarmsOn(t, 'ApproximateNumberOfMessagesVisible', { 'Fn::GetAtt': [t.queue('stripe-dlq').id, 'QueueName'] })[0]),
      'a function\'s throttles have no alarm': (t) => drop(t, alarmsOn(t, 'Throttles', { Ref: t.fn('validator').id })[0]),
      'a wrong signing key has no alarm': (t) => drop(t, alarmsOn(t, 'SignatureRejected', { Name: 'provider', Value: 'adyen' })[0]),
      'an alarm has no action': (t) => { t.all('AWS::CloudWatch::Alarm')[3].Properties.AlarmActions = []; },
      'CloudWatch may not use the topic\'s key': (t) => { const k = t.one('AWS::KMS::Key').Properties.KeyPolicy; k.Statement = k.Statement.filter(({ Principal }: Json) => Principal.Service !== 'cloudwatch.amazonaws.com'); },
      'an alarm has no graph': (t) => { t.json.Resources.Extra = JSON.parse(text(t.all('AWS::CloudWatch::Alarm')[0])); },
      'there is no dashboard': (t) => drop(t, t.one('AWS::CloudWatch::Dashboard')),
      'the alarm needs a hundred failures': (t) => { alarmsOn(t, 'ApproximateNumberOfMessagesVisible')[0].Properties.Threshold = 100; },
    },
  },
  {
    id: 'WH-15',
    title: 'the workflow retries only notifications that can succeed, and keeps the others at once',
    construct: 'PaymentWorkflow',
    check: (t) => {
      const { Notify } = t.definition().States;
      const retried = Notify.Retry.flatMap(({ ErrorEquals }: Json) => ErrorEquals);
      expect(retried).toEqual(expect.arrayContaining(['RetryableNotificationError', 'CircuitOpenError']));
      for (const error of ['PermanentNotificationError', 'States.ALL', 'States.TaskFailed']) expect(retried).not.toContain(error);
      // The breaker stays open for 30 s: the retries must outlast it.
      const [{ IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts }] = Notify.Retry;
      const waits = Array.from({ length: MaxAttempts }, (_, attempt) => Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** attempt));
      expect(waits.reduce((sum, wait) => sum + wait / 2, 0)).toBeGreaterThan(30); // full jitter halves the mean
      expect(JSON.parse(t.fn('dispatcher').Properties.Environment.Variables.NOTIFICATION['Fn::Join'][1].map((p: Json) => p.Ref ?? p).join(''))).toMatchObject({ type: 'sns' });
    },
    broken: {
      'a permanent error is retried': edit((states) => { states.Notify.Retry[0].ErrorEquals.push('PermanentNotificationError'); }),
      'every error is retried': edit((states) => { states.Notify.Retry[0].ErrorEquals = ['States.ALL']; }),
      'an open circuit is not waited for': edit((states) => { states.Notify.Retry[0].MaxAttempts = 2; }),
    },
  },
  {
    id: 'WH-16',
    title: 'budget, cost-allocation tags, WAF on the API',
    construct: 'WebhookFirewall',
    check: (t) => {
      const acl = t.one('AWS::WAFv2::WebACL');
      const association = t.one('AWS::WAFv2::WebACLAssociation').Properties;
      expect(t.target(association.WebACLArn).id).toBe(acl.id);
      expect(text(association.ResourceArn)).toContain(t.one('AWS::ApiGateway::Stage').id);
      const common = acl.Properties.Rules.find(({ Name }: Json) => Name === 'AWSManagedRulesCommonRuleSet').Statement.ManagedRuleGroupStatement;
      // Honest webhooks hold URLs and exceed 8 KB.
      expect(common.RuleActionOverrides.filter(({ ActionToUse }: Json) => ActionToUse.Count).map(({ Name }: Json) => Name))
        .toEqual(expect.arrayContaining(['SizeRestrictions_BODY', 'GenericRFI_BODY']));
      const { Budget, NotificationsWithSubscribers } = t.one('AWS::Budgets::Budget').Properties;
      expect(Budget).toMatchObject({ BudgetLimit: { Amount: 500, Unit: 'USD' }, TimeUnit: 'MONTHLY' });
      expect(NotificationsWithSubscribers.map(({ Notification }: Json) => Notification.NotificationType)).toEqual(['ACTUAL', 'FORECASTED']);
      for (const type of ['AWS::Lambda::Function', 'AWS::SQS::Queue', 'AWS::DynamoDB::Table', 'AWS::StepFunctions::StateMachine', 'AWS::SecretsManager::Secret']) {
        for (const { Properties: p } of t.all(type).filter((r) => type !== 'AWS::Lambda::Function' || r.Properties.FunctionName)) {
          expect(p.Tags).toEqual(expect.arrayContaining([
            { Key: 'Application', Value: 'payment-webhooks' }, { Key: 'CostCenter', Value: 'payments' }, { Key: 'Environment', Value: 'dev' }, { Key: 'ManagedBy', Value: 'CloudFormation' },
          ]));
        }
      }
    },
    broken: {
      'the web ACL guards nothing': (t) => drop(t, t.one('AWS::WAFv2::WebACLAssociation')),
      'the web ACL blocks long bodies': (t) => { t.one('AWS::WAFv2::WebACL').Properties.Rules[1].Statement.ManagedRuleGroupStatement.RuleActionOverrides = []; },
      'there is no budget': (t) => drop(t, t.one('AWS::Budgets::Budget')),
      'a queue has no tags': (t) => { delete t.queue('stripe').Properties.Tags; },
    },
  },
  {
    id: 'WH-17',
    title: 'flat outputs: API URL, queue URLs, DLQ URLs, state machine ARN',
    construct: 'PaymentWebhookPipeline',
    check: (t) => {
      const value = (name: string) => t.json.Outputs[`Pipeline${name}`].Value;
      expect(text(value('ApiUrl'))).toContain(t.one('AWS::ApiGateway::RestApi').id);
      expect(t.target(value('StateMachineArn')).Type).toBe('AWS::StepFunctions::StateMachine');
      for (const provider of PROVIDERS) {
        const name = provider[0].toUpperCase() + provider.slice(1);
        expect(t.target(value(`${name}QueueUrl`)).id).toBe(t.queue(provider).id);
        expect(t.target(value(`${name}DlqUrl`)).id).toBe(t.queue(`${provider}-dlq`).id);
        expect(text(value(`${name}WebhookUrl`))).toContain(`/webhooks/${provider}`);
      }
      for (const [name, output] of Object.entries<Json>(t.json.Outputs)) {
        expect(name).toMatch(/^Pipeline[A-Za-z]+$/);
        expect(output.Export).toBeUndefined();
      }
    },
    broken: {
      'a queue URL is missing': (t) => { delete t.json.Outputs.PipelineStripeQueueUrl; },
      'a DLQ URL is another\'s': (t) => { t.json.Outputs.PipelineStripeDlqUrl = t.json.Outputs.PipelineAdyenDlqUrl; },
      'the state machine ARN is missing': (t) => { delete t.json.Outputs.PipelineStateMachineArn; },
    },
  },
  {
    id: 'WH-18',
    title: 'teardown without leftovers',
    construct: 'PaymentWebhookPipeline',
    check: (t) => {
      for (const { DeletionPolicy, UpdateReplacePolicy, Properties } of Object.values<Json>(t.json.Resources)) {
        expect([undefined, 'Delete']).toContain(DeletionPolicy);
        expect([undefined, 'Delete']).toContain(UpdateReplacePolicy);
        expect(Properties?.DeletionProtectionEnabled ?? false).toBe(false);
      }
      const emptied = t.all('Custom::S3AutoDeleteObjects').map(({ Properties }) => Properties.BucketName.Ref);
      for (const { id } of t.all('AWS::S3::Bucket')) expect(emptied).toContain(id);
      // A deleted secret blocks its name for days.
      for (const { Properties } of t.all('AWS::SecretsManager::Secret')) expect(Properties.Name).toBeUndefined();
      // Groups that AWS services would make themselves, and leave behind.
      const groups = t.all('AWS::Logs::LogGroup').map(({ Properties }) => text(Properties.LogGroupName));
      expect(groups.some((name) => name.includes('API-Gateway-Execution-Logs_') && name.includes('/v1'))).toBe(true);
      for (const { id } of t.all('AWS::Lambda::Function').filter(({ Properties }) => !Properties.FunctionName)) {
        const name = text({ 'Fn::Join': ['', ['/aws/lambda/', { Ref: id }]] });
        expect(groups).toContain(name);
        const group = t.one('AWS::Logs::LogGroup', ({ LogGroupName }) => text(LogGroupName) === name);
        // The function runs once more on deletion, and would make its group again.
        const users = Object.values<Json>(t.json.Resources).filter(({ Properties }) => Properties?.ServiceToken?.['Fn::GetAtt']?.[0] === id);
        expect(users.length).toBeGreaterThan(0);
        for (const { DependsOn } of users) expect(DependsOn).toContain(group.id);
      }
    },
    broken: {
      'the table stays': (t) => { t.one('AWS::DynamoDB::Table').DeletionPolicy = 'Retain'; },
      'the table is protected': (t) => { t.one('AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled = true; },
      'a bucket is not emptied': (t) => drop(t, t.all('Custom::S3AutoDeleteObjects')[0]),
      'a helper function\'s log group stays': (t) => drop(t, t.one('AWS::Logs::LogGroup', (_, id) => id.startsWith('CustomS3AutoDelete'))),
      'a secret has a name': (t) => { t.all('AWS::SecretsManager::Secret')[0].Properties.Name = 'payments-stripe-dev'; },
    },
  },
  {
    id: 'WH-19',
    title: 'environment suffix in every physical name, within the limit of each service',
    construct: 'PhysicalNames',
    check: (t) => {
      const limits: Record<string, [string, number]> = {
        'AWS::Lambda::Function': ['FunctionName', 64],
        'AWS::SQS::Queue': ['QueueName', 80],
        'AWS::StepFunctions::StateMachine': ['StateMachineName', 80],
        'AWS::DynamoDB::Table': ['TableName', 255],
        'AWS::Events::EventBus': ['Name', 256],
        'AWS::Events::Rule': ['Name', 64],
        'AWS::SNS::Topic': ['TopicName', 256],
        'AWS::ApiGateway::RestApi': ['Name', 128],
        'AWS::WAFv2::WebACL': ['Name', 128],
        'AWS::KinesisFirehose::DeliveryStream': ['DeliveryStreamName', 64],
        'AWS::CloudWatch::Dashboard': ['DashboardName', 255],
      };
      for (const [type, [property, limit]] of Object.entries(limits)) {
        const named = t.all(type).filter(({ Properties }) => Properties[property] !== undefined);
        expect(named.length).toBeGreaterThan(0);
        for (const { Properties } of named) {
          expect(text(Properties[property])).toMatch(/-dev(?![a-z0-9])/);
          if (typeof Properties[property] === 'string') expect(Properties[property].length).toBeLessThanOrEqual(limit);
        }
      }
      for (const { Properties } of t.all('AWS::S3::Bucket')) expect(text(Properties.BucketName)).toMatch(/-dev-.*AWS::AccountId/);
      for (const { Properties } of t.all('AWS::Logs::LogGroup')) expect(text(Properties.LogGroupName)).toMatch(/-dev"$|API-Gateway-Execution-Logs_|\/aws\/lambda\/",\{"Ref":"Custom/);
      expect(t.one('AWS::Budgets::Budget').Properties.Budget.BudgetName).toBe('payments-monthly-dev-us-east-1');
      // Named roles collide between stacks, and ask for another capability.
      for (const { Properties } of t.all('AWS::IAM::Role')) expect(Properties.RoleName).toBeUndefined();
    },
    broken: {
      'a queue has no suffix': (t) => { t.queue('stripe').Properties.QueueName = 'payments-stripe'; },
      'a name is too long': (t) => { t.fn('validator').Properties.FunctionName = `${'x'.repeat(70)}-dev`; },
      'a bucket has no account': (t) => { t.all('AWS::S3::Bucket')[0].Properties.BucketName = 'payments-archive-dev'; },
      'a role has a name': (t) => { t.all('AWS::IAM::Role')[0].Properties.RoleName = 'validator-dev'; },
    },
  },
];
