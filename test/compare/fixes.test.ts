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

/** A second policy resource would replace the first one's statements. */
describe('policies of which a resource has one', () => {
  const policies = fixes.filter(({ fix }) => /AWS::(SQS::QueuePolicy|SNS::TopicPolicy|S3::BucketPolicy)/.test(fix)).map(({ id, fix }) => [id, fix]);
  test('are in the fixes of two systems', () => expect(policies.map(([id]) => id)).toEqual(['EV-06/tls', 'WH-06/tls', 'WH-13/topics', 'WH-13/buckets']));
  test.each(policies)('%s: a statement is added to what is there', (_, fix) => expect(fix).toMatch(/^Add a statement to the .* there is no/));
});

test('the ARN of a source queue is no reference to it, which would be a circle', () => {
  const circles = fixes.filter(({ fix }) => fix.includes('sourceQueueArns'));
  expect(circles.map(({ id }) => id)).toEqual(['WH-06/redrive-allow']);
  for (const { fix } of circles) expect(fix).toMatch(/sourceQueueArns: \[!Sub 'arn:.*not by !GetAtt/);
});
