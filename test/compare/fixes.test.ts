import { assertionsOf, systems } from '../../src/compare/reference';

const fixes = systems().flatMap((system) => assertionsOf(system).requirements.flatMap(({ id, assertions }) =>
  assertions.map(({ id: name, title, fix }) => ({ id: `${id}/${name}`, title, fix }))));
const titled = (title: RegExp) => fixes.filter((one) => title.test(one.title)).map(({ id, fix }) => [id, fix]);

/** Both answers of docs/grading.md are sound. */
describe('what becomes of buckets', () => {
  const buckets = titled(/^Buckets that go with the stack are emptied first$/);
  test('is asked of four systems', () => expect(buckets.map(([id]) => id)).toEqual(['DR-12/buckets-emptied', 'EV-14/buckets-emptied', 'MG-18/emptied', 'WH-18/emptied']));
  test.each(buckets)('%s: where they go they are emptied, in production they stay', (_, fix) => expect(fix).toMatch(/^An environment that goes away: .*empties.* Production: DeletionPolicy: Retain/));
});

describe('logs of 7 days', () => {
  const logs = titled(/^The requirement asked for (7 days in CloudWatch|logs of 7 days)$/);
  test('are asked of two systems', () => expect(logs.map(([id]) => id)).toEqual(['EV-09/asked-retention', 'WH-03/asked-retention']));
  test.each(logs)('%s: 7 with an archive, longer in production', (_, fix) => expect(fix).toMatch(/RetentionInDays: 7 where an archive keeps .* In production longer is as sound, .* 365/));
});
