import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { load as parseYaml } from 'js-yaml';
import { asYaml, nested, renamed, reordered, subForJoin } from './equivalents';
import { MUTANTS } from './mutants';
import { Template } from './mutants/mutant';
import { audit, LESSONS } from '../../src/lessons';
import { load, loadText } from '../../src/template';
import { CLOUDFORMATION_YAML } from '../../src/template/short-forms';

const FOLDER = path.join(__dirname, '..', '..', 'golden');
const golden = (name: string) => JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8')) as Template;
const GOLDENS = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.template.json'));
const MAIN = 'webhook-pipeline.zip.template.json';

const MESSAGING = ['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::DynamoDB::Table'];
const LEAVES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy', 'AWS::Lambda::EventInvokeConfig'];

let folder: string;
beforeAll(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'equivalents-')); });
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** How often each lesson is broken. */
const broken = (model: ReturnType<typeof loadText>): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { lesson } of audit(model, LESSONS)) counts[lesson.id] = (counts[lesson.id] ?? 0) + 1;
  expect(model.notes).toEqual([]);
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

describe.each(Object.entries(forms))('%s', (form, other) => {
  test.each(GOLDENS)('%s breaks no lesson', (name) => expect(broken(other(golden(name)))).toEqual({}));

  // Lessons about the form itself change with it.
  test('a mutant breaks the same lessons', () => {
    const differing: string[] = [];
    for (const { id, flawed } of LESSONS) {
      const template = MUTANTS[id] ? golden(MAIN) : parseYaml(`Resources:\n${flawed}`, { schema: CLOUDFORMATION_YAML }) as Template;
      MUTANTS[id]?.(template);
      const expected = broken(loadText(JSON.stringify(template)))[id];
      const seen = broken(other(template))[id];
      if (seen !== expected) differing.push(`${id}: ${seen ?? 0} instead of ${expected ?? 0} with ${form}`);
    }
    expect(differing).toEqual([]);
  });
});
