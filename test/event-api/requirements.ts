import { BusEvent, drop, DOMAIN, environment, EventApis, fn, matches, parameter, permissions, physicalNames, plain, queue, rule } from './system';
import { render } from './velocity';
import {
  eventEnvironment, ingestInputSchema, PROCESSED, PROCESSOR, sharedConfigurationSchema,
} from '../../src/event-api/handlers/shared/contract';
import { ACCEPTED_MODEL, PAYMENT_EVENT_MODEL, PROBLEM_MODEL } from '../../src/event-api/models';
import {
  ACCEPTED_RESPONSE_TEMPLATE, FAILED_RESPONSE_TEMPLATE, FAILED_SELECTION_PATTERN, GATEWAY_PROBLEMS, INGEST_REQUEST_TEMPLATE,
} from '../../src/event-api/templates';
import { Requirement } from '../requirement';
import { Json, list, Resource, Template } from '../webhook-pipeline/template';

const SOURCES = ['payments.api', 'payments.batch', 'payments.partner'];
const FUNCTIONS = ['auth', 'ingest', 'process', 'store'];
const QUEUES = ['process-queue', 'store-queue', 'review-queue'];
const FAILURE_QUEUES = ['process-dlq', 'store-dlq', 'review-dlq', 'ingest-failures', 'bus-undelivered'];
const TAGS = ['Environment', 'Team', 'CostCenter'];

const stage = (t: Template): Json => t.one('AWS::ApiGateway::Stage').Properties;
const method = (t: Template): Json => t.one('AWS::ApiGateway::Method').Properties;
const integration = (t: Template): Json => method(t).Integration;
const table = (t: Template): Json => t.one('AWS::DynamoDB::Table').Properties;
const invocation = (t: Template): Json => t.one('AWS::Lambda::EventInvokeConfig').Properties;
const mapping = (t: Template, name: string): Json =>
  t.one('AWS::Lambda::EventSourceMapping', ({ FunctionName }) => t.target(FunctionName).id === fn(t, name).id).Properties;
const output = (t: Template, name: string): Json => t.json.Outputs[name];
const statement = (t: Template, name: string, action: string): Json =>
  t.statementsOf(fn(t, name)).find(({ Action }) => list(Action).includes(action));
const queuePolicy = (t: Template, { id }: Resource): Json[] =>
  t.all('AWS::SQS::QueuePolicy').filter(({ Properties }) => Properties.Queues.some((one: Json) => one.Ref === id)).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
const configuration = (t: Template): Json => JSON.parse(plain(parameter(t, 'configuration').Properties.Value));
const setConfiguration = (t: Template, change: Json): void => {
  parameter(t, 'configuration').Properties.Value = JSON.stringify({ ...configuration(t), ...change });
};
const alarms = (t: Template): Resource[] => t.all('AWS::CloudWatch::Alarm');
const alarmName = ({ id }: Resource): string => /Monitoring(.+)[0-9A-F]{8}$/.exec(id)![1];
const alarm = (t: Template, name: string): Resource => t.one('AWS::CloudWatch::Alarm', (_, id) => alarmName({ id } as Resource) === name);
/** Alarms on a metric of a queue. */
const watching = (t: Template, target: Resource, metric: string): Resource[] =>
  alarms(t).filter(({ Properties: p }) => p.MetricName === metric && plain(p.Dimensions[0].Value) === `<${target.id}.QueueName>`);
const logGroupOf = (t: Template, name: string): Resource => t.target(fn(t, name).Properties.LoggingConfig.LogGroup);
const busEvent = (over: Partial<BusEvent> = {}, detail: Record<string, unknown> = {}): BusEvent =>
  ({ 'source': 'payments.api', 'detail-type': 'payment.captured', 'detail': { currency: 'EUR', amountMatch: 100, ...detail }, ...over });
/** Rules that take an event, by the name of their part. */
const taking = (t: Template, event: BusEvent): string[] => ['by-type', 'by-source', 'by-amount', 'processed']
  .filter((name) => matches(rule(t, name).Properties.EventPattern, event));

export const REQUIREMENTS: Array<Requirement<EventApis>> = [
  {
    id: 'EV-01',
    title: 'POST /events: JSON schema, 10,000 requests a second, VTL both ways, asynchronous, cached token authorizer, firewall',
    construct: 'EventRestApi',
    check: ({ all }) => {
      for (const t of all) {
        expect(t.one('AWS::ApiGateway::RestApi').Properties.EndpointConfiguration.Types).toEqual(['REGIONAL']);
        expect(t.one('AWS::ApiGateway::Resource').Properties.PathPart).toBe('events');
        const [limits] = stage(t).MethodSettings;
        expect(limits).toMatchObject({ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 5_000, DataTraceEnabled: false });
        const authorizer = t.one('AWS::ApiGateway::Authorizer');
        expect(authorizer.Properties).toMatchObject({ Type: 'TOKEN', AuthorizerResultTtlInSeconds: 300, IdentitySource: 'method.request.header.Authorization' });
        expect(plain(authorizer.Properties.AuthorizerUri)).toContain(`<${fn(t, 'auth').id}.Arn>`);
        const { AuthorizationType, AuthorizerId, HttpMethod, RequestValidatorId, RequestModels, MethodResponses } = method(t);
        expect([HttpMethod, AuthorizationType, AuthorizerId.Ref]).toEqual(['POST', 'CUSTOM', authorizer.id]);
        expect(t.target(RequestValidatorId).Properties).toMatchObject({ ValidateRequestBody: true, ValidateRequestParameters: true });
        // The model of the handlers' own schema, with the sources that may send.
        const schemaOf = (model: Json): Json => t.target(model).Properties.Schema;
        const model = JSON.parse(JSON.stringify(PAYMENT_EVENT_MODEL));
        model.properties.source.enum = SOURCES;
        expect(schemaOf(RequestModels['application/json'])).toEqual(model);
        const [accepted, failed] = MethodResponses;
        expect([accepted.StatusCode, failed.StatusCode]).toEqual(['202', '503']);
        expect(schemaOf(accepted.ResponseModels['application/json'])).toEqual(ACCEPTED_MODEL);
        expect(schemaOf(failed.ResponseModels['application/problem+json'])).toEqual(PROBLEM_MODEL);

        const { Type, RequestParameters, RequestTemplates, PassthroughBehavior, IntegrationResponses, Uri } = integration(t);
        expect([Type, PassthroughBehavior]).toEqual(['AWS', 'NEVER']);
        expect(RequestParameters).toEqual({ 'integration.request.header.X-Amz-Invocation-Type': "'Event'" });
        expect(plain(Uri)).toMatch(new RegExp(`:lambda:path/2015-03-31/functions/<${fn(t, 'ingest').id}\\.Arn>/invocations$`));
        expect(Object.keys(RequestTemplates)).toEqual(['application/json']);
        expect(RequestTemplates['application/json']).toBe(INGEST_REQUEST_TEMPLATE);
        // What the template of the template makes of a request is what the handler reads.
        const body = '{"eventId":"e-1","note":"it\'s \\"quoted\\" € \\n"}';
        const context = { extendedRequestId: 'r-1', requestTimeEpoch: 1_790_000_000_000, authorizer: { principalId: 'token-current' }, identity: { sourceIp: '192.0.2.1' } };
        expect(ingestInputSchema.parse(JSON.parse(render(RequestTemplates['application/json'], { body, context })))).toMatchObject({ body, requestId: 'r-1', principal: 'token-current' });
        expect(IntegrationResponses.map((one: Json) => [one.StatusCode, one.SelectionPattern, one.ResponseTemplates['application/json']])).toEqual([
          ['202', undefined, ACCEPTED_RESPONSE_TEMPLATE], ['503', FAILED_SELECTION_PATTERN, FAILED_RESPONSE_TEMPLATE],
        ]);
        const answers = Object.fromEntries(t.all('AWS::ApiGateway::GatewayResponse').map(({ Properties: p }) =>
          [p.ResponseType, { status: Number(p.StatusCode), template: p.ResponseTemplates['application/json'] }]));
        expect(answers).toEqual(GATEWAY_PROBLEMS);
        // Of this method of this API alone.
        const permission = t.one('AWS::Lambda::Permission', (p) => t.target(p.FunctionName).id === fn(t, 'ingest').id).Properties;
        expect(plain(permission.SourceArn)).toMatch(/:execute-api:<AWS::Region>:<AWS::AccountId>:<[^>]+>\/<[^>]+>\/POST\/events$/);
        expect(t.target(t.one('AWS::ApiGateway::Deployment').Properties.RestApiId).Type).toBe('AWS::ApiGateway::RestApi');
        expect(plain(t.one('AWS::WAFv2::WebACLAssociation').Properties.ResourceArn)).toMatch(/\/stages\/<[^>]+>$/);
      }
    },
    broken: {
      'anybody may send': ({ main }) => { method(main).AuthorizationType = 'NONE'; },
      'the authorizer forgets': ({ main }) => { main.one('AWS::ApiGateway::Authorizer').Properties.AuthorizerResultTtlInSeconds = 0; },
      'the throttle is lower': ({ main }) => { stage(main).MethodSettings[0].ThrottlingRateLimit = 1000; },
      'bodies are logged': ({ domain }) => { stage(domain).MethodSettings[0].DataTraceEnabled = true; },
      'bodies are not validated': ({ main }) => { main.one('AWS::ApiGateway::RequestValidator').Properties.ValidateRequestBody = false; },
      'there is no model': ({ main }) => { delete method(main).RequestModels; },
      'the model takes an event without an amount': ({ main }) => {
        const { Schema } = main.target(method(main).RequestModels['application/json']).Properties;
        Schema.required = Schema.required.filter((name: string) => name !== 'amount');
      },
      'any system may send': ({ main }) => { delete main.target(method(main).RequestModels['application/json']).Properties.Schema.properties.source.enum; },
      'Lambda is called synchronously': ({ main }) => { integration(main).RequestParameters = {}; },
      'the request is passed on as it is': ({ main }) => { integration(main).RequestTemplates['application/json'] = '$input.json("$")'; },
      'other types of body pass': ({ main }) => { integration(main).PassthroughBehavior = 'WHEN_NO_MATCH'; },
      'Lambda\'s answer is passed on': ({ main }) => { integration(main).IntegrationResponses[0].ResponseTemplates = {}; },
      'an error has no answer of its own': ({ main }) => drop(main, main.all('AWS::ApiGateway::GatewayResponse')[0]),
      'any API may call ingest-fn': ({ main }) => { main.one('AWS::Lambda::Permission', (p) => main.target(p.FunctionName).id === fn(main, 'ingest').id).Properties.SourceArn = '*'; },
      'there is no firewall': ({ domain }) => drop(domain, domain.one('AWS::WAFv2::WebACLAssociation')),
    },
  },
  {
    id: 'EV-02',
    title: 'auth-fn, ingest-fn, process-fn, store-fn: arm64, 30 to 300 s, reserved concurrency 10/5/5, exactly the permissions they need',
    construct: 'EventPlatform',
    check: ({ all }) => {
      for (const t of all) {
        expect(t.functions().map(({ Properties }) => Properties.FunctionName.split('-').slice(2, 4).join('-')).sort()).toEqual(FUNCTIONS.map((name) => `${name}-fn`));
        for (const name of FUNCTIONS) {
          const { Architectures, Runtime, Timeout } = fn(t, name).Properties;
          expect([name, Architectures, Runtime]).toEqual([name, ['arm64'], 'nodejs24.x']);
          expect(Timeout).toBeGreaterThanOrEqual(30);
          expect(Timeout).toBeLessThanOrEqual(300);
        }
        expect(['ingest', 'process', 'store'].map((name) => fn(t, name).Properties.ReservedConcurrentExecutions)).toEqual([10, 5, 5]);
        for (const name of ['process', 'store']) {
          const { ReservedConcurrentExecutions, Timeout } = fn(t, name).Properties;
          expect(mapping(t, name)).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'], BatchSize: 10 });
          expect(mapping(t, name).ScalingConfig.MaximumConcurrency).toBeLessThanOrEqual(ReservedConcurrentExecutions);
          expect(t.target(mapping(t, name).EventSourceArn).Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
        }
        // What the handlers themselves demand.
        for (const name of ['ingest', 'process', 'store']) eventEnvironment.parse(environment(t, name));

        const arn = (resource: Resource): string => `<${resource.id}.Arn>`;
        const own = [t.one('AWS::KMS::Key'), t.one('AWS::DynamoDB::Table'), t.one('AWS::Events::EventBus')].map(arn);
        const [key, records, bus] = own;
        const suffix = /-(\w+)$/.exec(t.one('AWS::Events::EventBus').Properties.Name)![1];
        const common = [`kms:Decrypt ${key}`, `ssm:GetParameter arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/pay-events/${suffix}/configuration`];
        const consume = (name: string): string[] => ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} ${arn(queue(t, name))}`);
        expect(permissions(t, 'auth')).toEqual([`kms:Decrypt ${key}`, `secretsmanager:GetSecretValue <${t.one('AWS::SecretsManager::Secret').id}>`]);
        expect(permissions(t, 'ingest')).toEqual([
          ...common, `events:PutEvents ${bus} as ${SOURCES.join(', ')}`, `kms:GenerateDataKey ${key}`,
          `sqs:SendMessage ${arn(queue(t, 'store-queue'))}`, `sqs:SendMessage ${arn(queue(t, 'ingest-failures'))}`,
        ].sort());
        expect(permissions(t, 'process')).toEqual([
          ...common, `events:PutEvents ${bus} as ${PROCESSOR}`, ...consume('process-queue'),
          ...['DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'].map((action) => `dynamodb:${action} ${records} as CLAIM#*`),
        ].sort());
        // Append only: what is recorded can be neither changed nor deleted.
        expect(permissions(t, 'store')).toEqual([
          ...common, ...consume('store-queue'), `dynamodb:PutItem ${records} as AUDIT#*, EVENT#*, REFUSED#*`, `dynamodb:Query ${records} as AUDIT#*`,
        ].sort());
      }
    },
    broken: {
      'a function has another processor': ({ main }) => { fn(main, 'store').Properties.Architectures = ['x86_64']; },
      'a function ends too early': ({ main }) => { fn(main, 'auth').Properties.Timeout = 5; },
      'a function runs too long': ({ domain }) => { fn(domain, 'process').Properties.Timeout = 900; },
      'ingest-fn lives at the cost of the account': ({ main }) => { delete fn(main, 'ingest').Properties.ReservedConcurrentExecutions; },
      'store-fn has less': ({ main }) => { fn(main, 'store').Properties.ReservedConcurrentExecutions = 1; },
      'more batches come than may run': ({ main }) => { mapping(main, 'process').ScalingConfig.MaximumConcurrency = 50; },
      'one message fails the batch': ({ main }) => { delete mapping(main, 'store').FunctionResponseTypes; },
      'a name is long': ({ main }) => { fn(main, 'ingest').Properties.FunctionName = 'pay-events-ingestion-function-dev'; },
      'store-fn may change records': ({ main }) => { statement(main, 'store', 'dynamodb:PutItem').Action = ['dynamodb:PutItem', 'dynamodb:UpdateItem']; },
      'store-fn may delete records': ({ main }) => { statement(main, 'store', 'dynamodb:Query').Action = ['dynamodb:Query', 'dynamodb:DeleteItem']; },
      'process-fn may touch the trail': ({ main }) => { statement(main, 'process', 'dynamodb:DeleteItem').Condition['ForAllValues:StringLike']['dynamodb:LeadingKeys'].push('AUDIT#*'); },
      'process-fn may touch every item': ({ main }) => { delete statement(main, 'process', 'dynamodb:DeleteItem').Condition; },
      'ingest-fn may publish as process-fn': ({ main }) => { statement(main, 'ingest', 'events:PutEvents').Condition.StringEquals['events:source'].push(PROCESSOR); },
      'auth-fn may read every secret': ({ domain }) => { statement(domain, 'auth', 'secretsmanager:GetSecretValue').Resource = '*'; },
      'the handler misses its configuration': ({ main }) => { delete environment(main, 'process').CONFIG_PARAMETER; },
    },
  },
  {
    id: 'EV-03',
    title: 'destinations for success and failure, 2 retries, an event waits an hour at most',
    construct: 'EventIngestion',
    check: ({ all }) => {
      for (const t of all) {
        const { FunctionName, DestinationConfig: { OnSuccess, OnFailure } } = invocation(t);
        expect(t.target(FunctionName).id).toBe(fn(t, 'ingest').id);
        expect(invocation(t)).toMatchObject({ Qualifier: '$LATEST', MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 });
        expect(t.target(OnSuccess.Destination).id).toBe(queue(t, 'store-queue').id);
        expect(t.target(OnFailure.Destination).id).toBe(queue(t, 'ingest-failures').id);
        // Lambda asks at deployment whether the function may send there.
        const policy = t.one('AWS::IAM::ManagedPolicy', ({ Roles }) => Roles.some(({ Ref }: Json) => Ref === t.target(fn(t, 'ingest').Properties.Role).id));
        expect(list(t.one('AWS::Lambda::EventInvokeConfig').DependsOn)).toContain(policy.id);
        for (const metric of ['DestinationDeliveryFailures', 'AsyncEventAge']) {
          expect(alarms(t).filter(({ Properties: p }) => p.MetricName === metric && plain(p.Dimensions[0].Value) === `<${fn(t, 'ingest').id}>`)).toHaveLength(1);
        }
      }
    },
    broken: {
      'success is told to nobody': ({ main }) => { delete invocation(main).DestinationConfig.OnSuccess.Destination; },
      'failures go to the queue of records': ({ main }) => { invocation(main).DestinationConfig.OnFailure = invocation(main).DestinationConfig.OnSuccess; },
      'nothing is tried again': ({ main }) => { invocation(main).MaximumRetryAttempts = 0; },
      'an event waits for ever': ({ domain }) => { delete invocation(domain).MaximumEventAgeInSeconds; },
      'it is made before the permission': ({ main }) => { delete main.one('AWS::Lambda::EventInvokeConfig').DependsOn; },
      'nobody hears of what is not delivered': ({ main }) => drop(main, alarm(main, 'IngestDestinations')),
    },
  },
  {
    id: 'EV-04',
    title: 'a shared layer, versioned, for the deploying account',
    construct: 'SharedLayer',
    check: ({ all }) => {
      for (const t of all) {
        const layer = t.one('AWS::Lambda::LayerVersion');
        expect(layer.Properties).toMatchObject({ CompatibleArchitectures: ['arm64'], CompatibleRuntimes: ['nodejs24.x'], Content: { S3Key: '<asset>.zip' } });
        for (const name of ['ingest', 'process', 'store']) expect([name, fn(t, name).Properties.Layers]).toEqual([name, [{ Ref: layer.id }]]);
        expect(t.one('AWS::Lambda::LayerVersionPermission').Properties).toEqual({
          Action: 'lambda:GetLayerVersion', LayerVersionArn: { Ref: layer.id }, Principal: { Ref: 'AWS::AccountId' },
        });
      }
    },
    broken: {
      'a function goes without': ({ main }) => { delete fn(main, 'store').Properties.Layers; },
      'a function has a version of its own': ({ main }) => { fn(main, 'process').Properties.Layers = ['arn:aws:lambda:us-east-1:111122223333:layer:shared:1']; },
      'every account may use it': ({ main }) => { main.one('AWS::Lambda::LayerVersionPermission').Properties.Principal = '*'; },
      'the account is written down': ({ domain }) => { domain.one('AWS::Lambda::LayerVersionPermission').Properties.Principal = '111122223333'; },
      'nobody may use it': ({ main }) => drop(main, main.one('AWS::Lambda::LayerVersionPermission')),
    },
  },
  {
    id: 'EV-05',
    title: 'table with partition and sort key, an index, on demand, point-in-time recovery, its own key; an append-only audit trail',
    construct: 'EventTable',
    check: ({ all }) => {
      for (const t of all) {
        const { KeySchema, GlobalSecondaryIndexes, SSESpecification } = table(t);
        const keys = (schema: Json): string[] => schema.map(({ AttributeName, KeyType }: Json) => `${AttributeName} ${KeyType}`);
        expect(keys(KeySchema)).toEqual(['pk HASH', 'sk RANGE']);
        expect(GlobalSecondaryIndexes.map((one: Json) => [one.IndexName, keys(one.KeySchema), one.Projection.ProjectionType]))
          .toEqual([['gsi1', ['gsi1pk HASH', 'gsi1sk RANGE'], 'ALL']]);
        expect(table(t)).toMatchObject({
          BillingMode: 'PAY_PER_REQUEST',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        });
        expect(t.target(SSESpecification.KMSMasterKeyId).Properties.EnableKeyRotation).toBe(true);
        // Whoever writes the trail can only add to it, and nobody else can write it.
        const writers = FUNCTIONS.flatMap((name) => permissions(t, name).filter((line) => /dynamodb:(Put|Update|Delete|Batch|Partiql)/i.test(line)).map((line) => [name, line]));
        for (const [name, line] of writers) {
          const trail = !/ as CLAIM#\*$/.test(line);
          if (trail) expect([name, line]).toEqual(['store', expect.stringMatching(/^dynamodb:PutItem <[^>]+> as AUDIT#\*, EVENT#\*, REFUSED#\*$/)]);
        }
        expect(writers.some(([name]) => name === 'store')).toBe(true);
        expect(configuration(t).auditShards).toBe(16);
      }
    },
    broken: {
      'there is no sort key': ({ main }) => { table(main).KeySchema.pop(); },
      'there is no index': ({ main }) => { table(main).GlobalSecondaryIndexes = []; },
      'the capacity is provisioned': ({ main }) => { table(main).BillingMode = 'PROVISIONED'; },
      'it cannot be recovered': ({ domain }) => { table(domain).PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled = false; },
      'it has no key': ({ main }) => { delete table(main).SSESpecification.KMSMasterKeyId; },
      'claims are kept for ever': ({ main }) => { delete table(main).TimeToLiveSpecification; },
      'the trail can be changed': ({ main }) => { statement(main, 'store', 'dynamodb:PutItem').Action = ['dynamodb:PutItem', 'dynamodb:UpdateItem']; },
      'another function can write the trail': ({ main }) => {
        const { PolicyDocument } = main.one('AWS::IAM::ManagedPolicy', ({ Roles }) => Roles.some(({ Ref }: Json) => Ref === main.target(fn(main, 'ingest').Properties.Role).id)).Properties;
        PolicyDocument.Statement.push({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' });
      },
    },
  },
  {
    id: 'EV-06',
    title: 'queues with DLQ: visible again after 300 s, encrypted, TLS only, 14 days in the DLQ, an alarm on each',
    construct: 'EventConsumer',
    check: ({ all }) => {
      for (const t of all) {
        expect(t.all('AWS::SQS::Queue').map(({ Properties: p }) => p.QueueName.replace(/^pay-events-|-\w+$/g, '')).sort()).toEqual([...QUEUES, ...FAILURE_QUEUES].sort());
        for (const name of QUEUES) {
          const { VisibilityTimeout, RedrivePolicy, MessageRetentionPeriod } = queue(t, name).Properties;
          const dlq = queue(t, name.replace('-queue', '-dlq'));
          expect([name, VisibilityTimeout]).toEqual([name, 300]);
          expect([t.target(RedrivePolicy.deadLetterTargetArn).id, RedrivePolicy.maxReceiveCount]).toEqual([dlq.id, 5]);
          expect(dlq.Properties.MessageRetentionPeriod).toBeGreaterThan(MessageRetentionPeriod);
          expect([name, watching(t, queue(t, name), 'ApproximateAgeOfOldestMessage').length]).toEqual([name, 1]);
        }
        for (const name of FAILURE_QUEUES) {
          expect(queue(t, name).Properties.MessageRetentionPeriod).toBe(14 * 86_400);
          const [watch] = watching(t, queue(t, name), 'ApproximateNumberOfMessagesVisible');
          expect([name, watch?.Properties.Threshold, watch?.Properties.Statistic]).toEqual([name, 1, 'Maximum']);
        }
        for (const each of t.all('AWS::SQS::Queue')) {
          expect([each.id, t.target(each.Properties.KmsMasterKeyId).Type]).toEqual([each.id, 'AWS::KMS::Key']);
          const statements = queuePolicy(t, each);
          expect(statements).toContainEqual(expect.objectContaining({ Effect: 'Deny', Action: 'sqs:*', Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }));
          for (const { Effect, Principal, Condition } of statements) {
            // Only EventBridge, for one rule or the bus.
            if (Effect !== 'Allow') continue;
            expect([each.id, Principal, Condition.StringEquals]).toEqual([each.id, { Service: 'events.amazonaws.com' }, { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }]);
            expect(plain(Condition.ArnLike['aws:SourceArn'])).toMatch(/^<[^>]+\.Arn>$|:event-bus\/pay-events-bus-\w+$/);
          }
        }
        // What is remembered outlasts queue and DLQ: a late duplicate is recognised.
        const { MessageRetentionPeriod: waiting } = queue(t, 'process-queue').Properties;
        expect(configuration(t).rememberSeconds).toBeGreaterThan(waiting + queue(t, 'process-dlq').Properties.MessageRetentionPeriod);
      }
    },
    broken: {
      'a message comes back too early': ({ main }) => { queue(main, 'process-queue').Properties.VisibilityTimeout = 30; },
      'there is no DLQ': ({ main }) => { delete queue(main, 'store-queue').Properties.RedrivePolicy; },
      'the DLQ is that of another queue': ({ main }) => { queue(main, 'store-queue').Properties.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0] = queue(main, 'process-dlq').id; },
      'a DLQ forgets too early': ({ domain }) => { queue(domain, 'process-dlq').Properties.MessageRetentionPeriod = 345_600; },
      'a queue is not encrypted': ({ main }) => { delete queue(main, 'ingest-failures').Properties.KmsMasterKeyId; },
      'a queue takes messages without TLS': ({ main }) => drop(main, main.one('AWS::SQS::QueuePolicy', ({ Queues }) => Queues[0].Ref === queue(main, 'store-dlq').id)),
      'anybody may send': ({ main }) => { queuePolicy(main, queue(main, 'process-queue')).find(({ Effect }) => Effect === 'Allow').Principal = '*'; },
      'any rule may send': ({ main }) => { delete queuePolicy(main, queue(main, 'review-queue')).find(({ Effect }) => Effect === 'Allow').Condition.ArnLike; },
      'nobody hears of failures of ingest-fn': ({ main }) => drop(main, watching(main, queue(main, 'ingest-failures'), 'ApproximateNumberOfMessagesVisible')[0]),
      'nobody hears of the DLQ': ({ domain }) => drop(domain, watching(domain, queue(domain, 'store-dlq'), 'ApproximateNumberOfMessagesVisible')[0]),
      'nobody hears that events wait': ({ main }) => drop(main, watching(main, queue(main, 'process-queue'), 'ApproximateAgeOfOldestMessage')[0]),
      'a late duplicate is processed again': ({ main }) => setConfiguration(main, { rememberSeconds: 86_400 }),
    },
  },
  {
    id: 'EV-07',
    title: 'bus for this account; rules by type, by source and by amount: each event once to its queue, with a DLQ and an alarm',
    construct: 'EventRules',
    check: ({ all }) => {
      for (const t of all) {
        for (const source of SOURCES) {
          // Each event of each system, whatever its type and its amount, to process-fn by exactly one rule; what is large, to reviews too.
          const by = source === 'payments.partner' ? 'by-source' : 'by-type';
          for (const type of ['payment.captured', 'payment.refund.failed']) {
            expect(taking(t, busEvent({ source, 'detail-type': type }))).toEqual([by]);
            expect(taking(t, busEvent({ source, 'detail-type': type }, { amountMatch: 5_000_000_000 }))).toEqual([by, 'by-amount']);
          }
        }
        for (const currency of ['USD', 'EUR', 'GBP']) {
          expect([999_999, 1_000_000].map((amountMatch) => taking(t, busEvent({}, { currency, amountMatch })).includes('by-amount'))).toEqual([false, true]);
        }
        expect(taking(t, busEvent({}, { currency: 'JPY', amountMatch: 5_000_000_000 }))).toEqual(['by-type']);
        // What process-fn publishes goes to store-fn alone: never round again.
        expect(taking(t, busEvent({ 'source': PROCESSOR, 'detail-type': PROCESSED }, { amountMatch: 5_000_000_000 }))).toEqual(['processed']);

        const bus = t.one('AWS::Events::EventBus');
        const targets = { 'by-type': 'process', 'by-source': 'process', 'by-amount': 'review', 'processed': 'store' };
        expect(t.all('AWS::Events::Rule')).toHaveLength(Object.keys(targets).length);
        for (const [name, to] of Object.entries(targets)) {
          const { id, Properties: { EventBusName, State, Targets } } = rule(t, name);
          expect([name, EventBusName.Ref, State, Targets.length]).toEqual([name, bus.id, 'ENABLED', 1]);
          expect(t.target(Targets[0].Arn).id).toBe(queue(t, `${to}-queue`).id);
          expect(t.target(Targets[0].DeadLetterConfig.Arn).id).toBe(queue(t, `${to}-dlq`).id);
          expect([Targets[0].Input, Targets[0].InputTransformer, Targets[0].InputPath]).toEqual([undefined, undefined, undefined]);
          // It may send to both.
          for (const each of [`${to}-queue`, `${to}-dlq`]) {
            const senders = queuePolicy(t, queue(t, each)).filter(({ Effect }) => Effect === 'Allow').map(({ Condition }) => plain(Condition.ArnLike?.['aws:SourceArn']));
            expect([each, senders]).toEqual([each, expect.arrayContaining([`<${id}.Arn>`])]);
          }
          expect(alarms(t).filter(({ Properties: p }) => p.MetricName === 'InvocationsFailedToBeSentToDlq'
            && p.Dimensions.some(({ Value }: Json) => Value === rule(t, name).Properties.Name))).toHaveLength(1);
        }
        const { EventBusName, Statement } = t.one('AWS::Events::EventBusPolicy').Properties;
        expect([EventBusName.Ref, Statement.Effect, Statement.Action]).toEqual([bus.id, 'Allow', 'events:PutEvents']);
        expect(plain(Statement.Principal.AWS)).toBe('arn:<AWS::Partition>:iam::<AWS::AccountId>:root');
        expect(Statement.Condition).toEqual({ StringEquals: { 'events:source': SOURCES }, StringLike: { 'events:detail-type': 'payment.*' } });
        expect(t.target(bus.Properties.KmsKeyIdentifier).Type).toBe('AWS::KMS::Key');
        expect(t.target(bus.Properties.DeadLetterConfig.Arn).id).toBe(queue(t, 'bus-undelivered').id);
        const [bySelf] = queuePolicy(t, queue(t, 'bus-undelivered')).filter(({ Effect }) => Effect === 'Allow');
        expect(plain(bySelf.Condition.ArnLike['aws:SourceArn'])).toMatch(new RegExp(`:event-bus/${bus.Properties.Name}$`));
        expect(configuration(t).sources).toEqual(SOURCES);
      }
    },
    broken: {
      'no rule takes what a partner sends': ({ main }) => { rule(main, 'by-source').Properties.EventPattern.source = ['payments.other']; },
      'a rule is off': ({ main }) => { rule(main, 'by-source').Properties.State = 'DISABLED'; },
      'an event is taken twice': ({ main }) => { rule(main, 'by-type').Properties.EventPattern.source = [{ 'anything-but': [PROCESSOR] }]; },
      'processed events go round': ({ main }) => { rule(main, 'by-type').Properties.EventPattern.source = [{ 'anything-but': ['payments.partner'] }]; },
      'one type alone is taken': ({ main }) => { rule(main, 'by-type').Properties.EventPattern['detail-type'] = ['payment.captured']; },
      'the amount is another': ({ main }) => { rule(main, 'by-amount').Properties.EventPattern.detail.$or[1].amountMatch = [{ numeric: ['>=', 2_000_000] }]; },
      'every large number counts, of whatever currency': ({ main }) => { for (const one of rule(main, 'by-amount').Properties.EventPattern.detail.$or) delete one.currency; },
      'processed events are not recorded': ({ domain }) => drop(domain, rule(domain, 'processed')),
      'a target has no DLQ': ({ main }) => { delete rule(main, 'processed').Properties.Targets[0].DeadLetterConfig; },
      'EventBridge may not use the DLQ': ({ main }) => {
        const policy = main.one('AWS::SQS::QueuePolicy', ({ Queues }) => Queues[0].Ref === queue(main, 'store-dlq').id).Properties.PolicyDocument;
        policy.Statement = policy.Statement.filter(({ Effect }: Json) => Effect === 'Deny');
      },
      'a part of the event is passed on': ({ main }) => { rule(main, 'processed').Properties.Targets[0].InputPath = '$.detail'; },
      'nobody hears of what is lost': ({ main }) => drop(main, alarm(main, 'RuleByType')),
      'every account may send': ({ main }) => { main.one('AWS::Events::EventBusPolicy').Properties.Statement.Principal = '*'; },
      'the account is written down': ({ main }) => { main.one('AWS::Events::EventBusPolicy').Properties.Statement.Principal.AWS = 'arn:aws:iam::111122223333:root'; },
      'anybody may send as process-fn': ({ main }) => { main.one('AWS::Events::EventBusPolicy').Properties.Statement.Condition.StringEquals['events:source'].push(PROCESSOR); },
      'what the bus cannot read is lost': ({ domain }) => { delete domain.one('AWS::Events::EventBus').Properties.DeadLetterConfig; },
    },
  },
  {
    id: 'EV-08',
    title: 'a token made at deployment, in Secrets Manager; shared configuration in Systems Manager; no placeholder',
    construct: 'PaymentEventApi',
    check: ({ all }) => {
      for (const t of all) {
        const secret = t.one('AWS::SecretsManager::Secret');
        expect(secret.Properties).toMatchObject({ GenerateSecretString: { GenerateStringKey: 'current', PasswordLength: 64, SecretStringTemplate: '{}', ExcludePunctuation: true } });
        expect([secret.Properties.SecretString, t.target(secret.Properties.KmsKeyId).Type]).toEqual([undefined, 'AWS::KMS::Key']);
        expect(environment(t, 'auth').TOKEN_SECRET_ID).toEqual({ Ref: secret.id });
        // The same form as the authorizer demands of a header: the token that is made passes.
        const form = new RegExp(t.one('AWS::ApiGateway::Authorizer').Properties.IdentityValidationExpression);
        expect(form.test(`Bearer ${'aZ9'.repeat(22).slice(0, secret.Properties.GenerateSecretString.PasswordLength)}`)).toBe(true);

        const shared = sharedConfigurationSchema.parse(configuration(t));
        expect(shared).toMatchObject({ sources: SOURCES, auditShards: 16, rememberSeconds: 30 * 86_400 });
        expect(shared.highValue).toEqual({ USD: 1_000_000, EUR: 1_000_000, GBP: 1_000_000 });
        expect([shared.tableName, shared.eventBusName]).toEqual([`<${t.one('AWS::DynamoDB::Table').id}>`, `<${t.one('AWS::Events::EventBus').id}>`]);
        for (const name of ['ingest', 'process', 'store']) expect(environment(t, name).CONFIG_PARAMETER).toBe(parameter(t, 'configuration').Properties.Name);
        expect(parameter(t, 'token-secret-arn').Properties.Value).toEqual({ Ref: secret.id });
        expect(plain(parameter(t, 'api-endpoint').Properties.Value)).toBe(plain(output(t, 'ApiEndpoint').Value));
        // The same amounts as the rule has.
        for (const { currency: [currency], amountMatch: [{ numeric: [, minimum] }] } of rule(t, 'by-amount').Properties.EventPattern.detail.$or) expect(shared.highValue[currency]).toBe(minimum);
        expect(JSON.stringify(t.json)).not.toMatch(/change-?me|placeholder|your[-_]|replace[-_ ]?(me|with)|<insert|xxxx|TODO|dummy/i);
      }
    },
    broken: {
      'the token is in the template': ({ main }) => { main.one('AWS::SecretsManager::Secret').Properties.SecretString = '{"current":"0123456789abcdef"}'; },
      'the token is short': ({ main }) => { main.one('AWS::SecretsManager::Secret').Properties.GenerateSecretString.PasswordLength = 8; },
      'the secret has no key': ({ main }) => { delete main.one('AWS::SecretsManager::Secret').Properties.KmsKeyId; },
      'auth-fn reads another secret': ({ main }) => { environment(main, 'auth').TOKEN_SECRET_ID = 'shared-token'; },
      'the handlers cannot read the configuration': ({ main }) => setConfiguration(main, { sources: [] }),
      'the configuration names another table': ({ main }) => setConfiguration(main, { tableName: 'events' }),
      'a function reads another parameter': ({ domain }) => { environment(domain, 'store').CONFIG_PARAMETER = '/other'; },
      'rule and handlers disagree on what is much': ({ main }) => setConfiguration(main, { highValue: { USD: 1, EUR: 1, GBP: 1 } }),
      'a value is a placeholder': ({ main }) => { environment(main, 'auth').TOKEN_HEADER = 'changeme'; },
    },
  },
  {
    id: 'EV-09',
    title: 'logs 7 days and archived, metric filters, own metrics, alarms that tell, dashboard, X-Ray, the account\'s log role once',
    construct: 'EventObservability',
    check: ({ all, runbook }) => {
      for (const t of all) {
        const groups = t.all('AWS::Logs::LogGroup').filter(({ id }) => !id.startsWith('CustomS3AutoDelete'));
        expect(groups.length).toBeGreaterThanOrEqual(8);
        for (const { id, Properties: p } of groups) expect([id, p.RetentionInDays, t.target(p.KmsKeyId).Type]).toEqual([id, 7, 'AWS::KMS::Key']);
        const archived = t.all('AWS::Logs::SubscriptionFilter').map(({ Properties }) => Properties.LogGroupName.Ref);
        for (const name of FUNCTIONS) {
          const group = logGroupOf(t, name);
          expect(group.Properties.LogGroupName).toBe(`/aws/lambda/${fn(t, name).Properties.FunctionName}`);
          expect(archived).toContain(group.id);
          expect([name, fn(t, name).Properties.TracingConfig]).toEqual([name, { Mode: 'Active' }]);
          const patterns = t.all('AWS::Logs::MetricFilter').filter(({ Properties: p }) => p.LogGroupName.Ref === group.id).map(({ Properties: p }) => p.FilterPattern);
          expect(patterns).toEqual(['{ $.level = "ERROR" }', '{ $.type = "platform.report" && $.record.status = "timeout" }']);
          for (const metric of ['Errors', 'Throttles', 'Duration']) {
            expect(alarms(t).filter(({ Properties: p }) => p.Namespace === 'AWS/Lambda' && p.MetricName === metric && plain(p.Dimensions[0].Value) === `<${fn(t, name).id}>`)).toHaveLength(1);
          }
        }
        expect(stage(t).TracingEnabled).toBe(true);
        const access = t.target(stage(t).AccessLogSetting.DestinationArn);
        expect(t.all('AWS::Logs::MetricFilter').filter(({ Properties: p }) => p.LogGroupName.Ref === access.id)).toHaveLength(2);
        expect(groups.some(({ Properties: p }) => plain(p.LogGroupName).startsWith('API-Gateway-Execution-Logs_'))).toBe(true);
        // Each filter's metric is watched, under the name that it writes.
        const filtered = t.all('AWS::Logs::MetricFilter').map(({ Properties: { MetricTransformations: [one] } }) => `${one.MetricNamespace} ${one.MetricName}`);
        const watched = alarms(t).map(({ Properties: p }) => `${p.Namespace} ${p.MetricName}`);
        expect(watched).toEqual(expect.arrayContaining(filtered));
        // What the handlers count, by the namespace and the service that their environment says.
        const counted = alarms(t).filter(({ Properties: p }) => p.Dimensions?.[0]?.Name === 'service');
        const wrong = ['EventConflict', 'MessageMalformed', 'EventMalformed', 'SourceUnknown', 'CardDataRefused', 'ConfigurationStale', 'OwnEventIgnored', 'AuthorizerFailed'];
        expect(counted.map(({ Properties }) => Properties.MetricName)).toEqual(expect.arrayContaining(wrong));
        for (const { Properties: { Namespace, Dimensions: [{ Value }] } } of counted) {
          const { Environment: { Variables: v } } = t.one('AWS::Lambda::Function', ({ FunctionName }) => FunctionName === Value).Properties;
          expect([v.POWERTOOLS_METRICS_NAMESPACE, v.POWERTOOLS_SERVICE_NAME]).toEqual([Namespace, Value]);
        }
        const topic = t.one('AWS::SNS::Topic');
        expect(t.target(topic.Properties.KmsMasterKeyId).Type).toBe('AWS::KMS::Key');
        for (const each of alarms(t)) {
          expect([each.id, each.Properties.AlarmActions]).toEqual([each.id, [{ Ref: topic.id }]]);
          expect(runbook).toContain(`\`${alarmName(each)}\``);
        }
        const { widgets } = JSON.parse(plain(t.one('AWS::CloudWatch::Dashboard').Properties.DashboardBody));
        const titles = widgets.map(({ properties }: Json) => properties.title);
        expect(titles).toEqual(expect.arrayContaining([...alarms(t).map(alarmName), ...FUNCTIONS.slice(1).map((name) => `${name}-fn`)]));
        const drawn = JSON.stringify(widgets);
        for (const metric of ['EventIngested', 'EventProcessed', 'IngestedStored', 'ProcessedStored']) expect(drawn).toContain(`"${metric}"`);
        const account = t.one('AWS::ApiGateway::Account').Properties;
        expect(t.target(account.CloudWatchRoleArn).Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service).toBe('apigateway.amazonaws.com');
        expect(list(t.one('AWS::ApiGateway::Stage').DependsOn)).toContain(t.one('AWS::ApiGateway::Account').id);
      }
    },
    broken: {
      'logs are kept for ever': ({ main }) => { delete logGroupOf(main, 'store').Properties.RetentionInDays; },
      'logs are not archived': ({ main }) => drop(main, main.one('AWS::Logs::SubscriptionFilter', ({ LogGroupName }) => LogGroupName.Ref === logGroupOf(main, 'store').id)),
      'logs have no key': ({ domain }) => { delete logGroupOf(domain, 'auth').Properties.KmsKeyId; },
      'errors in a log are not counted': ({ main }) => drop(main, main.one('AWS::Logs::MetricFilter', ({ LogGroupName, FilterPattern }) => LogGroupName.Ref === logGroupOf(main, 'store').id && FilterPattern.includes('ERROR'))),
      'a counted metric is not watched': ({ main }) => drop(main, alarm(main, 'ThrottledRequests')),
      'a filter writes another metric': ({ main }) => { main.all('AWS::Logs::MetricFilter')[0].Properties.MetricTransformations[0].MetricName = 'Other'; },
      'card data is not told': ({ main }) => drop(main, alarm(main, 'IngestCardDataRefused')),
      'an alarm looks where nobody writes': ({ main }) => { alarm(main, 'StoreEventConflict').Properties.Namespace = 'pay-events/other'; },
      'an alarm tells nobody': ({ main }) => { delete alarm(main, 'StoreErrors').Properties.AlarmActions; },
      'an alarm is not in the runbook': (apis) => { apis.runbook = apis.runbook.replaceAll('`ProcessDeadLetters`', ''); },
      'there is no dashboard': ({ main }) => drop(main, main.one('AWS::CloudWatch::Dashboard')),
      'a function is not traced': ({ main }) => { fn(main, 'process').Properties.TracingConfig.Mode = 'PassThrough'; },
      'the API is not traced': ({ domain }) => { stage(domain).TracingEnabled = false; },
      'API Gateway may not log': ({ main }) => drop(main, main.one('AWS::ApiGateway::Account')),
      'the stage is made before API Gateway may log': ({ main }) => { delete main.one('AWS::ApiGateway::Stage').DependsOn; },
    },
  },
  {
    id: 'EV-10',
    title: 'with a domain: certificate, custom domain with TLS 1.2, base path mapping, A record; without, none',
    construct: 'EventApiDomain',
    check: ({ main, domain: t }) => {
      const { Properties: certificate, id } = t.one('AWS::CertificateManager::Certificate');
      const zone = '{{resolve:ssm:/dns/acme.com/hosted-zone-id}}';
      expect(certificate).toMatchObject({ DomainName: DOMAIN, ValidationMethod: 'DNS', DomainValidationOptions: [{ DomainName: DOMAIN, HostedZoneId: zone }] });
      const name = t.one('AWS::ApiGateway::DomainName');
      expect(name.Properties).toMatchObject({
        DomainName: DOMAIN, SecurityPolicy: 'TLS_1_2', RegionalCertificateArn: { Ref: id }, EndpointConfiguration: { Types: ['REGIONAL'] },
      });
      const { DomainName, RestApiId, Stage, BasePath } = t.one('AWS::ApiGateway::BasePathMapping').Properties;
      expect([t.target(DomainName).id, t.target(RestApiId).Type, t.target(Stage).Type, BasePath]).toEqual([name.id, 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'v1']);
      const attribute = (of: string) => ({ 'Fn::GetAtt': [name.id, of] });
      expect(t.one('AWS::Route53::RecordSet').Properties).toMatchObject({
        Name: `${DOMAIN}.`, Type: 'A', HostedZoneId: zone, AliasTarget: { DNSName: attribute('RegionalDomainName'), HostedZoneId: attribute('RegionalHostedZoneId') },
      });
      expect(output(t, 'EventPostUrl').Value).toBe(`https://${DOMAIN}/v1/events`);
      for (const type of ['CertificateManager::Certificate', 'ApiGateway::DomainName', 'ApiGateway::BasePathMapping', 'Route53::RecordSet']) expect(main.all(`AWS::${type}`)).toEqual([]);
    },
    broken: {
      'there is no certificate': ({ domain }) => drop(domain, domain.one('AWS::CertificateManager::Certificate')),
      'the certificate is validated by email': ({ domain }) => { domain.one('AWS::CertificateManager::Certificate').Properties.ValidationMethod = 'EMAIL'; },
      'TLS is old': ({ domain }) => { domain.one('AWS::ApiGateway::DomainName').Properties.SecurityPolicy = 'TLS_1_0'; },
      'the name leads nowhere': ({ domain }) => drop(domain, domain.one('AWS::ApiGateway::BasePathMapping')),
      'nobody finds the name': ({ domain }) => drop(domain, domain.one('AWS::Route53::RecordSet')),
      'the record is in another zone': ({ domain }) => { domain.one('AWS::Route53::RecordSet').Properties.HostedZoneId = 'Z07342961XK3Q8WDF6M2T'; },
      'there is a domain without being asked for': ({ main, domain }) => { main.json.Resources.Certificate = domain.one('AWS::CertificateManager::Certificate'); },
    },
  },
  {
    id: 'EV-11',
    title: 'tags Environment, Team, CostCenter on all that takes tags',
    construct: 'PaymentEventApi',
    check: ({ all }) => {
      const taggable = /^AWS::(Lambda::(Function|EventSourceMapping)|SQS::Queue|S3::Bucket|KMS::Key|SecretsManager::Secret|Logs::LogGroup|IAM::Role|SNS::Topic|CloudWatch::Alarm|ApiGateway::(RestApi|Stage|DomainName)|Events::(Rule|EventBus)|SSM::Parameter|WAFv2::WebACL|DynamoDB::Table|CertificateManager::Certificate|KinesisFirehose::DeliveryStream)$/;
      const tagsOf = ({ Properties: { Tags } }: Resource): Record<string, string> =>
        Array.isArray(Tags) ? Object.fromEntries(Tags.map(({ Key, Value }: Json) => [Key, Value])) : Tags ?? {};
      for (const t of all) {
        const found = Object.keys(t.json.Resources).map((id) => Object.assign(t.get(id), { Properties: t.get(id).Properties ?? {} }))
          .filter(({ id, Type }) => taggable.test(Type) && !/^Custom|^ApiGatewayAccountLogging/.test(id));
        expect(found.length).toBeGreaterThanOrEqual(80);
        for (const resource of found) expect([resource.id, Object.keys(tagsOf(resource))]).toEqual([resource.id, expect.arrayContaining(TAGS)]);
      }
      expect(all.map((t) => tagsOf(fn(t, 'store')))).toEqual([
        expect.objectContaining({ Environment: 'dev', Team: 'payments', CostCenter: 'payments' }), expect.objectContaining({ Environment: 'staging' }),
      ]);
    },
    broken: {
      'a function has no team': ({ main }) => { const { Properties: p } = fn(main, 'store'); p.Tags = p.Tags.filter(({ Key }: Json) => Key !== 'Team'); },
      'the table has no cost centre': ({ main }) => { const p = table(main); p.Tags = p.Tags.filter(({ Key }: Json) => Key !== 'CostCenter'); },
      'a parameter has no tags': ({ domain }) => { delete parameter(domain, 'configuration').Properties.Tags; },
      'the environment is another': ({ main }) => { fn(main, 'store').Properties.Tags.find(({ Key }: Json) => Key === 'Environment').Value = 'prod'; },
    },
  },
  {
    id: 'EV-12',
    title: 'flat outputs: endpoints, functions, queues, table, Region, tracing; each exported with the suffix',
    construct: 'PaymentEventApi',
    check: ({ main, all }) => {
      for (const t of all) {
        const targets: Record<string, Resource> = {
          AuthFunctionArn: fn(t, 'auth'),
          IngestFunctionArn: fn(t, 'ingest'),
          ProcessFunctionArn: fn(t, 'process'),
          StoreFunctionArn: fn(t, 'store'),
          ProcessQueueUrl: queue(t, 'process-queue'),
          ProcessDlqUrl: queue(t, 'process-dlq'),
          StoreQueueUrl: queue(t, 'store-queue'),
          StoreDlqUrl: queue(t, 'store-dlq'),
          ReviewQueueUrl: queue(t, 'review-queue'),
          ReviewDlqUrl: queue(t, 'review-dlq'),
          IngestFailuresUrl: queue(t, 'ingest-failures'),
          BusUndeliveredUrl: queue(t, 'bus-undelivered'),
          TableName: t.one('AWS::DynamoDB::Table'),
          EventBusName: t.one('AWS::Events::EventBus'),
          LayerVersionArn: t.one('AWS::Lambda::LayerVersion'),
          TokenSecretArn: t.one('AWS::SecretsManager::Secret'),
          AlarmTopicArn: t.one('AWS::SNS::Topic'),
        };
        for (const [name, { id }] of Object.entries(targets)) expect([name, t.target(output(t, name).Value).id]).toEqual([name, id]);
        for (const name of ['Auth', 'Ingest', 'Process', 'Store']) expect(output(t, `${name}FunctionArn`).Value['Fn::GetAtt'][1]).toBe('Arn');
        expect(output(t, 'Region').Value).toEqual({ Ref: 'AWS::Region' });
        expect(output(t, 'XRayTracing').Value).toBe('true');
        expect([stage(t).TracingEnabled, ...FUNCTIONS.map((name) => fn(t, name).Properties.TracingConfig.Mode)]).toEqual([true, ...FUNCTIONS.map(() => 'Active')]);
        expect(output(t, 'ConfigurationParameter').Value).toBe(parameter(t, 'configuration').Properties.Name);
        expect(plain(output(t, 'EventPostUrl').Value)).toBe(`${plain(output(t, 'ApiEndpoint').Value)}/events`);
        const suffix = fn(t, 'store').Properties.FunctionName.split('-').pop();
        for (const [id, { Description, Export }] of Object.entries<Json>(t.json.Outputs)) {
          expect(Description).toBeTruthy();
          expect(Export.Name).toBe(`pay-events-${id}-${suffix}`);
        }
      }
      expect(plain(output(main, 'ApiEndpoint').Value)).toMatch(/^https:\/\/<[^>]+>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>\/<[^>]+>$/);
    },
    broken: {
      'the endpoint is not said': ({ main }) => { delete main.json.Outputs.ApiEndpoint; },
      'the URL has another path': ({ main }) => { output(main, 'EventPostUrl').Value = 'https://api/other'; },
      'a function is not said': ({ main }) => { delete main.json.Outputs.StoreFunctionArn; },
      'queue and DLQ are exchanged': ({ domain }) => { output(domain, 'ProcessDlqUrl').Value = output(domain, 'ProcessQueueUrl').Value; },
      'the table is not said': ({ main }) => { delete main.json.Outputs.TableName; },
      'the Region is not said': ({ main }) => { delete main.json.Outputs.Region; },
      'tracing is said to be on, and is not': ({ main }) => { fn(main, 'ingest').Properties.TracingConfig.Mode = 'PassThrough'; },
      'an export is that of another environment': ({ main }) => { output(main, 'TableName').Export.Name = 'pay-events-TableName-staging'; },
    },
  },
  {
    id: 'EV-13',
    title: 'the suffix ends every physical name; both goldens live in one account, with no name and no export in common',
    construct: 'PaymentEventApi',
    check: ({ main, domain }) => {
      const [one, other] = [physicalNames(main), physicalNames(domain)];
      expect(one.length).toBeGreaterThanOrEqual(55);
      expect(one.filter((name) => other.includes(name))).toEqual([]);
      for (const name of one) expect(name).toMatch(/(-dev|\/dev(\/[\w-]+)?)(-<AWS::AccountId>)?(-<AWS::Region>)?$/);
      // What is no name of a resource, and yet must not be shared.
      for (const [t, suffix] of [[main, 'dev'], [domain, 'staging']] as const) {
        for (const name of ['ingest', 'process', 'store']) expect(environment(t, name).CONFIG_PARAMETER).toBe(`/pay-events/${suffix}/configuration`);
        for (const name of FUNCTIONS) expect(environment(t, name).POWERTOOLS_METRICS_NAMESPACE).toBe(`pay-events/${suffix}`);
      }
    },
    broken: {
      'a function has no suffix': ({ main, domain }) => { for (const t of [main, domain]) fn(t, 'auth').Properties.FunctionName = 'pay-events-auth-fn'; },
      'a queue has no suffix': ({ main }) => { queue(main, 'store-queue').Properties.QueueName = 'pay-events-store-queue'; },
      'the parameters are shared': ({ main, domain }) => { for (const t of [main, domain]) parameter(t, 'configuration').Properties.Name = '/pay-events/configuration'; },
      'an export is shared': ({ main, domain }) => { for (const t of [main, domain]) output(t, 'TableName').Export.Name = 'pay-events-TableName'; },
      'metrics are mixed': ({ main }) => { environment(main, 'store').POWERTOOLS_METRICS_NAMESPACE = 'pay-events'; },
      'a role has a name': ({ main }) => { main.all('AWS::IAM::Role')[0].Properties.RoleName = 'pay-events-role'; },
      'the layer is shared': ({ main, domain }) => { for (const t of [main, domain]) t.one('AWS::Lambda::LayerVersion').Properties.LayerName = 'pay-events-shared'; },
    },
  },
  {
    id: 'EV-14',
    title: 'no account, Region, ARN or secret is written down; the code is the library\'s own; nothing stays behind',
    construct: 'PaymentEventApi',
    check: ({ all, runbook }) => {
      for (const t of all) {
        const text = JSON.stringify(t.json);
        expect(text).not.toMatch(/\b\d{12}\b/);
        expect(text).not.toMatch(/\b(us|eu|ap|sa|ca|me|af|il|mx)-(gov-)?(north|south|east|west|central|northeast|southeast|northwest|southwest)-\d\b/);
        // "arn:" is followed by the partition that CloudFormation knows.
        expect(text).not.toMatch(/arn:aws/);
        expect(text).not.toMatch(/AKIA[A-Z0-9]{16}|"SecretString":|-----BEGIN/);
        for (const { Properties: { Code } } of t.functions()) expect(Code).toEqual({ S3Bucket: { 'Fn::Sub': expect.stringMatching(/^cdk-hnb659fds-assets-\$\{AWS::AccountId\}/) }, S3Key: '<asset>.zip' });
        expect(Object.keys(t.json.Parameters ?? {})).toEqual(['BootstrapVersion']);
        // Ended as it was made: nothing is kept, nothing protected, buckets are emptied.
        for (const [id, { DeletionPolicy }] of Object.entries<Json>(t.json.Resources)) expect([id, ['Retain', 'RetainExceptOnCreate', 'Snapshot'].includes(DeletionPolicy)]).toEqual([id, false]);
        expect(table(t).DeletionProtectionEnabled ?? false).toBe(false);
        expect(t.all('Custom::S3AutoDeleteObjects').map(({ Properties }) => Properties.BucketName.Ref).sort()).toEqual(t.all('AWS::S3::Bucket').map(({ id }) => id).sort());
        const custom = Object.values<Json>(t.json.Resources).map(({ Type }) => Type).filter((type) => type.startsWith('Custom::'));
        expect(new Set(custom)).toEqual(new Set(['Custom::S3AutoDeleteObjects']));
      }
      for (const heading of ['Deploy', 'Hand out the token', 'Verify', 'Redrive', 'Verify the audit trail', 'Tear down', 'Quotas', 'Never verified']) {
        expect(runbook).toMatch(new RegExp(`^## ${heading}$`, 'm'));
      }
    },
    broken: {
      'an account is written down': ({ main }) => { main.one('AWS::Lambda::LayerVersionPermission').Properties.Principal = '111122223333'; },
      'a Region is written down': ({ main }) => { output(main, 'Region').Value = 'us-east-1'; },
      'an ARN is written down': ({ main }) => { fn(main, 'auth').Properties.Layers = ['arn:aws:lambda:<region>:<account>:layer:other:1']; },
      'a secret is written down': ({ domain }) => { domain.one('AWS::SecretsManager::Secret').Properties.SecretString = 'x'; },
      'the code is somebody else\'s': ({ main }) => { fn(main, 'store').Properties.Code = { S3Bucket: 'my-bucket', S3Key: 'store.zip' }; },
      'a value must be given': ({ main }) => { main.json.Parameters.Stage = { Type: 'String' }; },
      'the table stays': ({ main }) => { main.json.Resources[main.one('AWS::DynamoDB::Table').id].DeletionPolicy = 'Retain'; },
      'a bucket is not emptied': ({ domain }) => drop(domain, domain.all('Custom::S3AutoDeleteObjects')[0]),
      'the way to end it is not told': (apis) => { apis.runbook = apis.runbook.replace('## Tear down', '## Other'); },
    },
  },
];
