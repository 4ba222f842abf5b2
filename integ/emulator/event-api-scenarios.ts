import { strict as assert } from 'node:assert';
import { EventApi, HIGH_MINOR, newEvent, PaymentEvent, requestIdOf, RULES, SECONDS, SOURCES } from './event-api';
import { Answer } from './http';
import { until } from './operator';
import { Report } from './report';

const CARD = '4111 1111 1111 1111';
const PROBLEM = 'application/problem+json';

/** An error answer: its status, told in RFC 9457, with nothing of what was sent. */
function expectProblem(answer: Answer, status: number, sent = ''): void {
  assert.equal(answer.status, status, `${sent} got ${answer.status} ${answer.body}`);
  assert.equal(answer.headers['content-type'], PROBLEM);
  const { requestId, title, ...problem } = JSON.parse(answer.body) as Record<string, unknown>;
  assert.deepEqual(problem, { type: 'about:blank', status });
  assert.ok(typeof requestId === 'string' && requestId.length > 20 && typeof title === 'string', answer.body);
}

/** What gets in, and where it goes; in order, over real HTTP. */
export async function runEventScenarios(report: Report, api: EventApi): Promise<void> {
  /** Runs `step`, then sends an event: what is there beyond it came of `step`. */
  const changedBy = async (step: () => Promise<void>) => {
    const total = async () => {
      const { events, refusals, trail } = await api.recorded();
      return { events: events.size, refusals: refusals.size, trail: trail.length, ...await api.depths() };
    };
    const before = await total();
    await step();
    const event = newEvent();
    await api.post(event);
    await api.settled(event);
    await api.quiet();
    const after = await total();
    return Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - before[name as keyof typeof before]]));
  };
  const ONE_EVENT = { events: 1, refusals: 0, trail: 2, ...Object.fromEntries(Object.keys(await api.depths()).map((name) => [name, 0])) };

  await report.run('events: who has no token, or a wrong one, sends nothing; the current and the previous one do', async () => {
    const changed = await changedBy(async () => {
      const statuses: number[] = [];
      for (const authorization of ['', 'Bearer ', `Basic ${api.tokens.current}`, `Bearer ${'x'.repeat(64)}`, `Bearer ${api.tokens.current}x`]) {
        const answer = await api.send(JSON.stringify(newEvent()), { authorization });
        expectProblem(answer, answer.status, `authorization ${authorization.slice(0, 12)}`);
        statuses.push(answer.status);
      }
      assert.deepEqual(statuses, [401, 401, 401, 403, 403]);
    });
    assert.deepEqual(changed, ONE_EVENT);
    for (const [version, token] of Object.entries(api.tokens)) {
      const event = newEvent();
      await api.post(event, { authorization: `Bearer ${token}` });
      const { INGESTED: { principal } } = await api.settled(event);
      assert.equal(principal, `token-${version}`);
    }
    return '401 without, 403 wrong; recorded by token-current and token-previous, the latter made by the deployment';
  });

  await report.run('events: what is not valid gets 4xx, says nothing of it and is nowhere', async () => {
    const faulty: [body: string, status: number, headers?: Record<string, string>][] = [
      ...['eventId', 'source', 'type', 'paymentId', 'amount', 'currency', 'occurredAt'].map((name) =>
        [JSON.stringify({ ...newEvent(), [name]: undefined }), 400] as [string, number]),
      ...[
        { cardNumber: CARD }, { amount: '1250' }, { amount: 12.5 }, { amount: 0 }, { amount: -1 }, { amount: 2 ** 53 }, { currency: 'eur' }, { currency: 'EURO' },
        { source: 'payments.unknown' }, { source: 'payments.processor' }, { type: 'refund.created' }, { eventId: 'a b' }, { eventId: 'x'.repeat(65) },
        { occurredAt: '2026-02-30T00:00:00Z' }, { reference: 'x'.repeat(65) }, { reference: 'line\nbreak' }, { metadata: { 'a b': 'x' } }, { metadata: { a: { b: 'c' } } },
      ].map((fault) => [JSON.stringify({ ...newEvent(), ...fault }), 400] as [string, number]),
      ['', 400], ['[]', 400], ['"text"', 400], ['{"eventId":', 400],
      [JSON.stringify(newEvent()), 415, { 'content-type': 'text/plain' }],
      [JSON.stringify(newEvent()), 415, { 'content-type': 'application/x-www-form-urlencoded' }],
    ];
    const invocations = async () => (await api.logged('ingest', 'START RequestId')).length;
    const before = await invocations();
    const changed = await changedBy(async () => {
      for (const [body, status, headers] of faulty) {
        const answer = await api.send(body, headers);
        expectProblem(answer, status, body);
        assert.doesNotMatch(answer.body, /4111 1111/);
      }
      expectProblem(await api.send('', {}, 'GET'), 404, 'GET');
      expectProblem(await api.send('{}', {}, 'POST', `${api.output('ApiEndpoint')}/other`), 404, 'another path');
    });
    assert.deepEqual(changed, ONE_EVENT);
    assert.equal(await invocations(), before + 1);
    return `${faulty.length} refused by 400 or 415, another method and path by 404; ingest-fn ran for none of them`;
  });

  await report.run('events: a card number in a field that may be there is refused after the 202, recorded without it and published nowhere', async () => {
    for (const rule of RULES) await api.matched(rule);
    const bodies = [newEvent({ reference: CARD }), newEvent({ metadata: { note: `paid with ${CARD.replaceAll(' ', '-')}` } }), newEvent({ eventId: CARD.replaceAll(' ', '') })];
    let requestIds: string[] = [];
    const changed = await changedBy(async () => {
      requestIds = (await Promise.all(bodies.map((event) => api.post(event)))).map(requestIdOf);
      await until('three refusals', SECONDS, async () => { const { refusals } = await api.recorded(); return requestIds.every((id) => refusals.has(id)); });
    });
    assert.deepEqual(changed, { ...ONE_EVENT, refusals: 3, trail: 5 });
    const { refusals, trail } = await api.recorded();
    assert.deepEqual(requestIds.map((id) => refusals.get(id)!.at), [['/reference'], ['/metadata/note'], ['/eventId']]);
    assert.deepEqual((await api.matched('by-type')).filter(({ eventId }) => bodies.some((event) => event.eventId === eventId)), []);
    const logs = (await Promise.all((['auth', 'ingest', 'process', 'store'] as const).map((name) => api.logged(name, '')))).flat();
    assert.ok(logs.length > 0);
    for (const text of [...logs, JSON.stringify([...refusals]), JSON.stringify(trail)]) assert.doesNotMatch(text, /4111[ -]?1111/);
    return '3 recorded as REFUSED with the place alone; no log, no record and no audit item holds the number';
  });

  await report.run('events: each source, each type and each amount is where its rules say, and is processed once', async () => {
    await api.quiet();
    for (const rule of RULES) await api.matched(rule);
    await api.takeOut('ReviewQueue', '', () => Promise.resolve());
    const sent = new Map<string, PaymentEvent>();
    for (const source of SOURCES) {
      for (const type of ['payment.captured', 'payment.refund.created']) {
        for (const [currency, amount] of [['EUR', HIGH_MINOR], ['EUR', HIGH_MINOR - 1], ['GBP', 6_000_000_000], ['JPY', HIGH_MINOR]] as const) {
          const event = newEvent({ source, type, currency, amount });
          sent.set(event.eventId, event);
          await api.post(event);
        }
      }
    }
    const assessments = new Map<string, string>();
    for (const event of sent.values()) {
      const { PROCESSED: { assessment } } = await api.settled(event);
      assessments.set(event.eventId, (assessment as { amountClass: string }).amountClass);
    }
    const where = (wanted: (event: PaymentEvent) => boolean, found: PaymentEvent[], what: string): number => {
      const ids = (events: PaymentEvent[]) => [...new Set(events.map(({ eventId }) => eventId))].sort();
      const expected = [...sent.values()].filter(wanted);
      assert.deepEqual(ids(found), ids(expected), what);
      return expected.length;
    };
    const isHigh = ({ currency, amount }: PaymentEvent) => currency !== 'JPY' && amount >= HIGH_MINOR;
    const byType = where(({ source }) => source !== 'payments.partner', await api.matched('by-type'), 'by-type');
    const bySource = where(({ source }) => source === 'payments.partner', await api.matched('by-source'), 'by-source');
    const byAmount = where(isHigh, await api.matched('by-amount'), 'by-amount');
    where(() => true, await api.matched('processed'), 'processed');
    const reviews: PaymentEvent[] = [];
    await api.takeOut('ReviewQueue', '', ({ Body }) => Promise.resolve(reviews.push((JSON.parse(Body!) as { detail: PaymentEvent }).detail)));
    where(isHigh, reviews, 'reviews');
    for (const event of sent.values()) assert.equal(assessments.get(event.eventId), event.currency === 'JPY' ? 'unknown' : isHigh(event) ? 'high' : 'normal');
    assert.equal((await api.logged('process', '"OwnEventIgnored":')).length, 0);
    return `${sent.size} events of ${SOURCES.length} sources: ${byType} by type (two sources), ${bySource} by source (two types), ${byAmount} by amount (three sources, two currencies), all processed once`;
  });

  await report.run('events: the same event sent again is recorded once, with its first content', async () => {
    await api.matched('by-type');
    const event = newEvent();
    const body = JSON.stringify(event);
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.send(body)));
    assert.deepEqual(answers.map(({ status }) => status), Array(10).fill(202));
    const published: PaymentEvent[] = [];
    await until('ten times on the bus', SECONDS, async () => { published.push(...await api.matched('by-type')); return published.length >= 10; });
    await api.settled(event);
    await api.quiet();
    const { trail } = await api.recorded();
    assert.equal(trail.filter(({ record }) => String(record).includes(event.eventId)).length, 2);
    return '10 x 202, 10 on the bus, one INGESTED and one PROCESSED, each with one audit item';
  });
}
