import * as fc from 'fast-check';
import { candidateOf, cleaned, Files, removeCandidates } from './candidates';
import { compared } from '../../src/compare/compare';
import { Grade } from '../../src/compare/result';
import { asYaml, nested, renamed, reordered, subForJoin } from '../lessons/equivalents';
import { partsOf } from '../lessons/goldens';
import { Template as PlainTemplate } from '../lessons/mutants/mutant';
import { readGolden } from '../requirement';
import { REQUIREMENTS } from '../webhook-pipeline/requirements';
import { Json, Template } from '../webhook-pipeline/template';

/** Each compares twice, which takes a quarter of a second. */
const RUNS = 5;
const MESSAGING = ['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::DynamoDB::Table'];
const LEAVES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy', 'AWS::Lambda::EventInvokeConfig'];

afterEach(removeCandidates);

const gradeOf = (files: Readonly<Record<string, Json | string>>, system: string): Grade => compared('candidate', candidateOf(files), { system }).comparison.grade;
/** What has to stay the same. */
const figures = ({ grade, lowest, highest, assertions, lessons, structure, facets, cap }: Grade) =>
  ({ grade, lowest, highest, assertions, lessons, structure, facets, cap: cap?.at });

const each = (change: (template: PlainTemplate) => PlainTemplate) => (files: Files) =>
  Object.fromEntries(Object.entries(files).map(([name, template]) => [name, change(template as PlainTemplate)]));
/** The same architecture, written in another way. */
const FORMS: Record<string, (files: Files) => Record<string, Json | string>> = {
  'other logical ids': each(renamed),
  'another order': each(reordered),
  'Sub for Join': each(subForJoin),
  'YAML for JSON': (files) => Object.fromEntries(Object.entries(files).map(([name, template]) => [name, asYaml(template as PlainTemplate)])),
  'nested stacks': (files) => {
    const [template, ...others] = Object.values(files) as PlainTemplate[];
    if (others.length > 0) return files;
    const { root, child, leaf } = nested(template, (type) => MESSAGING.includes(type), (type) => LEAVES.includes(type));
    return { 'root.template.json': root, 'child.template.json': child, 'leaf.template.json': leaf };
  },
};

const golden = readGolden('webhook-pipeline.zip');
const MUTANTS = REQUIREMENTS.flatMap(({ id, broken }) => Object.entries(broken).map(([name, mutate]) => ({ name: `${id} ${name}`, mutate })));
type Mutant = typeof MUTANTS[number];

/** Some faults of the golden together; those that need what another one took away are left out. */
const some = (least: number, most: number) => fc
  .uniqueArray(fc.constantFrom(...MUTANTS), { minLength: least, maxLength: most, selector: ({ name }) => name })
  .map((mutants) => mutants.filter((_, at) => flawed(mutants.slice(0, at + 1)) !== undefined));

function flawed(mutants: readonly Mutant[]): Json | undefined {
  const copy: Template = golden.copy();
  try {
    for (const { mutate } of mutants) mutate(copy);
  } catch {
    return undefined;
  }
  return cleaned(copy.json);
}

describe.each(Object.entries(FORMS))('the grade is the same in the form of %s', (name, form) => {
  test('for a pipeline with any faults', () => {
    fc.assert(fc.property(some(1, 4).map(flawed).filter((template) => template !== undefined), (template) => {
      const files = { 'webhook-pipeline.template.json': template };
      expect(figures(gradeOf(form(files), 'webhook-pipeline'))).toEqual(figures(gradeOf(files, 'webhook-pipeline')));
    }), { numRuns: RUNS });
  });

  // NE-15 asks for logical ids that say what a stack is.
  const systems = [['nested-environments', 'nested-environments.dev.master.template.json'], ['event-api', 'event-api.default.template.json']]
    .filter(([system]) => name !== 'other logical ids' || system !== 'nested-environments');
  test.each(systems)('for the golden of %s', (system, root) => {
    expect(gradeOf(form(partsOf(root)), system).grade).toBe(100);
  });
});

test('logical ids that say what a resource is for change no grade', () => {
  const added: Json = {
    FailedQueue: { Type: 'AWS::SQS::Queue' },
    ArtifactBucket: { Type: 'AWS::S3::Bucket' },
    TempTable: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] } },
    SessionTable: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] } },
  };
  const template: Json = cleaned(golden.copy().json);
  const flawless = gradeOf({ 'webhook-pipeline.template.json': template }, 'webhook-pipeline');
  const files = { 'webhook-pipeline.template.json': { ...template, Resources: { ...template.Resources, ...added } } };
  expect(gradeOf(files, 'webhook-pipeline').lessons).toBeLessThan(flawless.lessons);
  expect(figures(gradeOf(FORMS['other logical ids'](files), 'webhook-pipeline'))).toEqual(figures(gradeOf(files, 'webhook-pipeline')));
});

test('the grade never falls when a fault is mended', () => {
  fc.assert(fc.property(some(2, 5), fc.nat(), (mutants, chosen) => {
    const mended = flawed(mutants.filter((_, at) => at !== chosen % mutants.length));
    const [before, after] = [flawed(mutants), mended].map((template) => template && gradeOf({ 'webhook-pipeline.template.json': template }, 'webhook-pipeline'));
    if (!before || !after) return;
    expect(after.grade).toBeGreaterThanOrEqual(before.grade);
    expect(after.assertions).toBeGreaterThanOrEqual(before.assertions);
  }), { numRuns: 3 * RUNS });
});
