import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as velocity from 'velocityjs';
import { build, synthesise } from './app';
import { Json, list, Template } from './template';
import { PACKS } from '../../golden/apps/audit';
import { newApp } from '../../golden/apps/synthesise';
import {
  FraudScreening, HandlerCode, IngressMode, PaymentProvider, PaymentWebhookPipeline, PaymentWebhookPipelineProps, PipelineEncryption,
} from '../../src';
import { sendMessageTemplate, signatureHeaders } from '../../src/webhook-pipeline/direct-integration';
import * as contract from '../../src/webhook-pipeline/handlers/contract';

const ALL = [PaymentProvider.stripe(), PaymentProvider.adyen(), PaymentProvider.paypal(), PaymentProvider.square(), PaymentProvider.hmac('partner')];
const VARIANTS: Record<string, Partial<PaymentWebhookPipelineProps>> = {
  'defaults': {},
  'all providers': { providers: ALL },
  'direct to queue': { providers: ALL, ingress: { mode: IngressMode.DIRECT_TO_QUEUE } },
  'a validator for each provider': { providers: ALL, ingress: { validatorPerProvider: true } },
  'Fraud Detector': { processing: { fraudScreening: FraudScreening.fraudDetector({ detectorId: 'd', eventTypeName: 'e', entityType: 'payer', scoreName: 's' }) } },
  'SageMaker': { processing: { fraudScreening: FraudScreening.sageMaker('fraud') } },
  'keys of AWS': { data: { encryption: PipelineEncryption.AWS_MANAGED } },
  'notification by HTTP': { processing: { notificationEndpoint: 'https://shop.acme.io/hooks' } },
  'no network': { network: { enabled: false } },
  'no routes': { processing: { routes: [] } },
  'budget and email': { operations: { monthlyBudgetUsd: 100, alarmEmail: 'ops@acme.io' } },
};

// Three packs on many stacks take seconds: each rule is tested on the goldens too.
describe.each(Object.entries(VARIANTS))('variant %s', (name, props) => {
  const { stack, template } = synthesise(props);

  test.each(Object.entries(PACKS))('%s has no unacknowledged finding', (_, pack) => {
    // SNS cannot be encrypted by a key that CloudWatch may not use.
    const accepted = name === 'keys of AWS' ? /SNS|SecretsManagerUsingKMSKey|CloudWatchLogGroupEncrypted|SQS4|SNS2|-(LogGroup|Environment|Topic)Unencrypted/ : /^$/;
    expect(pack(stack).filter(({ rule }) => !accepted.test(rule))).toEqual([]);
  });

  test('every reference points to a resource, and no dependency is circular', () => {
    const resources = template.json.Resources;
    const edges = (value: Json): string[] => {
      if (Array.isArray(value)) return value.flatMap(edges);
      if (typeof value !== 'object' || value === null) return [];
      if (typeof value.Ref === 'string') return value.Ref.startsWith('AWS::') || template.json.Parameters?.[value.Ref] ? [] : [value.Ref];
      if (value['Fn::GetAtt']) return [value['Fn::GetAtt'][0]];
      return Object.values(value).flatMap(edges);
    };
    const state = new Map<string, 'open' | 'done'>();
    const visit = (id: string, path: string[]): void => {
      if (!resources[id]) throw new Error(`${path.at(-1)} refers to ${id}, which is not there`);
      if (state.get(id) === 'open') throw new Error(`circular: ${[...path, id].join(' -> ')}`);
      if (state.get(id) === 'done') return;
      state.set(id, 'open');
      for (const next of [...edges(resources[id].Properties), ...list(resources[id].DependsOn)]) visit(next, [...path, id]);
      state.set(id, 'done');
    };
    for (const id of Object.keys(resources)) visit(id, []);
    expect(state.size).toBe(Object.keys(resources).length);
  });
});

describe('props', () => {
  test('every default of the docstrings is in the template', () => {
    const { template: t } = synthesise();
    expect(t.queue('stripe').Properties).toMatchObject({ VisibilityTimeout: 180, MessageRetentionPeriod: 345_600, RedrivePolicy: { maxReceiveCount: 5 } });
    expect(t.fn('validator').Properties).toMatchObject({ MemorySize: 512, Timeout: 30, ReservedConcurrentExecutions: 100 });
    expect(t.fn('stripe-processor').Properties.ReservedConcurrentExecutions).toBe(20);
    expect(t.fn('fraud-rules').Properties.ReservedConcurrentExecutions).toBe(50);
    expect(t.fn('dispatcher').Properties.ReservedConcurrentExecutions).toBe(50);
    expect(t.fn('archival').Properties.ReservedConcurrentExecutions).toBe(5);
    expect(t.fn('stripe-processor').Properties.Environment.Variables.RETENTION_SECONDS).toBe(String(90 * 86_400));
    expect(t.target(t.fn('validator').Properties.LoggingConfig.LogGroup).Properties.RetentionInDays).toBe(365);
    expect(t.one('AWS::DynamoDB::Table')).toMatchObject({ DeletionPolicy: 'Retain', Properties: { DeletionProtectionEnabled: true } });
    expect(t.all('AWS::Budgets::Budget')).toHaveLength(0);
    expect(t.all('AWS::WAFv2::WebACL')).toHaveLength(1);
    expect(t.all('AWS::EC2::Subnet')).toHaveLength(2);
    expect(t.one('AWS::EC2::VPC').Properties.CidrBlock).toBe('10.64.0.0/20');
    expect(t.all('AWS::KinesisFirehose::DeliveryStream')).toHaveLength(0);
  });

  test('WH-11 a provider is one array entry: what the others have stays as it is', () => {
    const before = synthesise({ providers: [PaymentProvider.stripe()] }).template.json.Resources;
    const after = synthesise({ providers: [PaymentProvider.stripe(), PaymentProvider.square()] }).template.json.Resources;
    // All but what lists the providers: the validator, its policy and key, the deployment that API Gateway names by content, the dashboard,
    // the headers that WAF's logs leave out.
    const changed = Object.keys(before).filter((id) => JSON.stringify(before[id]) !== JSON.stringify(after[id]));
    for (const id of changed) expect(id).toMatch(/Validator|ApiDeployment|Stage|Dashboard|PipelineKey|FirewallLogging/);
    expect(Object.keys(after).filter((id) => id.startsWith('PipelineProvidersquare')).length).toBeGreaterThanOrEqual(10);
  });

  test('WH-11 construct ids are an interface: these logical ids must not change', () => {
    const { template: t } = synthesise();
    expect([t.one('AWS::DynamoDB::Table').id, t.queue('stripe').id, t.queue('stripe-dlq').id, t.one('AWS::SecretsManager::Secret').id,
      t.one('AWS::S3::Bucket', (_, id) => id.includes('Archive')).id, t.one('AWS::KMS::Key').id, t.one('AWS::StepFunctions::StateMachine').id]).toMatchInlineSnapshot(`
[
  "PipelineStateCFAB434F",
  "PipelineProviderstripeQueueDBC4658E",
  "PipelineProviderstripeQueueDeadLetterQueue3C019574",
  "PipelineProviderstripeSecret44AE3174",
  "PipelineArchiveBucketD058960A",
  "PipelineKeyF48EE773",
  "PipelineWorkflowStateMachineE1438E09",
]
`);
  });

  test('WH-19 two environments live in one stack and share no physical name', () => {
    const stack = new Stack(newApp(), 'Two', { env: { region: 'us-east-1' } });
    for (const environmentSuffix of ['blue', 'green']) {
      new PaymentWebhookPipeline(stack, environmentSuffix, { environmentSuffix, providers: [PaymentProvider.stripe()], network: { enabled: false } });
    }
    const t = new Template((stack.node.root as ReturnType<typeof newApp>).synth().getStackArtifact(stack.artifactId).template);
    const names = ['FunctionName', 'QueueName', 'TableName', 'BucketName', 'StateMachineName', 'TopicName', 'LogGroupName', 'DashboardName'].flatMap((property) =>
      Object.values<Json>(t.json.Resources).map(({ Properties }) => Properties?.[property]).filter((name) => typeof name === 'string'));
    expect(new Set(names).size).toBe(names.length);
    expect(t.all('AWS::ApiGateway::Account')).toHaveLength(1); // exactly once, WH-02
  });

  test('WH-02 the account log role is left out where the account has one', () => {
    expect(synthesise({ ingress: { accountLogRole: false } }).template.all('AWS::ApiGateway::Account')).toHaveLength(0);
  });

  test('WH-12 your own secret is used, and read by the validator alone', () => {
    const stack = new Stack(newApp(), 'Own', { env: { region: 'us-east-1' } });
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Mine', 'stripe-key');
    const pipeline = new PaymentWebhookPipeline(stack, 'Pipeline', { environmentSuffix: 'dev', providers: [PaymentProvider.stripe({ secret })] });
    const t = new Template((stack.node.root as ReturnType<typeof newApp>).synth().getStackArtifact(stack.artifactId).template);
    expect(t.all('AWS::SecretsManager::Secret')).toHaveLength(0);
    expect(pipeline.lanes[0].secret).toBe(secret);
    const readers = t.functions().filter((fn) => t.statementsOf(fn).some(({ Action }) => list(Action).includes('secretsmanager:GetSecretValue')));
    expect(readers.map(({ Properties }) => Properties.FunctionName)).toEqual(['payments-validator-dev']);
  });

  test('WH-12 a secret of another stack, with a key of its own, makes no cycle', () => {
    const app = newApp();
    const secrets = new Stack(app, 'Secrets', { env: { region: 'us-east-1' } });
    const secret = new secretsmanager.Secret(secrets, 'Key', { encryptionKey: new kms.Key(secrets, 'Cmk') });
    const stack = new Stack(app, 'Own', { env: { region: 'us-east-1' } });
    new PaymentWebhookPipeline(stack, 'Pipeline', { environmentSuffix: 'dev', providers: [PaymentProvider.stripe({ secret })] });
    const t = new Template(app.synth().getStackArtifact(stack.artifactId).template);
    const decrypts = t.statementsOf(t.fn('validator')).filter(({ Action }) => list(Action).includes('kms:Decrypt'));
    expect(JSON.stringify(decrypts)).toContain('ImportValue');
  });

  test('WH-10 your own VPC is used, without endpoints of ours', () => {
    const stack = new Stack(newApp(), 'Own', { env: { region: 'us-east-1' } });
    const vpc = new ec2.Vpc(stack, 'Vpc');
    new PaymentWebhookPipeline(stack, 'Pipeline', { environmentSuffix: 'dev', providers: [PaymentProvider.paypal()], network: { vpc } });
    const t = new Template((stack.node.root as ReturnType<typeof newApp>).synth().getStackArtifact(stack.artifactId).template);
    expect(t.all('AWS::EC2::VPC')).toHaveLength(1);
    expect(t.all('AWS::EC2::VPCEndpoint')).toHaveLength(0);
    // With a way out, PayPal's certificate may be fetched.
    expect(JSON.stringify(t.fn('validator').Properties.Environment)).toContain('\\"certificates\\":\\"fetch\\"');
    expect(JSON.stringify(synthesise({ providers: [PaymentProvider.paypal()] }).template.fn('validator').Properties.Environment)).toContain('\\"certificates\\":\\"pinned\\"');
  });

  test('WH-15 a dispatcher that must reach the internet leaves the VPC that has no way out, and has no topic', () => {
    const { template: t, pipeline } = synthesise({ processing: { notificationEndpoint: 'https://shop.acme.io/hooks' } });
    expect(t.fn('dispatcher').Properties.VpcConfig).toBeUndefined();
    expect(t.fn('validator').Properties.VpcConfig).toBeDefined();
    expect(pipeline.notificationTopic).toBeUndefined();
  });

  test('WH-14 alarms go to your topic', () => {
    const stack = new Stack(newApp(), 'Own');
    const topic = new sns.Topic(stack, 'Mine');
    const pipeline = new PaymentWebhookPipeline(stack, 'Pipeline', { environmentSuffix: 'dev', providers: [PaymentProvider.stripe()], operations: { alarmTopic: topic } });
    expect(pipeline.alarmTopic).toBe(topic);
  });

  test('WH-07 Fraud Detector and SageMaker are called without a function, on the one resource', () => {
    for (const [name, action, resource] of [['Fraud Detector', 'frauddetector:getEventPrediction', ':detector/d'], ['SageMaker', 'sagemaker:InvokeEndpoint', ':endpoint/fraud']]) {
      const { template: t } = synthesise(VARIANTS[name]);
      expect(t.functions().map(({ Properties }) => Properties.FunctionName)).not.toContain('payments-fraud-rules-dev');
      const role = t.target(t.one('AWS::StepFunctions::StateMachine').Properties.RoleArn);
      const statement = t.statements(role.id).find(({ Action }) => list(Action).some((one: string) => one.toLowerCase() === action.toLowerCase()));
      expect(JSON.stringify(statement.Resource)).toContain(resource);
      const { FraudScreening: state } = t.definition().States;
      expect(state.QueryLanguage).toBe('JSONata');
      expect(Object.keys(state.Output)).toEqual(['payment', 'fraud']);
      // JSONPath fields are refused in a JSONata state.
      for (const part of [state, ...state.Catch]) expect(Object.keys(part).filter((key) => /Path|Parameters|ResultSelector/.test(key))).toEqual([]);
      expect(state.Catch.map(({ Output, Next }: Json) => [Output, Next])).toEqual(Array(2).fill([expect.stringContaining('$states.errorOutput'), 'KeepFailure']));
    }
  });

  test('WH-04 an image is built from the shipped Dockerfile', () => {
    const { template: t } = synthesise({ processing: { code: HandlerCode.fromDockerfile() } });
    expect(t.fn('validator').Properties.PackageType).toBe('Image');
    expect(JSON.stringify(t.fn('validator').Properties.Code)).toContain('container-assets');
  });

  test('works in a stack without a Region, and in an app with no feature flags', () => {
    expect(synthesise({}, undefined).template.functions().length).toBe(5);
    const off = Object.fromEntries(Object.keys(newApp().node.getAllContext() as object).filter((key) => key.startsWith('@aws-cdk/')).map((key) => [key, false]));
    const { stack } = synthesise({}, 'us-east-1', off);
    for (const pack of Object.values(PACKS)) expect(pack(stack)).toEqual([]);
  });

  test('the environments of all functions are what the handlers read', () => {
    const { template: t } = synthesise({ providers: ALL });
    const resolved = (name: string) => Object.fromEntries(Object.entries<Json>(t.fn(name).Properties.Environment.Variables).map(([key, value]) => [
      key, typeof value === 'string' ? value : value['Fn::Join'] ? value['Fn::Join'][1].map((part: Json) => typeof part === 'string' ? part : 'x').join('') : 'x',
    ]));
    for (const [name, schema] of Object.entries({
      'validator': contract.validatorEnvironment,
      'square-processor': contract.processorEnvironment,
      'fraud-rules': contract.fraudEnvironment,
      'dispatcher': contract.dispatcherEnvironment,
      'archival': contract.archivalEnvironment,
    })) {
      expect(schema.parse(resolved(name))).toBeDefined();
      expect(resolved(name)).toMatchObject({ POWERTOOLS_SERVICE_NAME: `payments-${name}-dev`, POWERTOOLS_METRICS_NAMESPACE: 'payments/dev' });
    }
    // Lambda's limit for all variables together; ARNs and URLs are at most about 110 characters.
    const { PROVIDERS } = t.fn('validator').Properties.Environment.Variables;
    expect(PROVIDERS['Fn::Join'][1].map((part: Json) => typeof part === 'string' ? part : 'x'.repeat(110)).join('').length * 2).toBeLessThan(4096);
  });
});

describe('direct to queue', () => {
  const { template: t } = synthesise({ providers: ALL, ingress: { mode: IngressMode.DIRECT_TO_QUEUE } });

  test('WH-01 API Gateway queues by itself, with a role that may send to this one queue', () => {
    for (const { Properties: p } of t.all('AWS::ApiGateway::Method')) {
      const provider = t.target(p.ResourceId).Properties.PathPart;
      expect(p.Integration.Type).toBe('AWS');
      expect(JSON.stringify(p.Integration.Uri)).toContain(t.queue(provider).id);
      const sends = t.statements(t.target(p.Integration.Credentials).id).filter(({ Action }) => list(Action).includes('sqs:SendMessage'));
      expect(sends.flatMap(({ Resource }) => list(Resource)).map((resource: Json) => t.target(resource).id)).toEqual([t.queue(provider).id]);
    }
    expect(t.functions().map(({ Properties }) => Properties.FunctionName)).not.toContain('payments-validator-dev');
  });

  test('WH-12 the processor checks the signature, and alone may read its secret', () => {
    const processor = t.fn('stripe-processor');
    expect(processor.Properties.Environment.Variables.VERIFY_SIGNATURE).toBe('true');
    expect(JSON.stringify(processor.Properties.Environment.Variables.PROVIDER)).toContain('secretId');
    expect(t.statementsOf(processor).some(({ Action }) => list(Action).includes('secretsmanager:GetSecretValue'))).toBe(true);
  });

  test.each(ALL.map((provider) => [provider.id, provider] as const))('WH-12 the headers of %s are those that the handlers check', (_, provider) => {
    const wanted: readonly string[] = provider.scheme === 'hmac' ? ['x-hub-signature-256'] : contract.SIGNATURE_HEADERS[provider.scheme];
    expect(signatureHeaders(provider)).toEqual(wanted);
  });

  /** Renders the template as API Gateway would, and parses the form that SQS gets. */
  function send(provider: PaymentProvider, body: string, headers: Record<string, string>): URLSearchParams {
    const rendered = velocity.render(sendMessageTemplate(provider), {
      input: {
        body,
        params: () => ({ header: { keySet: () => Object.keys(headers), get: (name: string) => headers[name] } }),
      },
      util: {
        urlEncode: (text: string) => encodeURIComponent(text),
        // Java's replaceAll takes a regular expression.
        escapeJavaScript: (text: string) => {
          const escaped = text.replace(/[\\"'/]/g, '\\$&');
          return { replaceAll: (pattern: string, by: string) => escaped.replace(new RegExp(pattern, 'g'), by) };
        },
      },
      context: { requestTimeEpoch: '1700000000000', requestId: 'r-1', domainName: 'abc.execute-api.us-east-1.amazonaws.com', path: '/v1/webhooks/x' },
    });
    return new URLSearchParams(rendered);
  }
  const attribute = (form: URLSearchParams, name: string) => {
    const index = [1, 2, 3, 4].find((candidate) => form.get(`MessageAttribute.${candidate}.Name`) === name);
    return form.get(`MessageAttribute.${index}.Value.StringValue`);
  };

  test('WH-01 the body arrives byte for byte, the signature headers beside it, others not', () => {
    const body = '{"amount":1,"text":"a&b=c %41 \\u00e9 \u20ac + \\"q\\""}';
    const form = send(PaymentProvider.stripe(), body, { 'Host': 'x', 'stripe-signature': 't=1,v1=abc', 'Authorization': 'secret' });
    expect(form.get('Action')).toBe('SendMessage');
    expect(form.get('MessageBody')).toBe(body);
    expect(JSON.parse(attribute(form, 'signatureHeaders')!)).toEqual({ 'stripe-signature': 't=1,v1=abc' });
    expect(attribute(form, contract.ATTRIBUTES.receivedAt)).toBe('1700000000000');
    expect(attribute(form, contract.ATTRIBUTES.requestId)).toBe('r-1');
    expect(attribute(form, contract.ATTRIBUTES.url)).toBe('https://abc.execute-api.us-east-1.amazonaws.com/v1/webhooks/x');
  });

  test('WH-12 all of PayPal\'s headers arrive, in any case, with quotes as they are', () => {
    const headers = {
      'PAYPAL-TRANSMISSION-ID': 'id',
      'Paypal-Transmission-Time': '2026-01-01T00:00:00Z',
      'paypal-transmission-sig': 'a\'b"c==',
      'PayPal-Cert-Url': 'https://api.paypal.com/v1/notifications/certs/x',
      'paypal-auth-algo': 'SHA256withRSA',
    };
    const received = JSON.parse(attribute(send(PaymentProvider.paypal(), '{}', headers), 'signatureHeaders')!);
    expect(received).toEqual(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])));
  });

  test('WH-12 a provider without signature headers sends an empty object', () => {
    expect(attribute(send(PaymentProvider.adyen(), '{}', { Host: 'x' }), 'signatureHeaders')).toBe('{}');
  });
});

test('a tolerance is taken as given', () => {
  const { template: t } = synthesise({ providers: [PaymentProvider.stripe({ tolerance: Duration.minutes(1) })] });
  expect(JSON.stringify(t.fn('validator').Properties.Environment)).toContain('\\"toleranceSeconds\\":60');
  expect(build().pipeline.lanes[0].provider.tolerance.toSeconds()).toBe(300);
});
