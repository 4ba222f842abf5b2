import fc from 'fast-check';
import { architecture, resource } from './drawn';
import { cardOf, detailsText, plural } from '../../src/diagram/card';
import { nounOf } from '../../src/diagram/details';
import { pathOf } from '../../src/diagram/draw-link';
import { kindOf } from '../../src/diagram/kinds';
import { packed } from '../../src/diagram/pack';
import { fitted, lines, widthOf } from '../../src/diagram/text';
import { escaped } from '../../src/diagram/xml';

test('text is as wide as Helvetica, and a little more', () => {
  expect(widthOf('WWW', 10)).toBeCloseTo(3 * 9.44 * 1.04);
  expect(widthOf('iii', 10)).toBeLessThan(widthOf('WWW', 10) / 3);
  expect(widthOf('支払い', 10)).toBeCloseTo(3 * 10 * 1.04);
  expect(widthOf('é', 10)).toBeCloseTo(6 * 1.04);
  expect(widthOf('W', 10, true)).toBeGreaterThan(widthOf('W', 10));
});

test('what is too long ends with an ellipsis, and always fits', () => {
  expect(fitted('short', 100, 10)).toBe('short');
  expect(lines('one two three four', 50, 10, 2)).toEqual(['one two', 'three four']);
  expect(lines('one two three four five', 50, 10, 2)).toEqual(['one two', 'three fou…']);
  expect(lines('', 50, 10, 2)).toEqual([]);
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 20, max: 200 }), fc.integer({ min: 1, max: 3 }), (text, width, most) => {
    const found = lines(text, width, 12, most);
    expect(found.length).toBeLessThanOrEqual(most);
    for (const line of found) expect(widthOf(line, 12)).toBeLessThanOrEqual(width);
  }), { numRuns: 200 });
});

test.each([['policy', 'policies'], ['key', 'keys'], ['alias', 'aliases'], ['alarm', 'alarms'], ['switch', 'switches']])('%s, several: %s', (one, many) => expect(plural(one)).toBe(many));

test.each([
  ['AWS::IAM::ManagedPolicy', 'policy'], ['AWS::RDS::DBParameterGroup', 'DB parameter group'], ['AWS::Logs::LogGroup', 'log group'], ['Custom::Anything', 'custom resource'],
  ['AWS::ApiGateway::GatewayResponse', 'gateway response'], ['AWS::ElasticLoadBalancingV2::ListenerRule', 'listener rule'],
])('%s is a %s', (type, noun) => expect(nounOf(type)).toBe(noun));

test('kinds have words of their own, or those of the type', () => {
  expect(kindOf('AWS::SQS::Queue')).toEqual({ category: 'integration', icon: 'queue', label: 'SQS queue' });
  expect(kindOf('AWS::Glue::DataBrewDataset').label).toBe('Glue data brew dataset');
  expect(kindOf('')).toEqual({ category: 'other', icon: 'box', label: 'Unknown type' });
});

test('details are counted, the most first', () => {
  const { parts: [queue] } = architecture({
    Queue: resource('SQS::Queue'),
    B: resource('SQS::QueuePolicy', { Queues: [{ Ref: 'Queue' }] }),
    ...Object.fromEntries([1, 2, 3].map((at) => [`Alarm${at}`, resource('CloudWatch::Alarm', { Dimensions: [{ Name: 'QueueName', Value: { Ref: 'Queue' } }] })])),
  });
  expect(detailsText(queue)).toBe('3 alarms, queue policy');
  expect(cardOf(queue).small).toEqual(['+ 3 alarms, queue policy']);
});

test.each([
  [['PaymentsIngressApiABCDEF12', 'PaymentsIngressQueueABCDEF12', 'PaymentsTopicABCDEF12'], ['Ingress Api', 'Ingress Queue', 'Topic']],
  [['PayApi', 'PayQueue', 'PayTopic', 'Extra'], ['Api', 'Queue', 'Topic', 'Extra']],
  [['A', 'B'], ['A', 'B']],
  [['OrdersTableResource', 'dead_letter-queue'], ['Orders Table', 'dead letter queue']],
  [['QueueDEADBEEF', 'Queue1'], ['Queue DEADBEEF', 'Queue1']],
])('%j are called %j', (ids, names) => {
  const types = ['SQS::Queue', 'SNS::Topic', 'DynamoDB::Table', 'S3::Bucket'];
  expect(architecture(Object.fromEntries(ids.map((id, at) => [id, resource(types[at])]))).parts.map(({ name }) => name)).toEqual(names);
});

test('several are called by what they have in common', () => {
  const named = (...ids: string[]) => {
    const [{ name, members }] = architecture(Object.fromEntries(ids.map((id) => [id, resource('SQS::Queue')]))).parts;
    return [name, ...members];
  };
  expect(named('PayStripeQueue', 'PayAdyenQueue', 'PaySquareQueue')).toEqual(['Queue', 'Stripe', 'Adyen', 'Square']);
  expect(named('PayProviderstripeQueue', 'PayProvideradyenQueue', 'PayProvidersquareQueue')).toEqual(['Provider Queue', 'stripe', 'adyen', 'square']);
  expect(named('One', 'Two', 'Three')).toEqual(['One', 'One', 'Two', 'Three']);
});

test('boxes stand in rows, and a wide one alone', () => {
  const boxes = [10, 10, 30, 10].map((width, index) => ({ width, height: 5 + index }));
  const { items, width, height } = packed(boxes, 25, 2);
  expect([width, height, ...items.map(({ x, y }) => `${x},${y}`)]).toEqual([30, 6 + 2 + 7 + 2 + 8, '0,0', '12,0', '0,8', '0,17']);
});

test('lines have round corners, smaller where there is no room', () => {
  expect(pathOf([{ x: 0, y: 0 }, { x: 0, y: 20 }, { x: 30, y: 20 }])).toBe('M0 0L0 13Q0 20 7 20L30 20');
  expect(pathOf([{ x: 0, y: 0 }, { x: 0, y: 4 }, { x: 30, y: 4 }])).toBe('M0 0L0 2Q0 4 2 4L30 4');
});

test('names of strangers are text', () => {
  expect(escaped('<script>&"\'')).toBe('&lt;script&gt;&amp;&quot;&#39;');
  expect(escaped('a\u0000b\u001b[31m\ud800c\ufffe')).toBe('a�b�[31m�c�');
  expect(escaped('😀\t')).toBe('😀\t');
});
