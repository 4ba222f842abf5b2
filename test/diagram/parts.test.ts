import { allow, architecture, arn, idsOf, lambda, partOf, ref, resource, role } from './drawn';

const detailsOf = (resources: object, id: string): string[] => partOf(architecture(resources), id).details.map((one) => one.id);

test('what belongs to a function is told in it', () => {
  expect(detailsOf({
    Fn: lambda('Role', { LoggingConfig: { LogGroup: ref('Logs') }, FunctionName: 'pay' }),
    Role: resource('IAM::Role', { ManagedPolicyArns: [ref('Managed')] }),
    Managed: resource('IAM::ManagedPolicy'),
    Inline: resource('IAM::Policy', { Roles: [ref('Role')], PolicyDocument: { Statement: [] } }),
    Logs: resource('Logs::LogGroup'),
    Filter: resource('Logs::MetricFilter', { LogGroupName: ref('Logs'), MetricTransformations: [{ MetricName: 'Bad', MetricNamespace: 'pay' }] }),
    Version: resource('Lambda::Version', { FunctionName: ref('Fn') }),
    Alias: resource('Lambda::Alias', { FunctionName: ref('Fn'), FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] } }),
    ByReference: resource('CloudWatch::Alarm', { AlarmActions: [ref('Topic')], Dimensions: [{ Name: 'FunctionName', Value: ref('Fn') }] }),
    ByName: resource('CloudWatch::Alarm', { AlarmActions: [ref('Topic')], Dimensions: [{ Name: 'FunctionName', Value: 'pay' }] }),
    ByFilter: resource('CloudWatch::Alarm', { Namespace: 'pay', MetricName: 'Bad' }),
    ByExpression: resource('CloudWatch::Alarm', { Metrics: [{ Id: 'a', MetricStat: { Metric: { Namespace: 'n', MetricName: 'm', Dimensions: [{ Name: 'FunctionName', Value: 'pay' }] } } }] }),
    Both: resource('CloudWatch::CompositeAlarm', { AlarmRule: { 'Fn::Sub': 'ALARM(${ByName.Arn})' } }),
    Topic: resource('SNS::Topic'),
  }, 'Fn')).toEqual(['Role', 'Managed', 'Inline', 'Logs', 'Filter', 'Version', 'Alias', 'ByReference', 'ByName', 'ByFilter', 'ByExpression', 'Both']);
});

test('a log group is told in the function that it is named after', () => {
  expect(detailsOf({ Fn: lambda('Role', { FunctionName: 'pay' }), Role: role(), Logs: resource('Logs::LogGroup', { LogGroupName: '/aws/lambda/pay' }) }, 'Fn')).toEqual(['Role', 'Logs']);
});

test('an alarm stands at the part whose dimension it names, where several have the name', () => {
  const named = { Acl: resource('WAFv2::WebACL', { Name: 'pay' }), Table: resource('DynamoDB::Table', { TableName: 'pay' }) };
  expect(detailsOf({ ...named, Alarm: resource('CloudWatch::Alarm', { Dimensions: [{ Name: 'TableName', Value: 'pay' }] }) }, 'Table')).toEqual(['Alarm']);
});

test.each<[string, object, string, string[]]>([
  ['a role of an instance profile', { Box: resource('EC2::Instance', { IamInstanceProfile: ref('Profile') }), Profile: resource('IAM::InstanceProfile', { Roles: [ref('Role')] }), Role: role() }, 'Box', ['Profile', 'Role']],
  ['instances of a cluster', { Cluster: resource('RDS::DBCluster'), One: resource('RDS::DBInstance', { DBClusterIdentifier: ref('Cluster') }) }, 'Cluster', ['One']],
  ['the domain of an API, not at its name in the DNS', {
    Api: resource('ApiGateway::RestApi'),
    Domain: resource('ApiGateway::DomainName'),
    Mapping: resource('ApiGateway::BasePathMapping', { DomainName: ref('Domain'), RestApiId: ref('Api') }),
    Name: resource('Route53::RecordSet', { AliasTarget: { DNSName: { 'Fn::GetAtt': ['Domain', 'RegionalDomainName'] } } }),
  }, 'Api', ['Domain', 'Mapping']],
  ['a custom resource, at what it works on', {
    Bucket: resource('S3::Bucket'), Empty: { Type: 'Custom::Empty', Properties: { ServiceToken: arn('Fn'), BucketName: ref('Bucket') } }, Fn: lambda(), Role: role(),
  }, 'Bucket', ['Empty']],
  ['a detail of a service that nobody has listed details of', { Queue: resource('SQS::Queue'), Thing: resource('SQS::QueueInlinePolicy', { Queue: ref('Queue') }) }, 'Queue', ['Thing']],
])('%s', (_, resources, id, expected) => expect(detailsOf(resources, id)).toEqual(expected));

test('a role that a key allows is not told in the key', () => {
  const resources = { Key: resource('KMS::Key', { KeyPolicy: { Statement: [{ Principal: { AWS: arn('Role') } }] } }), Role: role(), Fn: lambda() };
  expect(detailsOf(resources, 'Fn')).toEqual(['Role']);
  expect(partOf(architecture(resources), 'Key').remark).toBeUndefined();
  expect(partOf(architecture({ ...resources, Queue: resource('SQS::Queue', { KmsMasterKeyId: ref('Key') }) }), 'Key').remark).toBe('used by 1 resource');
});

test('what serves custom resources alone, and settings of the account, are left out with the reason', () => {
  const { parts, leftOut } = architecture({
    Account: resource('ApiGateway::Account', { CloudWatchRoleArn: arn('AccountRole') }),
    AccountRole: role(),
    Helper: lambda('HelperRole'),
    HelperRole: role(),
    Call: { Type: 'Custom::Thing', Properties: { ServiceToken: arn('Helper') } },
    Metadata: resource('CDK::Metadata'),
    Queue: resource('SQS::Queue'),
  });
  expect(parts.map(idsOf)).toEqual(['Call', 'Queue']);
  expect([...leftOut].map(([{ id }, reason]) => `${id}: ${reason}`)).toEqual([
    'Account: a setting of the account', 'AccountRole: belongs to what is left out', 'Helper: serves custom resources', 'HelperRole: serves custom resources',
    'Metadata: says which constructs were used',
  ]);
});

test('a detail of nothing, and a type that nobody knows, are parts: nothing is lost', () => {
  const { parts } = architecture({ Lonely: role(), Odd: resource('Brandnew::Thing'), Mine: { Type: 'Acme::Pay::Ledger', Properties: {} }, Mapped: resource('Brandnew::ThingAssociation', { Thing: ref('Odd') }) });
  expect(parts.map((part) => [idsOf(part), part.kind.label, part.kind.category])).toEqual([
    ['Lonely', 'IAM role', 'security'], ['Odd', 'Brandnew thing', 'other'], ['Mine', 'Acme::Pay::Ledger', 'other'],
  ]);
});

describe('parts that are wired alike', () => {
  const lane = (name: string) => ({
    [`Pay${name}Queue12AB34CD`]: resource('SQS::Queue', { RedrivePolicy: { deadLetterTargetArn: arn(`Pay${name}Dlq`) } }),
    [`Pay${name}Dlq`]: resource('SQS::Queue'),
    [`Pay${name}Worker`]: lambda(`${name}Role`),
    [`${name}Role`]: role(allow('dynamodb:PutItem', arn('PayTable'))),
    [`${name}Mapping`]: resource('Lambda::EventSourceMapping', { EventSourceArn: arn(`Pay${name}Queue12AB34CD`), FunctionName: ref(`Pay${name}Worker`) }),
  });
  const table = { PayTable: resource('DynamoDB::Table') };

  test('are one from three on, whatever they are called', () => {
    const { parts, links } = architecture({ ...table, ...lane('Stripe'), ...lane('Adyen'), ...lane('Square') });
    expect(parts.map(({ name, members, resources }) => [name, members.join(), resources.length])).toEqual([
      ['Table', '', 1], ['Queue', 'Stripe,Adyen,Square', 3], ['Dlq', 'Stripe,Adyen,Square', 3], ['Worker', 'Stripe,Adyen,Square', 3],
    ]);
    expect(links).toHaveLength(3);
  });

  test('are drawn one by one when they are two', () => {
    expect(architecture({ ...table, ...lane('Stripe'), ...lane('Adyen') }).parts).toHaveLength(7);
  });

  test('are not one with what is wired otherwise', () => {
    const { parts } = architecture({ ...table, ...lane('Stripe'), ...lane('Adyen'), ...lane('Square'), Other: lambda('OtherRole'), OtherRole: role() });
    expect(parts.filter(({ kind }) => kind.label === 'Lambda function').map(({ resources }) => resources.length)).toEqual([3, 1]);
  });

  test('are told apart by what stands behind the next link', () => {
    const { PayStripeDlq: _, ...rest } = { ...table, ...lane('Stripe'), ...lane('Adyen'), ...lane('Square'), ...lane('Paypal') } as Record<string, object>;
    const counts = architecture(rest).parts.map(({ kind, resources }) => `${resources.length} ${kind.label}`).sort();
    // The worker of the queue without a dead-letter queue is alone too.
    expect(counts).toEqual(['1 DynamoDB table', '1 Lambda function', '1 SQS queue', '3 Lambda function', '3 SQS queue', '3 SQS queue']);
  });
});
