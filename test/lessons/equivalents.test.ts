import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { load as parseYaml } from 'js-yaml';
import { asYaml, nested, renamed, reordered, subForJoin } from './equivalents';
import { Template } from './mutants/mutant';
import { audit, LESSONS } from '../../src/lessons';
import { load, loadText } from '../../src/template';
import { CLOUDFORMATION_YAML } from '../../src/template/short-forms';

const FOLDER = path.join(__dirname, '..', '..', 'golden');
const golden = (name: string) => JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8')) as Template;
/** Complete on their own. Those in parts are audited as an assembly, in the tests of their system. */
const GOLDENS = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.template.json') && !name.startsWith('nested-environments.'));
const MAIN = 'webhook-pipeline.zip.template.json';

const MESSAGING = ['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::DynamoDB::Table'];
const LEAVES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy', 'AWS::Lambda::EventInvokeConfig'];

let folder: string;
beforeAll(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'equivalents-')); });
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** How often each lesson is broken. */
const broken = (model: ReturnType<typeof loadText>, lessons = LESSONS): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { lesson } of audit(model, lessons)) counts[lesson.id] = (counts[lesson.id] ?? 0) + 1;
  expect(model.notes.filter(({ message }) => message.includes('could not be applied'))).toEqual([]);
  return counts;
};

/** The template in its other forms. */
const forms: Record<string, (template: Template) => ReturnType<typeof loadText>> = {
  'renamed ids': (template) => loadText(JSON.stringify(renamed(template))),
  'reordered keys': (template) => loadText(JSON.stringify(reordered(template))),
  'Sub for Join': (template) => loadText(JSON.stringify(subForJoin(template))),
  'YAML for JSON': (template) => loadText(asYaml(template)),
  'nested stacks': (template) => {
    const { root, child, leaf } = nested(template, (type) => MESSAGING.includes(type), (type) => LEAVES.includes(type));
    for (const [name, part] of Object.entries({ root, child, leaf })) fs.writeFileSync(path.join(folder, `${name}.template.json`), JSON.stringify(part));
    return load([path.join(folder, 'root.template.json')]);
  },
};

test('the nested form moves a part of the golden template', () => {
  const { root, child, leaf } = nested(golden(MAIN), (type) => MESSAGING.includes(type), (type) => LEAVES.includes(type));
  for (const part of [root, child, leaf]) expect(Object.keys(part.Resources).length).toBeGreaterThan(10);
});

/** What the other form mends: ids that are no names, an id in a text, a name that says what a table is for, outputs and DependsOn that move. */
const ABOUT_THE_FORM: Record<string, readonly string[]> = {
  'renamed ids': ['CompositeAlarmRule', 'MalformedResource', 'TtlMissing'],
  'nested stacks': ['OutputIncomplete', 'RedundantDependsOn'],
};

describe.each(Object.entries(forms))('%s', (form, other) => {
  test.each(GOLDENS)('%s breaks no lesson', (name) => expect(broken(other(golden(name)))).toEqual({}));

  test('a flawed example stays flawed', () => {
    const silent = LESSONS.filter(({ id }) => !ABOUT_THE_FORM[form]?.includes(id)).filter((lesson) => {
      const template = parseYaml(`Resources:\n${lesson.flawed}`, { schema: CLOUDFORMATION_YAML }) as Template;
      return broken(other(template), [lesson])[lesson.id] === undefined;
    });
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});
