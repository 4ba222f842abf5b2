import type { Check, Matcher } from '../../src/compare/assertion';
import { checked } from '../../src/compare/check';
import { compared } from '../../src/compare/compare';
import { Evaluation } from '../../src/compare/evaluation';
import { graded } from '../../src/compare/grade';
import { expected, joined, named, shown, typeNames } from '../../src/compare/words';
import { audit, LESSONS } from '../../src/lessons';
import { loadText } from '../../src/template';

const model = (...resources: object[]) => loadText(JSON.stringify({ Resources: Object.fromEntries(resources.map((one, at) => [`R${at + 1}`, one])) }));
const queue = (properties = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
const TABLE = { Type: 'AWS::DynamoDB::Table' };
const QUEUE = 'AWS::SQS::Queue';
const found = (check: Check, ...resources: object[]) => checked(check, new Evaluation(model(...resources), new Map())).found;

test.each<[number, string]>([
  [0, 'no SQS::Queue'],
  [1, 'the only SQS::Queue does not fit: DelaySeconds is not set, expected 5'],
  [2, 'neither of the 2 SQS::Queues fits: DelaySeconds is not set, expected 5'],
  [3, 'none of the 3 SQS::Queues fits: DelaySeconds is not set, expected 5'],
])('none of %i is as it should be', (count, said) => {
  expect(found({ some: { type: QUEUE, where: { DelaySeconds: 5 } } }, ...Array.from({ length: count }, () => queue()))).toBe(said);
});

test('what cannot be said in few words is not: it does not fit', () => {
  expect(found({ some: { type: QUEUE, where: { $any: [{ DelaySeconds: 5 }, { DelaySeconds: 6 }] } } }, queue())).toBe('the only SQS::Queue does not fit');
  expect(found({ some: { type: QUEUE, items: '@policy.*', where: { Effect: 'Deny' } } }, queue())).toBe('nothing in policy of the only SQS::Queue fits');
});

test.each<[number, number, string]>([
  [1, 1, 'R1: DelaySeconds is not set, expected 5'],
  [2, 2, 'both SQS::Queues, such as R1: DelaySeconds is not set, expected 5'],
  [3, 3, 'all 3 SQS::Queues, such as R1: DelaySeconds is not set, expected 5'],
  [2, 3, '2 of 3 SQS::Queues, such as R1: DelaySeconds is not set, expected 5'],
])('%i of %i are not', (wrong, of, said) => {
  const queues = Array.from({ length: of }, (_, at) => queue(at < wrong ? {} : { DelaySeconds: 5 }));
  expect(found({ every: QUEUE, has: { DelaySeconds: 5 } }, ...queues)).toBe(said);
});

test('an output is named by its id', () => {
  const outputs = loadText(JSON.stringify({ Resources: { Queue: queue() }, Outputs: { Url: { Value: 'x' }, Arn: { Value: 'y' } } }));
  const { found: said } = checked({ every: 'Output', has: { Description: { present: true } } }, new Evaluation(outputs, new Map()));
  expect(said).toBe('both Outputs, such as Url: Description is not set');
});

test('only the types are named that are there', () => {
  const both: Check = { every: [QUEUE, 'AWS::DynamoDB::Table'], has: { Tags: { present: true } } };
  expect(found(both, TABLE, TABLE)).toBe('both DynamoDB::Tables, such as R1: Tags is not set');
  expect(found(both, TABLE, queue())).toBe('both SQS::Queues and DynamoDB::Tables, such as R2: Tags is not set');
  expect(found(both)).toBe('no SQS::Queue or DynamoDB::Table');
});

test('what is forbidden, and there', () => {
  const no: Check = { no: { type: QUEUE, where: { DelaySeconds: 5 } } };
  expect(found(no, queue({ DelaySeconds: 5 }))).toBe('R1: DelaySeconds is 5');
  expect(found(no, queue({ DelaySeconds: 5 }), queue({ DelaySeconds: 5 }))).toBe('2 SQS::Queues, such as R1: DelaySeconds is 5');
  expect(found({ no: QUEUE }, queue())).toBe('1 SQS::Queue: R1');
});

test('too few, and too many', () => {
  expect(found({ some: QUEUE, min: 3 }, queue())).toBe('1 SQS::Queue, expected at least 3');
  expect(found({ some: QUEUE, min: 3 }, queue(), queue())).toBe('2 SQS::Queues, expected at least 3');
  expect(found({ some: QUEUE, max: 1 }, queue(), queue())).toBe('2 SQS::Queues, expected at most 1');
});

test('what many sayings begin with is said once', () => {
  const where = (seconds: number): Check => ({ some: { type: QUEUE, where: { DelaySeconds: seconds } } });
  expect(found({ all: [where(5), where(6)] }, queue())).toBe('the only SQS::Queue does not fit: DelaySeconds is not set, expected 5; DelaySeconds is not set, expected 6');
  expect(joined(['no A', 'none of the 2 B fits: x', 'no A', 'none of the 3 C fits: y'])).toBe('no A; none of the 2 B fits: x; none of the 3 C fits: y');
});

test.each<[string, string, string]>([
  ['AWS::IAM::Policy', 'IAM::Policy', 'IAM::Policies'], ['AWS::KMS::Key', 'KMS::Key', 'KMS::Keys'], ['AWS::KMS::Alias', 'KMS::Alias', 'KMS::Aliases'],
  ['AWS::RDS::DBProxy', 'RDS::DBProxy', 'RDS::DBProxies'], ['Custom::*', 'Custom::*', 'Custom::*'], ['AWS::*', 'resources', 'resources'],
])('%s, one and many', (type, one, many) => expect([typeNames(type), typeNames(type, 2)]).toEqual([one, many]));

test('a selector is named with what it asks for', () => {
  expect(named({ type: ['AWS::A::X', 'AWS::A::Y', 'AWS::A::Z'], where: { Name: 5 } })).toBe('A::X, A::Y or A::Z with Name 5');
  expect(named({ type: 'AWS::IAM::Role', items: '@grants.*' }, 2)).toBe('IAM::Roles (grants)');
});

test.each<[Matcher, string]>([
  [{ present: true, not: { matches: '^/$' } }, 'something other than text like /'],
  [{ present: true }, 'a value'],
  [{ not: { contains: { is: '*' } } }, 'no item that is *'],
  [{ contains: { has: { Key: 'a', Value: true } } }, 'an item with Key a, Value true'],
  [{ every: { has: { ResponseTemplates: { present: true } } } }, 'every item with ResponseTemplates'],
  [{ every: 'GET' }, 'every item to be GET'],
  [{ matches: '(?:^|[-_])auth-fn(?:[-_$]|$)' }, 'text like auth-fn'],
  [{ matches: '(?:CONFIG|TABLE)' }, 'text like CONFIG or TABLE'],
  [{ matches: '[Aa]pi.*(?:url|endpoint)' }, 'text like api ... (url or endpoint)'],
  [{ matches: '^a\\.b$|^c$' }, 'text like a.b or c'],
])('%j in words', (matcher, words) => expect(expected(matcher)).toBe(words));

test('a value in words is one line', () => {
  expect([shown([]), shown({}), shown('')]).toEqual(['empty', 'empty', 'empty']);
  expect(shown('import json\nprint(1)\n')).toBe('import json print(1)');
});

describe('a sentence of a report', () => {
  const sentences = (...resources: object[]) => compared('x', model(...resources), { system: 'migration' }).comparison.findings.map((one) => one.found);

  test('begins with a capital, with a name as it is written', () => {
    const encryption = { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] };
    expect(sentences({ Type: 'AWS::S3::Bucket', Properties: { BucketEncryption: encryption } }))
      .toEqual(expect.arrayContaining(['aws:kms without BucketKeyEnabled', 'No EC2::VPC']));
  });

  test('goes on in small with what only a lesson has seen', () => {
    expect(sentences({ Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '172.16.0.0/16' } })).toContain('No Output; no outputs, but R1');
  });
});

test('the grade counts one place, and many', () => {
  const findings = audit(model(queue(), queue()), LESSONS.filter(({ id }) => id === 'DlqMissing'));
  const said = (count: number) => graded([], findings.slice(0, count), () => 0).justification[1];
  expect([said(1), said(2)]).toEqual([expect.stringMatching(/^The lessons find 1 place, /), expect.stringMatching(/^The lessons find 2 places, /)]);
});
