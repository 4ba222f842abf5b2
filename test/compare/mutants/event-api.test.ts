import { testMutants } from './mutants';
import { REQUIREMENTS } from '../../event-api/requirements';
import { drop, fn, goldenEventApis, rule } from '../../event-api/system';
import { Resource } from '../../webhook-pipeline/template';

testMutants({
  system: 'event-api',
  requirements: REQUIREMENTS,
  golden: goldenEventApis(),
  candidates: ({ main, domain }) => [{ 'event-api.default.template.json': main.json }, { 'event-api.domain.template.json': domain.json }],
  own: {
    'EV-01/lambda-authorizer': ({ main }) => {
      const { Properties: p } = main.one('AWS::ApiGateway::Method', ({ HttpMethod }) => HttpMethod === 'POST');
      p.AuthorizationType = 'AWS_IAM';
      delete p.AuthorizerId;
    },
    'EV-01/throttling': ({ main }) => { delete main.one('AWS::ApiGateway::Stage').Properties.MethodSettings[0].ThrottlingRateLimit; },
    'EV-01/deployment': ({ main }) => { delete main.one('AWS::ApiGateway::Deployment').DependsOn; },
    'EV-02/four-parts': ({ main }) => drop(main, main.all('AWS::Lambda::EventSourceMapping')[0]),
    'EV-03/may-deliver': ({ main }) => { main.statementsOf(fn(main, 'ingest')).find(({ Action }) => Action === 'sqs:SendMessage')!.Action = 'sqs:GetQueueUrl'; },
    'EV-06/encryption': ({ main }) => {
      const { Properties: p } = main.all('AWS::SQS::Queue')[0];
      delete p.KmsMasterKeyId;
      p.SqsManagedSseEnabled = false;
    },
    'EV-07/bus': ({ main }) => {
      drop(main, main.one('AWS::Events::EventBus'));
      for (const { Properties: p } of main.all('AWS::Events::Rule')) p.EventBusName = 'default';
    },
    'EV-07/patterns': ({ main }) => { rule(main, 'by-amount').Properties.EventPattern.detail = { large: [true] }; },
    'EV-08/parameters': ({ main }) => { for (const one of main.all('AWS::SSM::Parameter')) drop(main, one); },
    'EV-09/log-groups': ({ main }) => {
      const { Properties: p } = fn(main, 'store');
      main.target(p.LoggingConfig.LogGroup).Properties.LogGroupName = '/aws/lambda/another-dev';
      delete p.LoggingConfig;
    },
    'EV-09/function-alarms': ({ main }) => drop(main, main.all('AWS::CloudWatch::Alarm').find(({ Properties: p }) => p.MetricName === 'Throttles')!),
    'EV-09/access-log': ({ main }) => { delete main.one('AWS::ApiGateway::Stage').Properties.AccessLogSetting; },
    'EV-14/retained-names': ({ main }) => { for (const one of Object.values<Resource>(main.json.Resources)) if (one.DeletionPolicy) Object.assign(one, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }); },
    'EV-10/owned': ({ domain }) => { Object.assign(domain.json, JSON.parse(JSON.stringify(domain.json).replaceAll('acme.com', 'example.com'))); },
  },
  beyond: {
    'a queue is not encrypted': 'SQS encrypts a queue that says nothing, and a key of the own account was not asked for',
    'it is made before the permission': 'the function itself waits for the permission, and the configuration for the function',
  },
  elsewhere: {
    // The same fault, told where it weighs most.
    'EV-02 store-fn may change records': 'EV-05',
    'EV-02 store-fn may delete records': 'EV-05',
    'EV-02 process-fn may touch the trail': 'EV-05',
    'EV-02 process-fn may touch every item': 'EV-05',
    'EV-04 the account is written down': 'EV-14',
    'EV-07 the account is written down': 'EV-14',
    // Without the policy EventBridge may not send there either.
    'EV-06 a queue takes messages without TLS': 'EV-07',
    'EV-12 tracing is said to be on, and is not': 'EV-09',
    'EV-14 an ARN is written down': 'EV-08',
    'EV-14 a secret is written down': 'EV-08',
  },
});
