import * as fs from 'node:fs';
import * as path from 'node:path';
import { faultsOf } from './validate';
import { AssertionFile } from '../../src/compare/assertion';
import { assertionsOf, countsOf, fingerprints, goldenOf, readAssertions, systems } from '../../src/compare/reference';

const FOLDER = path.join(__dirname, '..', '..', 'golden');
const read = (system: string) => readAssertions(path.join(FOLDER, `${system}.assertions.yaml`));

test('there are assertions for every golden', () => {
  const named = systems().flatMap((system) => Object.values(read(system).variants).flat());
  const text = named.map((name) => fs.readFileSync(path.join(FOLDER, name), 'utf8')).join();
  const goldens = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.template.json'));
  // Those that are not named are nested by one that is.
  expect(goldens.filter((name) => !named.includes(name) && !text.includes(name))).toEqual([]);
});

test.each(systems())('the assertions of %s are sound: form, requirements, severities, lessons, views, predicates, goldens', (system) => {
  expect(faultsOf(read(system))).toEqual([]);
});

test.each(systems())('what was compiled of %s is what was written', (system) => {
  const { definitions: _, ...written } = read(system);
  const { definitions: _compiled, ...compiled } = assertionsOf(system);
  expect(compiled).toEqual(JSON.parse(JSON.stringify(written)));
});

test('fingerprints count what the goldens hold', () => {
  for (const fingerprint of fingerprints()) {
    expect([fingerprint.variant, fingerprint.counts]).toEqual([fingerprint.variant, countsOf(goldenOf(fingerprint))]);
  }
});

describe('fails when', () => {
  const broken = (change: (file: { -readonly [Key in keyof AssertionFile]: AssertionFile[Key] }) => void) => {
    const file = JSON.parse(JSON.stringify(read('webhook-pipeline'))) as AssertionFile;
    change(file);
    return faultsOf(file);
  };
  interface Written { severity: string; assertions: { id: string; severity?: string; lessons?: string[]; check: unknown }[] }
  const first = (file: AssertionFile) => file.requirements[0] as unknown as Written;

  test('names are wrong: all of them are told', () => expect(broken((file) => {
    first(file).severity = 'low';
    first(file).assertions[0].lessons = ['NoLesson'];
    first(file).assertions[1].id = first(file).assertions[0].id;
    first(file).assertions[1].check = { every: { type: 'AWS::SQS::Queue', where: { '@nothing': 1 } }, has: { $predicate: 'none' } };
    first(file).assertions[2].check = { lesson: 'Unknown' };
    first(file).assertions[3].check = { predicate: 'nobody' };
    first(file).assertions[4].severity = 'critical';
    file.requirements = file.requirements.slice(0, -1);
    file.variants = { zip: ['none.template.json'] };
  })).toEqual([
    'WH-19 has no assertions',
    'variants: golden/none.template.json is not there',
    'WH-01 is low, critical in docs/requirements/webhook-pipeline.md',
    'WH-01/post: no lesson is called NoLesson',
    'WH-01/post is there twice',
    'WH-01/post: no view is called @nothing',
    'WH-01/post: no predicate of subjects is called none',
    'WH-01/permission: no lesson is called Unknown',
    'WH-01/validation: its severity is not lower than that of WH-01: leave it out',
    'WH-01/validation: no predicate of templates is called nobody',
    'WH-01/body-limit: its severity is not lower than that of WH-01: leave it out',
  ]));

  test.each([
    ['a check is of no kind', { everything: 'AWS::SQS::Queue' }],
    ['a check is of two kinds', { some: 'AWS::SQS::Queue', no: 'AWS::SQS::Queue' }],
    ['a type is none', { some: 'Queue' }],
    ['a matcher is none', { some: { type: 'AWS::SQS::Queue', where: { DelaySeconds: { least: 1 } } } }],
    ['a bound belongs to another check', { no: 'AWS::SQS::Queue', min: 2 }],
  ])('%s', (_, check) => expect(broken((file) => { first(file).assertions[0].check = check; })).not.toEqual([]));
});
