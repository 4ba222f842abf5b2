import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import {
  attributesOf, cacheEngineVersions, closestType, Fault, instanceTypes, isKnownType, propertyFaults, rdsEngineVersions,
  schemaFolder, tagPropertyOf,
} from '../../src/template/schema';
import { isNoValue, presence } from '../../src/template/schema/intrinsic';
import { judge } from '../../src/template/schema/judge';
import type { Node } from '../../src/template/schema/node';
import { expression } from '../../src/template/schema/scalars';
import { distance } from '../../src/template/schema/suggest';

const NO_VALUE = { Ref: 'AWS::NoValue' };
const either = (first: unknown, second: unknown) => ({ 'Fn::If': ['Production', first, second] });
const brief = (faults: readonly Fault[]) => faults.map(({ kind, path: at }) => `${kind} ${at}`.trim());
const found = (type: string, properties: unknown) => brief(propertyFaults(type, properties));
const messages = (type: string, properties: unknown) => propertyFaults(type, properties).map(({ message }) => message);

/** The faults by a schema of our own. */
function judged(node: Node, value: unknown, d: readonly Node[] = []): Fault[] {
  const data = { source: '', t: { 'AWS::X::Y': { s: node } }, d };
  const faults: Fault[] = [];
  judge(node, value, '', { type: 'AWS::X::Y', data, options: {}, faults, isTrial: false, isOpen: false, conditions: [], depth: 0 });
  return faults;
}

const QUEUE = 'AWS::SQS::Queue';
const RECORDER = 'AWS::Config::ConfigurationRecorder';
const FUNCTION = { Code: { S3Bucket: 'bucket', S3Key: 'k' }, Handler: 'index.handler', Runtime: 'nodejs22.x', Role: 'arn:aws:iam::123456789012:role/r' };

describe('types', () => {
  test.each([QUEUE, 'AWS::Lambda::Function', 'AWS::CDK::Metadata', 'Custom::Thing', 'AWS::CloudFormation::CustomResource', 'AWS::Serverless::Function',
    'My::Team::Thing::MODULE', 'Datadog::Monitors::Monitor'])('knows %s', (type) => {
    expect(isKnownType(type)).toBe(true);
  });

  test.each(['AWS::SQS::Queu', 'AWS::IAM::AccountPasswordPolicy', 'sqs', '', 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>'])('does not know %p', (type) => {
    expect(isKnownType(type)).toBe(false);
    expect(propertyFaults(type, { Foo: 1 })).toEqual([]);
    expect(attributesOf(type)).toBeUndefined();
    expect(tagPropertyOf(type)).toBeUndefined();
  });

  test('suggests the type that was meant', () => {
    expect(closestType('AWS::SQS::Queues')).toBe(QUEUE);
    expect(closestType('AWS::Dynamodb::Table')).toBe('AWS::DynamoDB::Table');
    expect(closestType('AWS::EC2::EBSEncryptionByDefault')).toBeUndefined();
  });

  test('says nothing of types without a schema', () => {
    expect(found('AWS::GroundStation::Config', { Foo: 1 })).toEqual([]);
    expect(found('AWS::SQS::Nothing', { Foo: 1 })).toEqual([]);
    expect(found('Custom::Thing', { Foo: 1 })).toEqual([]);
  });
});

describe('attributes', () => {
  test('lists what GetAtt can read, nested too', () => {
    expect(attributesOf(QUEUE)).toEqual(expect.arrayContaining(['Arn', 'QueueName', 'QueueUrl']));
    expect(attributesOf('AWS::RDS::DBCluster')).toEqual(expect.arrayContaining(['Endpoint.Address', 'ReadEndpoint.Address']));
    expect(attributesOf('AWS::SNS::Topic')).not.toContain('Arn');
    expect(attributesOf('AWS::EC2::SubnetRouteTableAssociation')).toEqual(['Id']);
    expect(attributesOf('AWS::SQS::QueueInlinePolicy')).toEqual([]);
  });

  test('leaves open what a stack or a custom resource has', () => {
    expect(attributesOf('AWS::CloudFormation::Stack')).toBeUndefined();
    expect(attributesOf('Custom::Thing')).toBeUndefined();
  });

  test('knows where the tags of a resource are', () => {
    expect(tagPropertyOf(QUEUE)).toBe('Tags');
    expect(tagPropertyOf('AWS::Route53::HostedZone')).toBe('HostedZoneTags');
    expect(tagPropertyOf('AWS::SQS::QueuePolicy')).toBeUndefined();
  });
});

describe('properties', () => {
  test('fails when a name is misspelt', () => {
    const [missing, unknown] = propertyFaults(RECORDER, { RoleArn: 'arn:aws:iam::123456789012:role/r' }).sort((a, b) => (a.kind < b.kind ? -1 : 1));
    expect(missing).toMatchObject({ kind: 'missing-property', path: '', expected: 'RoleARN' });
    expect(unknown).toEqual({
      kind: 'unknown-property', path: 'RoleArn', suggestion: 'RoleARN', message: `${RECORDER} has no property 'RoleArn': did you mean 'RoleARN'?`,
    });
  });

  test('fails when a property is in the wrong place', () => {
    expect(propertyFaults('AWS::Cognito::UserPool', { PasswordPolicy: {} })[0]).toMatchObject({ kind: 'unknown-property', suggestion: 'Policies.PasswordPolicy' });
    const table = messages('AWS::DynamoDB::GlobalTable', { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: 'k' } });
    expect(table.join()).toContain("it belongs to 'Replicas.*.SSESpecification.KMSMasterKeyId'");
    expect(messages(QUEUE, { DependsOn: 'Other' })).toEqual([`${QUEUE} has no property 'DependsOn': it belongs beside 'Properties', not into it.`]);
    expect(messages('AWS::Route53::HostedZone', { Name: 'a.example', Tags: [] })).toEqual([expect.stringContaining("did you mean 'HostedZoneTags'?")]);
    expect(messages(QUEUE, { Zebra: 1 })).toEqual([`${QUEUE} has no property 'Zebra'.`]);
  });

  test('fails when a required property lacks, in an item of a list too', () => {
    const faults = propertyFaults('AWS::Events::Rule', { ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 'a', Arn: 'arn' }, { Arn: 'arn' }] });
    expect(faults).toEqual([{
      kind: 'missing-property', path: 'Targets.1', expected: 'Id', message: "'Targets.1' of AWS::Events::Rule lacks the required property 'Id'.",
    }]);
    expect(found('AWS::Lambda::Function', undefined)).toEqual(['missing-property', 'missing-property']);
  });

  test('fails when a type differs', () => {
    expect(messages(QUEUE, { DelaySeconds: 'soon' })).toEqual([`'DelaySeconds' of ${QUEUE} is 'soon', but has to be an integer.`]);
    expect(messages(QUEUE, { Tags: { Key: 'a' } })).toEqual([`'Tags' of ${QUEUE} is an object, but has to be a list.`]);
    expect(messages(QUEUE, { FifoQueue: null })).toEqual([`'FifoQueue' of ${QUEUE} is null, but has to be a boolean.`]);
    expect(found(QUEUE, { QueueName: ['a'], DelaySeconds: 1.5, FifoQueue: 'yes' })).toHaveLength(3);
    expect(messages(QUEUE, [1])).toEqual([`The properties of ${QUEUE} have to be an object.`]);
  });

  test('fails when a value is not accepted, and names the nearest or the first', () => {
    expect(propertyFaults('AWS::Logs::LogGroup', { RetentionInDays: 2555 })).toEqual([expect.objectContaining({ kind: 'not-allowed', suggestion: '2557' })]);
    const [fault] = propertyFaults('AWS::SSM::Parameter', { Type: 'SecureString', Value: 'v' });
    expect(fault).toMatchObject({ kind: 'not-allowed', path: 'Type', expected: 'String, StringList' });
    expect(fault!.message).toBe("'Type' of AWS::SSM::Parameter does not accept 'SecureString': it has to be one of String, StringList.");
    expect(messages('AWS::Logs::LogGroup', { RetentionInDays: 'forever' })[0]).toContain('has to be an integer');
    expect(messages('AWS::Lambda::Function', { ...FUNCTION, Runtime: 'cobol' })[0]).toMatch(/it has to be one of (\S+, ){7}\S+ and \d+ more\./);
  });

  test('fails when a pattern, a length or a range is left', () => {
    expect(found('AWS::Lambda::Function', { ...FUNCTION, Role: 'not an arn' })).toEqual(['bad-pattern Role']);
    expect(propertyFaults(QUEUE, { VisibilityTimeout: 43201 })).toEqual([expect.objectContaining({ kind: 'out-of-range', expected: 'from 0 to 43200' })]);
    expect(found(QUEUE, { Tags: [{ Key: 'k'.repeat(129), Value: 'v' }] })).toEqual(['length Tags.0.Key']);
    expect(messages('AWS::Events::Endpoint', { EventBuses: [{ EventBusArn: 'arn:aws:events:us-east-1:123456789012:event-bus/b' }] })
      .find((message) => message.includes('items'))).toContain('has 1 item, but has to have exactly 2 items.');
  });

  test('fails when a template sets what AWS sets', () => {
    expect(found(QUEUE, { Arn: 'arn' })).toEqual(['read-only Arn']);
    expect(found(QUEUE, { Arn: NO_VALUE })).toEqual([]);
  });

  test('takes strings for numbers and booleans, and the reverse', () => {
    expect(found(QUEUE, { DelaySeconds: '30', FifoQueue: 'true', QueueName: 'a.fifo', ContentBasedDeduplication: 'False' })).toEqual([]);
    expect(found('AWS::SSM::Parameter', { Type: 'String', Value: 5 })).toEqual([]);
    expect(found('AWS::SSM::Parameter', { Type: 'String', Value: true })).toEqual([]);
  });

  test('takes an object or a string for JSON', () => {
    const policy = { Statement: [{ Effect: 'Allow', Principal: '*' }] };
    expect(found('AWS::SQS::QueuePolicy', { Queues: ['q'], PolicyDocument: policy })).toEqual([]);
    expect(found('AWS::SQS::QueuePolicy', { Queues: ['q'], PolicyDocument: JSON.stringify(policy) })).toEqual([]);
    expect(brief(judged({ p: { A: 'o' } }, { A: '{}' }))).toEqual([]);
    expect(brief(judged({ p: { A: { t: 'o', p: {} } } }, { A: '{}' }))).toEqual(['wrong-type A']);
  });
});

describe('intrinsics', () => {
  test('are not judged', () => {
    expect(found(QUEUE, { DelaySeconds: { Ref: 'Delay' }, FifoQueue: { 'Fn::ImportValue': 'x' }, QueueName: '{{resolve:ssm:name}}' })).toEqual([]);
    expect(found('AWS::EC2::VPC', { CidrBlock: { 'Fn::FindInMap': ['a', 'b', 'c'] }, InstanceTenancy: '{{resolve:ssm:x}}' })).toEqual([]);
  });

  test('are judged by their value, if it is known', () => {
    const resolve = (value: unknown) => ((value as { Ref?: string }).Ref === 'Delay' ? 901 : undefined);
    expect(brief(propertyFaults(QUEUE, { DelaySeconds: { Ref: 'Delay' } }, { resolve }))).toEqual(['out-of-range DelaySeconds']);
    expect(brief(propertyFaults(QUEUE, { DelaySeconds: { Ref: 'Other' } }, { resolve }))).toEqual([]);
    expect(brief(propertyFaults(QUEUE, { DelaySeconds: { Ref: 'Other' } }, { resolve: (value) => value }))).toEqual([]);
  });

  test('fail in each branch of an If', () => {
    expect(found(QUEUE, { DelaySeconds: either(901, either(1, 902)) })).toEqual([
      'out-of-range DelaySeconds.Fn::If.1', 'out-of-range DelaySeconds.Fn::If.2.Fn::If.2',
    ]);
    expect(found(QUEUE, { Tags: [either({ Key: 'a' }, NO_VALUE)] })).toEqual(['missing-property Tags.0.Fn::If.1']);
    expect(found(QUEUE, { DelaySeconds: { 'Fn::If': 'broken' } })).toEqual([]);
  });

  test('make a required property absent only when it is absent for sure', () => {
    const rule = (value: unknown) => found(RECORDER, { RoleARN: value });
    expect(rule(NO_VALUE)).toEqual(['missing-property']);
    expect(rule(either(NO_VALUE, NO_VALUE))).toEqual(['missing-property']);
    expect(rule(either(NO_VALUE, 'arn:aws:iam::123456789012:role/r'))).toEqual([]);
    expect(presence(either(1, NO_VALUE))).toBe('maybe');
    expect(isNoValue({ Ref: 'Other' })).toBe(false);
  });

  test('leave open which properties a transform or a loop adds', () => {
    expect(found('AWS::Lambda::Function', { 'Fn::Transform': { Name: 'AWS::Include' }, 'Handler': 'a.b' })).toEqual([]);
    expect(found('AWS::EC2::Subnet', { 'Fn::ForEach::Loop': ['X', ['a'], {}], 'VpcId': 'v' })).toEqual([]);
  });
});

describe('conditions', () => {
  test('fail when a FIFO queue has a name without .fifo', () => {
    expect(messages(QUEUE, { FifoQueue: true, QueueName: 'orders' })).toEqual([
      `'QueueName' of ${QUEUE} is 'orders', but has to match the pattern ^.*\\.fifo$ when 'QueueName' is given.`,
    ]);
    expect(messages(QUEUE, { DeduplicationScope: 'queue' })).toEqual([`'DeduplicationScope' of ${QUEUE} is not accepted when 'FifoQueue' is false.`]);
    expect(found(QUEUE, { FifoQueue: { Ref: 'X' }, QueueName: 'orders', DeduplicationScope: 'queue' })).toEqual([]);
    expect(found(QUEUE, { DeduplicationScope: either('queue', NO_VALUE) })).toEqual([]);
    expect(found(QUEUE, { FifoQueue: either(true, NO_VALUE), DeduplicationScope: either('queue', NO_VALUE) })).toEqual([]);
  });

  test('fail when Fargate has no such size', () => {
    const task = (Cpu: unknown, Memory: unknown) => messages('AWS::ECS::TaskDefinition', { RequiresCompatibilities: ['FARGATE'], NetworkMode: 'awsvpc', Cpu, Memory });
    expect(task(256, 4096)).toEqual(['Fargate does not offer this combination of Cpu and Memory.']);
    expect(task('256', '512')).toEqual([]);
    expect(task({ Ref: 'Cpu' }, 4096)).toEqual([]);
  });

  test('fail when no container is essential', () => {
    const task = (...containers: object[]) => messages('AWS::ECS::TaskDefinition', { ContainerDefinitions: containers.map((each, place) => ({ Name: `c${place}`, Image: 'i', ...each })) });
    expect(task({ Essential: false })).toEqual(['At least one container of a task has to be essential.']);
    expect(task({ Essential: false }, {})).toEqual([]);
    expect(task({ Essential: { Ref: 'X' } })).toEqual([]);
  });

  test('fail when none or several of exclusive properties are there', () => {
    const record = { Name: 'a.example', Type: 'A', TTL: '60', ResourceRecords: ['192.0.2.1'] };
    expect(found('AWS::Route53::RecordSet', record)).toEqual(['missing-property']);
    expect(found('AWS::Route53::RecordSet', { ...record, HostedZoneId: 'Z', HostedZoneName: 'example.' })).toEqual(['not-allowed']);
    expect(found('AWS::Route53::RecordSet', { ...record, HostedZoneId: either('Z', NO_VALUE), HostedZoneName: either(NO_VALUE, 'example.') })).toEqual([]);
    expect(messages('AWS::Route53::RecordSet', { ...record, HostedZoneId: 'Z', Type: 'CNAME', ResourceRecords: ['a.example', 'b.example'] })[0]).toContain("when 'Type' is CNAME");
  });

  test('fail when properties exclude or need each other', () => {
    const subnet = { VpcId: 'v', CidrBlock: '10.0.0.0/24' };
    expect(found('AWS::EC2::Subnet', { ...subnet, AvailabilityZone: 'a', AvailabilityZoneId: 'b' })).toEqual(['not-allowed AvailabilityZoneId']);
    expect(messages('AWS::EC2::Subnet', { VpcId: 'v', Ipv4IpamPoolId: 'p' })).toEqual([
      "AWS::EC2::Subnet lacks the required property 'Ipv4NetmaskLength', which 'Ipv4IpamPoolId' needs.",
    ]);
    expect(messages('AWS::EC2::Subnet', { VpcId: 'v' })[0]).toContain("needs 'CidrBlock' or 'Ipv4IpamPoolId'");
    expect(messages('AWS::IAM::Policy', { PolicyName: 'p', PolicyDocument: {} })).toEqual(["AWS::IAM::Policy needs 'Users' or 'Groups' or 'Roles'."]);
  });

  test('fail when a reserved value is taken', () => {
    const cluster = messages('AWS::RDS::DBCluster', { Engine: 'aurora-postgresql', MasterUsername: 'admin' });
    expect(cluster).toEqual(["'MasterUsername' of AWS::RDS::DBCluster does not accept 'admin' when 'Engine' is aurora-postgresql or postgresql."]);
    expect(found('AWS::RDS::DBCluster', { Engine: 'aurora-postgresql', MasterUsername: { Ref: 'User' } })).toEqual([]);
    expect(messages('AWS::RDS::DBInstance', { Engine: 'aurora-mysql', DBInstanceClass: 'db.r6g.large', DBClusterIdentifier: 'c', MasterUserPassword: 'p' })[0])
      .toContain("does not accept 'MasterUserPassword'");
    expect(found('AWS::Lambda::Function', { ...FUNCTION, Environment: { Variables: { AWS_REGION: 'x' } } })).toEqual(['not-allowed Environment.Variables.AWS_REGION']);
  });
});

describe('a schema', () => {
  test('fails when no alternative fits, by the nearest of them', () => {
    const any: Node = { any: [{ p: { A: 's' }, r: ['A'], t: 'o' }, { p: { B: 'i', C: 's' }, r: ['B', 'C'], t: 'o' }] };
    expect(brief(judged(any, { A: 'x' }))).toEqual([]);
    expect(brief(judged(any, { A: ['x'] }))).toEqual(['wrong-type A']);
    expect(brief(judged({ if: any, th: '!' }, { A: 'x' }))).toEqual(['not-allowed']);
    expect(brief(judged({ if: { p: { A: { any: ['i', 'a'] } } }, th: '!' }, { A: { Ref: 'X' } }))).toEqual([]);
  });

  test('fails when an item occurs twice, or differs from its place', () => {
    expect(brief(judged({ t: 'a', u: 1 }, ['a', 'a', { b: 1 }, { b: 1 }, { Ref: 'X' }, { Ref: 'X' }]))).toEqual(['not-allowed 1', 'not-allowed 3']);
    expect(brief(judged({ t: 'a', pi: [{ e: ['HASH'] }] }, ['RANGE', 'RANGE']))).toEqual(['not-allowed 0']);
    expect(judged({ t: 'a', has: { e: ['x'] } }, ['y'])[0]!.message).toBe('No item of AWS::X::Y is as one at least has to be.');
  });

  test('counts what intrinsics may stand for', () => {
    const two: Node = { t: 'a', c: [2, 3] };
    expect(brief(judged(two, ['a']))).toEqual(['length']);
    expect(brief(judged(two, [{ Ref: 'A' }]))).toEqual(['length']);
    expect(brief(judged(two, [{ 'Fn::Split': [',', 'a'] }]))).toEqual([]);
    expect(brief(judged(two, ['a', either('b', NO_VALUE), NO_VALUE]))).toEqual([]);
    expect(judged(two, ['a', 'b', 'c', 'd'])[0]!.message).toBe('AWS::X::Y has 4 items, but has to have from 2 to 3 items.');
  });

  test('fails when a number leaves its range', () => {
    const expected = (node: Node, value: unknown) => judged(node, value).map((fault) => fault.expected);
    expect(expected({ n: [1, null] }, 0)).toEqual(['at least 1']);
    expect(expected({ n: [null, 1] }, '2')).toEqual(['at most 1']);
    expect(expected({ nx: [0, null] }, 0)).toEqual(['more than 0']);
    expect(expected({ nx: [null, 9] }, 9)).toEqual(['less than 9']);
    expect(expected({ m: 60 }, 90)).toEqual(['a multiple of 60']);
    expect(expected({ n: [1, 2] }, '')).toEqual([]);
    expect(expected({ n: [1, 2], m: 1 }, 1)).toEqual([]);
  });

  test('accepts values in any case where the service does', () => {
    expect(brief(judged({ ei: ['gp3'] }, 'GP3'))).toEqual([]);
    expect(judged({ ei: ['gp3'] }, 'x')[0]!.message).toBe('AWS::X::Y does not accept \'x\': it has to be gp3.');
    expect(brief(judged({ e: ['true'] }, 'True'))).toEqual([]);
    expect(brief(judged({ re: '(?i)^a$' }, 'A'))).toEqual([]);
    expect(brief(judged({ re: '^\\p{L}$' }, 'ä'))).toEqual([]);
    expect(expression('^[\\w-.]$')!.test('-')).toBe(true);
    expect(expression('(')).toBeUndefined();
    expect(brief(judged({ re: '(' }, 'x'))).toEqual([]);
  });

  test('judges properties by patterns of their names, and others', () => {
    const node: Node = { pp: { '^a': 's' } };
    expect(brief(judged(node, { abc: 's', b: 's' }))).toEqual(['unknown-property b']);
    expect(brief(judged({ ap: 'i' }, { x: 'y' }))).toEqual(['wrong-type x']);
    expect(brief(judged({ p: { A: 's' }, x: 1 }, { B: 1 }))).toEqual([]);
  });

  test('may refer to itself, to a depth', () => {
    const nested = (depth: number): unknown => (depth === 0 ? { X: 1 } : { A: nested(depth - 1) });
    const self: Node[] = [{ t: 'o', p: { A: 0 } }];
    expect(brief(judged(0, nested(20), self))).toHaveLength(1);
    expect(brief(judged(0, nested(200), self))).toEqual([]);
  });

  test('denies combinations', () => {
    expect(judged({ not: { r: ['A', 'B'] } }, { A: 1, B: 1 })[0]!.message).toBe("AWS::X::Y does not accept 'A' and 'B'.");
    expect(judged({ not: 'o' }, {})[0]!.message).toBe('AWS::X::Y does not accept this combination.');
    expect(judged({ if: { r: ['A'] }, th: { r: ['B'] }, el: { r: ['C'] } }, { A: 1 })[0]!.message).toContain("'B' when 'A' is given");
    expect(judged({ if: { r: ['A'] }, el: { r: ['C'] } }, {})[0]!.message).toBe("AWS::X::Y lacks the required property 'C'.");
    expect(judged({ if: { p: { A: '!' } }, th: { r: ['C'] } }, {})[0]!.message).toContain("when 'A' is absent");
    expect(brief(judged({ if: { r: ['A'] }, th: { r: ['B'] } }, { A: 1, B: 1 }))).toEqual([]);
  });
});

describe('instance types', () => {
  const instance = (type: string) => found('AWS::RDS::DBInstance', { Engine: 'postgres', DBInstanceClass: type, AllocatedStorage: '20' });

  test('fail when the size or the form is wrong', () => {
    expect(instance('db.t3.mega')).toEqual(['not-allowed DBInstanceClass']);
    expect(instance('t3.micro')).toEqual(['not-allowed DBInstanceClass']);
    expect(found('AWS::EC2::Instance', { InstanceType: 'huge' })).toEqual(['not-allowed InstanceType']);
    expect(messages('AWS::EC2::Instance', { InstanceType: 't3.mikro' })[0]).toContain('which is not an instance type of EC2');
  });

  test('are accepted when known, or of a family newer than the data', () => {
    expect(['db.t3.micro', 'db.serverless', 'db.z99.large'].flatMap(instance)).toEqual([]);
    expect(instanceTypes('ec2')).toContain('t3.micro');
    expect(instanceTypes('nothing')).toEqual([]);
  });
});

describe('lists', () => {
  test('know versions of engines', () => {
    expect(rdsEngineVersions('aurora-mysql')).toContainEqual({ version: '8.0.mysql_aurora.3.01.0', deprecated: true });
    expect(rdsEngineVersions('postgres').some(({ deprecated }) => !deprecated)).toBe(true);
    expect(rdsEngineVersions('toString')).toEqual([]);
    expect(cacheEngineVersions('valkey')).toContain('8.0');
  });
});

describe('the checker', () => {
  const folder = path.join(__dirname, '..', '..', 'golden');
  test.each(fs.readdirSync(folder).filter((file) => file.endsWith('.template.json')))('finds no fault in %s', (file) => {
    const template = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as { Resources: Record<string, { Type: string; Properties?: unknown }> };
    expect(Object.values(template.Resources).flatMap(({ Type, Properties }) => messages(Type, Properties))).toEqual([]);
  });

  test('never throws', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 5000; level++) deep = level % 2 ? [deep] : { Tags: deep };
    for (const value of [null, undefined, 5, 'x', [], [[]], {}, { Tags: null }, { Tags: [null, 5, [[]]] }, { Tags: deep }, { constructor: 1, __proto__: { a: 1 } }]) {
      for (const type of [QUEUE, 'AWS::EC2::Instance', 'AWS::WAFv2::WebACL', 'AWS::S3::Bucket', 'AWS::DynamoDB::Table']) {
        expect(() => propertyFaults(type, value)).not.toThrow();
      }
    }
    expect(presence(Array.from({ length: 5000 }).reduce((inner) => either(inner, NO_VALUE), 1))).toBe('maybe');
  });

  test('stops at the most faults asked for', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, place) => [`Zebra${place}`, 1]));
    expect(propertyFaults(QUEUE, many).length).toBeGreaterThan(2);
    expect(propertyFaults(QUEUE, { DelaySeconds: 901, VisibilityTimeout: -1 }, { most: 1 })).toHaveLength(1);
  });

  test('shortens long values in its messages', () => {
    expect(messages(QUEUE, { DelaySeconds: 'x'.repeat(200) })[0]).toContain(`'${'x'.repeat(60)}…'`);
  });

  test('finds its data beside the code or in assets/schema', () => {
    expect(fs.existsSync(path.join(schemaFolder(), 'index.json'))).toBe(true);
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'schema-'));
    fs.mkdirSync(path.join(root, 'assets', 'schema'), { recursive: true });
    fs.writeFileSync(path.join(root, 'assets', 'schema', 'index.json'), '{}');
    expect(schemaFolder(path.join(root, 'lib', 'template', 'schema'))).toBe(path.join(root, 'assets', 'schema'));
    expect(schemaFolder(path.join(root, '..', 'nowhere'))).toBe(path.join(root, '..', 'nowhere', 'data'));
  });

  test('measures how far names are from each other', () => {
    expect([distance('queue', 'queue', 2), distance('queue', 'queeu', 2), distance('a', 'abcdef', 2), distance('abcdef', 'uvwxyz', 2)]).toEqual([0, 1, 3, 3]);
  });
});
