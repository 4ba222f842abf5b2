import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { load as parseYaml } from 'js-yaml';
import { asYaml, nested, renamed, reordered, subForJoin } from './equivalents';
import { ACKNOWLEDGED, golden, MAIN, partsOf, ROOTS, unacknowledged } from './goldens';
import { Template } from './mutants/mutant';
import { LESSONS } from '../../src/lessons';
import { load, loadText } from '../../src/template';
import { CLOUDFORMATION_YAML } from '../../src/template/short-forms';

const MESSAGING = ['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::DynamoDB::Table'];
const LEAVES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy', 'AWS::Lambda::EventInvokeConfig'];

let folder: string;
beforeAll(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'equivalents-')); });
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** How often each lesson is broken. */
const broken = (model: ReturnType<typeof loadText>, lessons = LESSONS): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { lesson } of unacknowledged(model, lessons)) counts[lesson.id] = (counts[lesson.id] ?? 0) + 1;
  expect(model.notes.filter(({ message }) => message.includes('could not be applied'))).toEqual([]);
  return counts;
};

const loadFiles = (files: Record<string, string>) => {
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  return load([path.join(folder, Object.keys(files)[0])]);
};

/** Each template in its other forms; of one that nests others, all of them. */
const changed = (change: (template: Template) => string) => (templates: Record<string, Template>) =>
  loadFiles(Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, change(template)])));
const forms: Record<string, (templates: Record<string, Template>) => ReturnType<typeof loadText>> = {
  'renamed ids': changed((template) => JSON.stringify(renamed(template))),
  'reordered keys': changed((template) => JSON.stringify(reordered(template))),
  'Sub for Join': changed((template) => JSON.stringify(subForJoin(template))),
  'YAML for JSON': changed(asYaml),
  'nested stacks': (templates) => {
    const [template, ...others] = Object.values(templates);
    const { root, child, leaf } = nested(template, (type) => MESSAGING.includes(type), (type) => LEAVES.includes(type));
    // Nothing moves, or it is in that form already.
    if (others.length > 0 || Object.keys(child.Resources).length === 0) return changed((one) => JSON.stringify(one))(templates);
    return loadFiles(Object.fromEntries(Object.entries({ root, child, leaf }).map(([name, part]) => [`${name}.template.json`, JSON.stringify(part)])));
  },
};

test('the nested form moves a part of the golden template', () => {
  const { root, child, leaf } = nested(golden(MAIN), (type) => MESSAGING.includes(type), (type) => LEAVES.includes(type));
  for (const part of [root, child, leaf]) expect(Object.keys(part.Resources).length).toBeGreaterThan(10);
});

/** What the other form mends: ids that are no names, an id in a text, DependsOn that moves. */
const ABOUT_THE_FORM: Record<string, readonly string[]> = {
  'renamed ids': ['CompositeAlarmRule', 'MalformedResource'],
  'nested stacks': ['RedundantDependsOn'],
};

/** Ids that would tell what a resource is for, if they were read. */
const MEANINGFUL: Template = {
  Parameters: {},
  Resources: {
    FailedQueue: { Type: 'AWS::SQS::Queue', Properties: {} },
    ArtifactBucket: { Type: 'AWS::S3::Bucket', Properties: {} },
    AccessLogsBucket: { Type: 'AWS::S3::Bucket', Properties: {} },
    SessionTable: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] } },
    DbPassword: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'Payments2026' } },
    CustomResourceHandler: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: '' } } },
    CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: {} },
  },
  Outputs: {},
};

test('logical ids say nothing of what a resource is for', () => {
  const found = broken(loadText(JSON.stringify(MEANINGFUL)));
  expect(found).toMatchObject({ DlqMissing: 1, VersioningMissing: 2, PitrMissing: 1, AlarmMissing: 1 });
  expect(found).toEqual(broken(loadText(JSON.stringify(renamed(MEANINGFUL)))));
});

test('the outputs of a root name what a nested stack holds, or are incomplete', () => {
  const flat: Template = {
    Parameters: {},
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: {} }, Table: { Type: 'AWS::DynamoDB::Table', Properties: {} } },
    Outputs: { QueueUrl: { Value: { Ref: 'Queue' } }, TableName: { Value: { Ref: 'Table' } } },
  };
  const root = (...outputs: string[]): Template => ({
    Parameters: {},
    Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './flat.template.json' } } },
    Outputs: Object.fromEntries(outputs.map((name) => [name, { Value: { 'Fn::GetAtt': ['Nested', `Outputs.${name}`] } }])),
  });
  const lessons = LESSONS.filter(({ id }) => id === 'OutputIncomplete');
  const of = (template: Template) => broken(loadFiles({ 'root.template.json': JSON.stringify(template), 'flat.template.json': JSON.stringify(flat) }), lessons);
  expect(of(root('QueueUrl', 'TableName'))).toEqual({});
  expect(of(root('QueueUrl'))).toEqual({ OutputIncomplete: 1 });

  // A stack that is given what it puts out.
  const given = root('Given');
  given.Resources.Nested.Properties.Parameters = { Id: { 'Fn::GetAtt': ['Nested', 'Outputs.Given'] } };
  flat.Parameters.Id = { Type: 'String' };
  flat.Outputs.Given = { Value: { Ref: 'Id' } };
  expect(of(given)).toEqual({ OutputIncomplete: 2 });
});

describe.each(Object.entries(forms))('%s', (form, other) => {
  test.each(ROOTS)('%s breaks no lesson', (name) => expect(broken(other(partsOf(name)))).toEqual(ACKNOWLEDGED[name] ?? {}));

  test('a flawed example stays flawed', () => {
    const silent = LESSONS.filter(({ id }) => !ABOUT_THE_FORM[form]?.includes(id)).filter((lesson) => {
      const template = parseYaml(`Resources:\n${lesson.flawed}`, { schema: CLOUDFORMATION_YAML }) as Template;
      return broken(other({ 'template.json': template }), [lesson])[lesson.id] === undefined;
    });
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});
