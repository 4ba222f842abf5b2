import * as fs from 'node:fs';
import Ajv from 'ajv';
import * as fc from 'fast-check';
import { paymentEvent } from './handlers/support/events';
import { paymentEventSchema } from '../../src/event-api/handlers/shared/contract';
import * as models from '../../src/event-api/models';
import { MODELS, render } from '../../tools/models';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const DRAFT_4 = require('ajv/lib/refs/json-schema-draft-04.json') as object;
const ajv = new Ajv({ schemaId: 'auto', meta: false }).addMetaSchema(DRAFT_4);
const accepts = ajv.compile(models.PAYMENT_EVENT_MODEL);

test('EV-01 fails when the schemas have changed and the models were not generated again: npx projen models', () => {
  expect(fs.readFileSync(MODELS, 'utf8')).toBe(render());
});

test.each(Object.entries(models))('EV-01 %s is draft 4, as API Gateway wants it', (_, model) => {
  expect(ajv.validateSchema(model)).toBe(true);
  expect(model.$schema).toBe('http://json-schema.org/draft-04/schema#');
  // Of draft 4 API Gateway knows no references into the document, and of regular expressions nobody knows the same.
  expect(JSON.stringify(model)).not.toMatch(/"(\$ref|\$defs|const|propertyNames|format|if)":|\\\\p\{|\(\?[<!=]/);
});

const valid = paymentEvent();
test.each<[string, object]>([
  ['an event', {}],
  ['without what is optional', { reference: undefined, metadata: undefined }],
  ['64 characters of two units', { reference: '😀'.repeat(64) }],
  ['the largest amount', { amount: Number.MAX_SAFE_INTEGER }],
])('EV-01 model and handler accept %s', (_, overrides) => {
  const event = JSON.parse(JSON.stringify({ ...valid, ...overrides })) as unknown;
  expect(accepts(event)).toBe(true);
  expect(paymentEventSchema.safeParse(event).success).toBe(true);
});

test.each<[string, object]>([
  ['an unknown member', { pan: '1' }], ['nothing paid', { amount: 0 }], ['a fraction', { amount: 1.5 }], ['an amount as text', { amount: '1' }],
  ['an amount beyond exact numbers', { amount: 2 ** 53 }], ['an unknown currency', { currency: 'EURO' }], ['a test currency', { currency: 'XTS' }],
  ['a type without payment.', { type: 'refund.made' }], ['a date', { occurredAt: '2026-03-01' }], ['no day of the calendar', { occurredAt: '2026-02-30T00:00:00Z' }],
  ['no time zone', { occurredAt: '2026-03-01T00:00:00' }], ['a control character', { reference: 'a\u0000' }], ['an empty text', { reference: '' }],
  ['a long text', { reference: 'a'.repeat(65) }], ['metadata with a number', { metadata: { a: 1 } }], ['metadata with a strange name', { metadata: { 'a b': 'c' } }],
  ['much metadata', { metadata: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`a${index}`, 'b'])) }], ['no id', { eventId: undefined }],
])('EV-01 fails when there is %s: both model and handler refuse', (_, overrides) => {
  const event = JSON.parse(JSON.stringify({ ...valid, ...overrides })) as unknown;
  expect(accepts(event)).toBe(false);
  expect(paymentEventSchema.safeParse(event).success).toBe(false);
});

test('EV-01 what the model accepts the handler accepts, but for half characters and the reserved type', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 70 }), fc.string({ maxLength: 70 }));
  const id = fc.oneof(fc.stringMatching(/^[A-Za-z0-9][\w.:-]{0,64}$/), text);
  const at = fc.oneof(fc.date({ noInvalidDate: true }).map((date) => date.toISOString()), fc.stringMatching(/^2\d{3}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-][0-2]\d:[0-5]\d)$/));
  const strange = {
    eventId: id,
    source: fc.stringMatching(/^[a-z][a-z0-9.-]{0,64}$/),
    type: fc.stringMatching(/^payment(\.[a-z][a-z0-9_]{0,10}){0,4}$/),
    paymentId: id,
    amount: fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double()),
    currency: fc.constantFrom('EUR', 'JPY', 'XAU', 'eur', 'ZZZ'),
    occurredAt: at,
    reference: text,
    metadata: fc.dictionary(fc.oneof(fc.stringMatching(/^[A-Za-z][\w.-]{0,3}$/), fc.string()), text, { maxKeys: 3 }),
  };
  const seldomStrange = Object.fromEntries(Object.entries(strange).map(([name, arbitrary]) =>
    [name, fc.oneof({ weight: 5, arbitrary: fc.constant<unknown>(valid[name as keyof typeof valid]) }, { weight: 1, arbitrary })]));
  const count = { accepted: 0, refused: 0 };
  fc.assert(fc.property(fc.record(seldomStrange), (given) => {
    const sent = JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
    const here = accepts(sent) as boolean;
    count[here ? 'accepted' : 'refused'] += 1;
    const there = paymentEventSchema.safeParse(sent);
    if (here !== there.success) expect(/\\ud[89a-f]/i.test(JSON.stringify(sent)) || sent.type === 'payment.processed').toBe(true);
    if (there.success) expect(new Date(there.data.occurredAt).getTime()).not.toBeNaN();
  }), { numRuns: 2_000 });
  expect(Math.min(...Object.values(count))).toBeGreaterThan(100);
});
