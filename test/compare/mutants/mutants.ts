import { assessed } from '../../../src/compare/compare';
import { Told } from '../../../src/compare/findings';
import { assertionsOf } from '../../../src/compare/reference';
import { LESSONS } from '../../../src/lessons';
import { Requirement, Sound } from '../../requirement';
import { candidateOf, cleaned, Files, removeCandidates } from '../candidates';

/** A system, and what is broken of its goldens. */
export interface Broken<T extends Sound<T>> {
  readonly system: string;
  readonly requirements: readonly Requirement<T>[];
  readonly golden: T;
  /** The candidates that it is made of: the one that a mutant changes is compared. */
  readonly candidates: (copy: T) => Files[];
  /** For assertions that no mutant of the requirements breaks: `WH-06/retention`. */
  readonly own: Readonly<Record<string, (copy: T) => void>>;
  /** Mutants of the requirements that are no fault of a candidate, by name, and why. */
  readonly beyond: Readonly<Record<string, string>>;
  /** Mutants that are told first under another requirement, and under their own too: `{ 'EV-04 the account is written down': 'EV-14' }`. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** What a mutant leaves behind belongs to no requirement: who drops a resource without its references gets told of that too. */
const LEFTOVERS = ['DanglingReference'];

/** Every mutant is told first under its requirement, and every assertion has one that it does not pass. */
export function testMutants<T extends Sound<T>>({ system, requirements, golden, candidates, own, beyond, elsewhere = {} }: Broken<T>): void {
  const file = assertionsOf(system);
  const named = new Set([...JSON.stringify(file).matchAll(/"([A-Z][A-Za-z]+)"/g)].map(([, id]) => id));
  // Those that belong to a requirement; test/compare/goldens.test.ts compares with all.
  const lessons = LESSONS.filter(({ id }) => named.has(id));
  const original = candidates(golden).map((files) => JSON.stringify(files));
  const broken = new Set<string>();
  const counts = { mutants: 0, first: 0, elsewhere: 0 };

  /** Findings of the candidate that the mutant changes; none when it changes no template. */
  const findingsOf = (mutate: (copy: T) => void): readonly Told[] | undefined => {
    const copy = golden.copy();
    mutate(copy);
    const changed = candidates(copy).find((files, at) => JSON.stringify(files) !== original[at]);
    if (!changed) return undefined;
    const model = candidateOf(Object.fromEntries(Object.entries(changed).map(([name, template]) => [name, cleaned(template)])));
    const { judged, told } = assessed(model, file, lessons);
    for (const { requirement, assertion, outcome } of judged) if (outcome === 'fail') broken.add(`${requirement.id}/${assertion.id}`);
    return told.filter((finding) => finding.kind !== 'open' && !finding.lessons.some((id) => LEFTOVERS.includes(id)));
  };

  afterEach(removeCandidates);
  afterAll(() => process.stdout.write(`${system}: ${counts.first} of ${counts.mutants} mutants told first under their requirement, `
    + `${broken.size} of ${file.requirements.flatMap(({ assertions }) => assertions).length} assertions broken; ${counts.elsewhere} mutants are not of a template, or no fault\n`));

  for (const { id, broken: mutants, optional } of requirements.filter((one) => !one.optional)) {
    if (optional || Object.keys(mutants).length === 0) continue;
    test.each(Object.entries(mutants))(`${id} is told first when %s`, (name, mutate) => {
      const findings = findingsOf(mutate);
      if (findings === undefined || name in beyond) {
        counts.elsewhere += 1;
        // What is no fault must not be told as one.
        expect(findings?.map(({ requirement }) => requirement) ?? []).toEqual([]);
        return;
      }
      counts.mutants += 1;
      const other = elsewhere[`${id} ${name}`];
      if (other !== undefined) {
        expect([findings[0]?.requirement, findings.some(({ requirement }) => requirement === id)]).toEqual([other, true]);
        return;
      }
      expect([findings[0]?.requirement, ...findings.map(({ assertion, lessons: [lesson] }) => assertion ?? lesson)])
        .toEqual([id, expect.any(String), ...findings.slice(1).map(() => expect.anything())]);
      counts.first += 1;
    });
  }

  if (Object.keys(own).length > 0) {
    test.each(Object.entries(own))('%s is told first when it is broken', (id, mutate) => {
      counts.mutants += 1;
      const findings = findingsOf(mutate)!;
      expect([id, findings[0]?.requirement]).toEqual([id, id.split('/')[0]]);
      expect([...broken]).toContain(id);
      counts.first += 1;
    });
  }

  test('every assertion is broken by a mutant', () => {
    expect(file.requirements.flatMap(({ id, assertions }) => assertions.map((one) => `${id}/${one.id}`)).filter((id) => !broken.has(id))).toEqual([]);
  });
}
