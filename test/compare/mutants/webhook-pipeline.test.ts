import { testMutants } from './mutants';
import { readGolden } from '../../requirement';
import { REQUIREMENTS } from '../../webhook-pipeline/requirements';
import { Json, Resource, Template } from '../../webhook-pipeline/template';

const drop = (t: Template, ...all: Resource[]) => { for (const { id } of all) delete t.json.Resources[id]; };
const text = (value: Json) => JSON.stringify(value);
const alarms = (t: Template, metric: string) => t.all('AWS::CloudWatch::Alarm').filter(({ Properties }) => Properties.MetricName === metric);
const table = (t: Template) => t.one('AWS::DynamoDB::Table').Properties;
const stage = (t: Template) => t.one('AWS::ApiGateway::Stage').Properties;
const edit = (change: (states: Json) => void) => (t: Template) => {
  const definition = t.definition();
  change(definition.States);
  t.setDefinition(definition);
};
const image = (uri: string) => (t: Template) => {
  for (const { Properties: p } of t.functions()) {
    Object.assign(p, { PackageType: 'Image', Code: { ImageUri: uri } });
    delete p.Runtime;
    delete p.Handler;
  }
};
const inEnvironment = (t: Template, change: (environment: string) => string) => {
  const { Properties: p } = t.fn('validator');
  p.Environment = JSON.parse(change(text(p.Environment))) as Json;
};

testMutants({
  system: 'webhook-pipeline',
  requirements: REQUIREMENTS,
  golden: readGolden('webhook-pipeline.zip'),
  candidates: ({ json }) => [{ 'webhook-pipeline.zip.template.json': json }],
  own: {
    'WH-01/proxy': (t) => { t.all('AWS::ApiGateway::Method')[0].Properties.Integration.Type = 'AWS'; },
    'WH-02/metrics': (t) => { stage(t).MethodSettings[0].MetricsEnabled = false; },
    'WH-03/processor': (t) => drop(t, ...t.all('AWS::Lambda::EventSourceMapping'), ...t.functions().filter(({ Properties: p }) => p.FunctionName.includes('-processor-'))),
    'WH-03/archival': (t) => drop(t, t.fn('archival'), t.one('AWS::Lambda::EventInvokeConfig'), t.one('AWS::Lambda::Permission', (p) => p.Principal === 's3.amazonaws.com')),
    'WH-03/memory': (t) => { t.fn('validator').Properties.MemorySize = 128; },
    'WH-03/timeout': (t) => { t.fn('validator').Properties.Timeout = 3; },
    'WH-04/image-version': image('111122223333.dkr.ecr.us-east-1.amazonaws.com/payments:latest'),
    'WH-04/repository': (t) => { t.json.Resources.Images = { Type: 'AWS::ECR::Repository', Properties: { ImageTagMutability: 'MUTABLE' } }; },
    'WH-05/on-demand': (t) => Object.assign(table(t), { BillingMode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } }),
    'WH-05/encryption': (t) => { delete table(t).SSESpecification; },
    'WH-05/written': (t) => { for (const s of t.statementsOf(t.fn('square-processor'))) if (text(s.Action).includes('dynamodb:')) s.Action = 'dynamodb:GetItem'; },
    'WH-06/queues': (t) => {
      const [first, ...others] = t.all('AWS::Lambda::EventSourceMapping');
      inEnvironment(t, () => text({ Variables: { MAX_BODY_BYTES: '262144', PROVIDERS: '[{"toleranceSeconds":300,"scheme":"stripe"}]', QUEUE_URL: { Ref: t.target(first.Properties.EventSourceArn).id } } }));
      drop(t, ...others);
    },
    'WH-06/retention': (t) => { t.queue('stripe').Properties.MessageRetentionPeriod = 86_400; },
    'WH-06/encryption': (t) => {
      const { Properties: p } = t.queue('paypal');
      delete p.KmsMasterKeyId;
      p.SqsManagedSseEnabled = false;
    },
    'WH-06/redrive-allow': (t) => { delete t.queue('stripe-dlq').Properties.RedriveAllowPolicy; },
    'WH-07/threshold': edit((states) => { states.RiskDecision.Choices[1] = { Variable: '$.fraud.verdict', StringEquals: 'bad', Next: 'Reject' }; }),
    'WH-07/retried': edit((states) => { delete states.Notify.Retry; }),
    'WH-08/bus': (t) => {
      drop(t, t.one('AWS::Events::EventBus'));
      for (const { Properties: p } of t.all('AWS::Events::Rule')) if (p.EventBusName) p.EventBusName = 'default';
    },
    'WH-08/by-type': (t) => { for (const { Properties: p } of t.all('AWS::Events::Rule')) delete p.EventPattern.detail.payment_type; },
    'WH-08/by-amount': (t) => drop(t, t.one('AWS::Events::Rule', ({ Name }) => Name === 'payments-route-high-value-dev')),
    'WH-10/no-nat': (t) => { t.json.Resources.Nat = { Type: 'AWS::EC2::NatGateway', Properties: { ConnectivityType: 'private', SubnetId: { Ref: t.all('AWS::EC2::Subnet')[0].id } } }; },
    'WH-11/own-processor': (t) => {
      const [first, second] = t.all('AWS::Lambda::EventSourceMapping');
      second.Properties.FunctionName = first.Properties.FunctionName;
    },
    'WH-12/secrets': (t) => drop(t, ...t.all('AWS::SecretsManager::Secret')),
    'WH-12/schemes': (t) => { Object.assign(t.json, JSON.parse(text(t.json).replace(/stripe|adyen|pay-?pal|square|hmac|generic/gi, (name) => [...name].reverse().join('')))); },
    'WH-12/asked-schemes': (t) => { Object.assign(t.json, JSON.parse(text(t.json).replace(/adyen/gi, 'other'))); },
    'WH-12/replay': (t) => inEnvironment(t, (environment) => environment.replaceAll('tolerance', 'some')),
    'WH-13/buckets': (t) => {
      const policy = t.one('AWS::S3::BucketPolicy', (_, id) => id.startsWith('PipelineLogsArchive')).Properties.PolicyDocument;
      policy.Statement = policy.Statement.filter((s: Json) => s.Effect !== 'Deny');
    },
    'WH-14/age': (t) => drop(t, alarms(t, 'ApproximateAgeOfOldestMessage').find(({ Properties }) => text(Properties.Dimensions).includes(t.queue('stripe').id))!),
    'WH-14/errors': (t) => drop(t, alarms(t, 'Errors')[0]),
    'WH-14/duration': (t) => drop(t, alarms(t, 'Duration')[0]),
    'WH-14/workflow': (t) => drop(t, ...alarms(t, 'ExecutionsFailed')),
    'WH-14/api': (t) => drop(t, ...alarms(t, '5XXError')),
    'WH-15/breaker': (t) => { Object.assign(t.json, JSON.parse(text(t.json).replace(/circuit|breaker/gi, 'open'))); },
    'WH-18/retained-names': (t) => { for (const one of Object.values<Resource>(t.json.Resources)) if (one.DeletionPolicy) Object.assign(one, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }); },
    'WH-17/api': (t) => { for (const [name, { Value: value }] of Object.entries<Json>(t.json.Outputs)) if (text(value).includes('execute-api')) delete t.json.Outputs[name]; },
  },
  beyond: {
    'an alarm has no graph': 'a second alarm on the same metric is no fault',
    'a queue is not encrypted by our key': 'SQS encrypts a queue that says nothing, and a key of the own account was not asked for',
  },
});
