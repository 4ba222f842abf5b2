import { compared } from '../../src/compare/compare';
import { likely } from '../../src/compare/detect';
import { Fingerprint, fingerprints, goldenOf, systems } from '../../src/compare/reference';
import { load } from '../../src/template';
import { FOLDER } from '../lessons/goldens';

const ALL = fingerprints().map((one) => [one.system, one.variant, one] as const);
const candidate = ({ files }: Fingerprint) => load(files.map((file) => `${FOLDER}/${file}`));

test.each(ALL)('%s, %s: the golden against itself is 100, without findings', (system, variant, fingerprint) => {
  const { comparison: { system: detected, grade, findings, structure, statistics } } = compared('golden', candidate(fingerprint));
  expect(findings.map(({ kind, assertion, lessons, found }) => [kind, assertion ?? lessons, found])).toEqual([]);
  expect(grade).toMatchObject({ grade: 100, lowest: 100, highest: 100, assertions: 1, lessons: 1, structure: 1 });
  expect(grade.cap).toBeUndefined();
  expect([detected.id, detected.isDetected]).toEqual([system, true]);
  expect(structure.matches.filter(({ state, likeness }) => state !== 'matched' || likeness !== 1)).toEqual([]);
  expect(structure.edgeMatches.filter(({ state }) => state !== 'matched')).toEqual([]);
  expect(statistics.assertions).toMatchObject({ fail: 0, unknown: 0 });
  expect(variant).not.toBe('');
});

test.each(ALL)('%s, %s: the golden is detected without its own fingerprint, and well before every other system', (system, _, fingerprint) => {
  const others = fingerprints().filter((one) => one !== fingerprint);
  const [first, ...rest] = likely(goldenOf(fingerprint), others.some((one) => one.system === system) ? others : fingerprints());
  expect(first.fingerprint.system).toBe(system);
  const next = rest.find((one) => one.fingerprint.system !== system);
  expect(first.likeness - (next?.likeness ?? 0)).toBeGreaterThan(0.1);
});

test.each(systems())('%s against the reference of another system misses what is critical', (system) => {
  const other = systems()[(systems().indexOf(system) + 1) % systems().length];
  const { grade, system: named } = compared('golden', goldenOf(fingerprints().find((one) => one.system === system)!), { system: other }).comparison;
  expect([named.id, named.isDetected]).toEqual([other, false]);
  expect(grade.grade).toBeLessThan(60);
});

test('a system that there is none of is named', () => {
  expect(() => compared('golden', goldenOf(fingerprints()[0]), { system: 'nothing' })).toThrow('no system is called nothing');
});
