import * as fs from 'node:fs';
import * as path from 'node:path';
import { load as parseYaml } from 'js-yaml';
import { MUTANTS } from './mutants';
import { Template } from './mutants/mutant';
import { audit, FAILURE_CLASSES, Lesson, LESSONS } from '../../src/lessons';
import { loadText } from '../../src/template';
import { CLOUDFORMATION_YAML } from '../../src/template/short-forms';

const FOLDER = path.join(__dirname, '..', '..', 'golden');
/** Complete on their own. Those in parts are audited as an assembly, in the tests of their system. */
const GOLDENS = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.template.json') && !name.startsWith('nested-environments.'));
const golden = (name: string) => JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8')) as Template;
const MAIN = 'webhook-pipeline.zip.template.json';

const example = (resources: string) => `Resources:\n${resources}`;
const findings = (text: string, lessons: readonly Lesson[]) => {
  const model = loadText(text);
  const found = audit(model, lessons);
  // An example is text: the templates that it nests cannot be beside it.
  expect(model.notes.filter(({ message }) => !message.startsWith('nested stack '))).toEqual([]);
  return found.map(({ lesson, path: where, found: what }) => `${lesson.id} ${where.join('.')}: ${what}`);
};

describe.each(LESSONS.map((lesson) => [lesson.id, lesson] as const))('%s', (id, lesson) => {
  test('finds the flaw of its flawed example', () => expect(findings(example(lesson.flawed), [lesson])).not.toEqual([]));
  test('is silent on its sound example', () => expect(findings(example(lesson.sound), [lesson])).toEqual([]));

  test('catches a mutant of a golden template', () => {
    const template = golden(MAIN);
    const mutate = MUTANTS[id];
    if (mutate) {mutate(template);} else {
      const flawed = parseYaml(example(lesson.flawed), { schema: CLOUDFORMATION_YAML }) as Template;
      for (const [section, entries] of Object.entries(flawed)) template[section] = { ...template[section], ...entries };
    }
    expect(findings(JSON.stringify(template), [lesson])).not.toEqual([]);
  });

  test('says enough', () => {
    expect(id).toMatch(/^([A-Z][a-z0-9]*)+$/);
    for (const said of [lesson.title, lesson.why, lesson.fix, lesson.source]) expect(said.length).toBeGreaterThan(10);
    expect(lesson.classes.length).toBeGreaterThan(0);
    for (const name of lesson.classes) expect(FAILURE_CLASSES).toHaveProperty(name);
  });
});

test.each(GOLDENS)('%s breaks no lesson', (name) => expect(findings(JSON.stringify(golden(name)), LESSONS)).toEqual([]));

test('ids are unique', () => expect(new Set(LESSONS.map(({ id }) => id)).size).toBe(LESSONS.length));
