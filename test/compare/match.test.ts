import { matched } from '../../src/compare/match';
import { structureOf } from '../../src/compare/structure';
import { loadText } from '../../src/template';

const template = (resources: Record<string, unknown>) => loadText(JSON.stringify({ Resources: resources }));
const queue = (name: string, more = {}) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName: name, ...more } });
const source = (id: string, batch: number) =>
  ({ Type: 'AWS::Lambda::EventSourceMapping', Properties: { BatchSize: batch, EventSourceArn: { 'Fn::GetAtt': [id, 'Arn'] } } });
const pairs = (one: Record<string, unknown>, other: Record<string, unknown>) =>
  Object.fromEntries(matched(template(one), template(other)).map(({ candidate, reference, likeness }) =>
    [candidate.id, [reference.id, Math.round(likeness * 100) / 100]]));

test('the same parts are paired whatever they are called, and in whatever environment', () => {
  expect(pairs({ A: queue('stripe-dev'), B: queue('adyen-dev') }, { X: queue('adyen-prod'), Y: queue('stripe-prod') })).toEqual({ A: ['Y', 1], B: ['X', 1] });
});

test('neighbours tell equal parts apart', () => {
  const plain = { Type: 'AWS::SQS::Queue' };
  expect(pairs({ A: plain, B: plain, OfA: source('A', 1), OfB: source('B', 9) }, { X: plain, Y: plain, OfX: source('X', 9), OfY: source('Y', 1) }))
    .toEqual({ A: ['Y', 1], B: ['X', 1], OfA: ['OfY', 1], OfB: ['OfX', 1] });
});

test('the assignment is the best in all, not the best for the first', () => {
  // A is most like X; but B is like nothing else.
  const ours = { A: queue('q', { DelaySeconds: 1, FifoQueue: true }), B: queue('q', { DelaySeconds: 1 }) };
  const found = pairs(ours, { X: queue('q', { DelaySeconds: 1 }), Y: queue('z', { FifoQueue: true, DelaySeconds: 2 }) });
  expect(found).toMatchObject({ B: ['X', 1], A: ['Y', expect.any(Number)] });
});

test('parts that share nothing but the type are no pair', () => {
  expect(pairs({ A: queue('stripe', { DelaySeconds: 5, VisibilityTimeout: 30 }) }, { X: queue('other', { MessageRetentionPeriod: 60, FifoQueue: true }), Source: source('X', 1) })).toEqual({});
});

test('precision, recall and F1 of resources and of links', () => {
  const ours = template({ A: queue('stripe'), Source: source('A', 1), Topic: { Type: 'AWS::SNS::Topic' } });
  const theirs = template({ X: queue('stripe'), Of: source('X', 1), Y: queue('adyen', { DelaySeconds: 1 }), OfY: source('Y', 2) });
  const { structure } = structureOf(ours, theirs, (address) => address === 'A' ? [1] : []);
  expect(structure.resources).toEqual({ candidate: 3, reference: 4, matched: 2, precision: 0.667, recall: 0.5, f1: 0.571 });
  expect(structure.edges).toEqual({ candidate: 1, reference: 2, matched: 1, precision: 1, recall: 0.5, f1: 0.667 });
  expect(structure.matches.map(({ state, candidate, reference }) => [state, candidate, reference])).toEqual([
    ['weaker', 'A', 'X'], ['matched', 'Source', 'Of'], ['extra', 'Topic', null], ['missing', null, 'Y'], ['missing', null, 'OfY'],
  ]);
  expect(structure.edgeMatches).toEqual([{ state: 'matched', from: 'Source', to: 'A' }, { state: 'missing', from: 'OfY', to: 'Y' }]);
});
