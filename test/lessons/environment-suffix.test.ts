import { audit, LESSONS, suffixOf } from '../../src/lessons';
import { ENVIRONMENT_SUFFIX } from '../../src/lessons/environment-suffix';
import { loadText } from '../../src/template';

const NAMES = ['NameWithoutEnvironment', 'NameOnlyPerAccount', 'HardCodedEnvironment', 'ExportWithoutEnvironment', 'ImportWithoutEnvironment', 'LabelWithoutEnvironment'];
/** What the lessons about names find in a template. */
const found = (template: string, words?: string) => {
  const environmentSuffix = words === undefined ? ENVIRONMENT_SUFFIX : suffixOf(words) as RegExp;
  return audit(loadText(template), LESSONS.filter(({ id }) => NAMES.includes(id)), { environmentSuffix }).map(({ lesson }) => lesson.id).sort();
};

/** Each lesson about names finds something here, but the one about names that do say it. */
const template = (tag = '') => `Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: orders-live, KmsMasterKeyId: !ImportValue key-live${tag} } }
  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub 'orders-live-\${AWS::AccountId}-\${AWS::Region}' } }
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: orders-live } }
  Key: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: x, Name: /orders/live/key } }
Outputs:
  Url: { Value: x, Export: { Name: orders-live-url } }
`;
const OTHERS = ['ExportWithoutEnvironment', 'ImportWithoutEnvironment', 'LabelWithoutEnvironment', 'NameOnlyPerAccount', 'NameWithoutEnvironment', 'NameWithoutEnvironment'];
/** A person wrote them out: one environment only. */
const WRITTEN_OUT = ['HardCodedEnvironment', 'HardCodedEnvironment', 'HardCodedEnvironment', 'HardCodedEnvironment'];

describe('a word that no list has', () => {
  test('says nothing by itself', () => expect(found(template())).toEqual(OTHERS));
  test('counts when it is given', () => expect(found(template(), 'live|blue')).toEqual(WRITTEN_OUT));
  test.each(['Environment', 'Env', 'stage', 'EnvironmentSuffix', 'environment-suffix'])('counts when a tag %s of the stack says it', (key) => {
    expect(found(template(`, Tags: [{ Key: ${key}, Value: live }]`))).toEqual(WRITTEN_OUT);
  });
  test.each([['another tag', 'Team', 'live'], ['another word', 'Environment', 'liv'], ['nothing', 'Environment', '" "'], ['a pattern', 'Environment', '.*']])(
    'does not when a tag says %s', (_, key, value) => expect(found(template(`, Tags: [{ Key: ${key}, Value: ${value} }]`))).toEqual(OTHERS),
  );
});

describe('what a user gives', () => {
  const matches = (words: string, name: string) => (suffixOf(words) as RegExp).test(name);
  test.each([
    ['live', 'orders-live'], ['live', 'live'], ['live', 'ORDERS_LIVE'], ['dev|prod', '/orders/dev/key'], ['dev|prod', 'orders-prod-123456789012-eu-west-1'], ['pr-\\d+', 'orders.pr-12'],
    ['pr-\\d{1,3}', 'orders-pr-7'], ['[^-]+-blue', 'orders-eu-blue'], ['pr(-[0-9]+)?', 'orders-pr'],
  ])('%s is in %s', (words, name) => expect(matches(words, name)).toBe(true));
  test.each([['live', 'orders-olive'], ['live', 'orders-lively'], ['dev|prod', 'orders-device'], ['pr-\\d+', 'orders-pr-x']])('%s is not in %s', (words, name) => expect(matches(words, name)).toBe(false));

  const WORDS = 'the words alone, without anchors or separators, such as live or dev|prod|pr-[0-9]+';
  test.each(['-(dev|prod)$', '^dev', 'dev$', '-dev', '_dev', '/dev', '\\.dev', '(-dev|-prod)', '(?:-dev)', 'dev|-prod', '[-_]dev', 'dev,prod', 'dev prod'])('fails when it is %s: what to write is said', (words) => {
    expect(suffixOf(words)).toBe(`must be ${WORDS}, got ${words}`);
  });
  test.each([
    ['', `must not be empty, every name would match: write ${WORDS}`], ['  ', `must not be empty, every name would match: write ${WORDS}`],
    ['.*', `must not match every name: write ${WORDS}, got .*`], ['dev|', `must not match every name: write ${WORDS}, got dev|`], ['\\w+', `must not match every name: write ${WORDS}, got \\w+`],
    [7, `must be a text: ${WORDS}`],
  ])('fails when it is %p', (words, fault) => expect(suffixOf(words)).toBe(fault));
  test('fails when it is no regular expression', () => expect(suffixOf('(')).toMatch(/^must be a regular expression: write the words alone.*\(Invalid regular expression/));
});
