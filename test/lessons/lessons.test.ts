import * as fs from 'node:fs';
import * as path from 'node:path';
import { load as parseYaml } from 'js-yaml';
import { ACKNOWLEDGED, FOLDER, golden, MAIN, ROOTS, unacknowledged } from './goldens';
import { MUTANTS } from './mutants';
import { Template } from './mutants/mutant';
import { FAILURE_CLASSES, Lesson, LESSONS } from '../../src/lessons';
import { load, loadText, Model } from '../../src/template';
import { CLOUDFORMATION_YAML } from '../../src/template/short-forms';

const example = (resources: string) => `Resources:\n${resources}`;
const findingsIn = (model: Model, lessons: readonly Lesson[]) =>
  unacknowledged(model, lessons).map(({ lesson, path: where, found: what }) => `${lesson.id} ${where.join('.')}: ${what}`);
const findings = (text: string, lessons: readonly Lesson[]) => {
  const model = loadText(text);
  const found = findingsIn(model, lessons);
  // An example is text: the templates that it nests cannot be beside it.
  expect(model.notes.filter(({ message }) => !message.startsWith('nested stack '))).toEqual([]);
  return found;
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

test.each(ROOTS)('%s with what it nests breaks no lesson', (name) => {
  const model = load([path.join(FOLDER, name)]);
  expect(findingsIn(model, LESSONS.filter(({ id }) => !(id in (ACKNOWLEDGED[name] ?? {}))))).toEqual([]);
  expect(model.notes).toEqual([]);
});

test('every golden is looked at, nested ones by those that nest them', () => {
  const seen = ROOTS.flatMap((name) => load([path.join(FOLDER, name)]).stacks.map(({ source }) => path.basename(source.file)));
  expect(seen.sort()).toEqual(fs.readdirSync(FOLDER).filter((name) => name.endsWith('.template.json')).sort());
});

test('ids are unique', () => expect(new Set(LESSONS.map(({ id }) => id)).size).toBe(LESSONS.length));
