import fc from 'fast-check';
import { FailoverModel, type FailoverModelProps } from '../../src/disaster-recovery/failover';

const DEFAULTS = { intervalSeconds: 10, threshold: 3, ttlSeconds: 10 };
const model = (props: Partial<FailoverModelProps> = {}) => new FailoverModel({ ...DEFAULTS, ...props });

describe('DR-04 the arithmetic of a failover', () => {
  test('DR-04 three failed checks at 10 s and a TTL of 10 s are under a minute', () => {
    expect(model().describe()).toBe('3 x 10 s detection + 10 s TTL = 40 s');
    expect(model()).toMatchObject({ detectionSeconds: 30, timeToRecoverSeconds: 40, timeToRecoverHangingSeconds: 58 });
  });

  test('DR-04 30 s between checks, or an alias with its 60 s, is over a minute', () => {
    expect(model({ intervalSeconds: 30 }).timeToRecoverSeconds).toBe(100);
    expect(model({ ttlSeconds: 60 }).describe()).toBe('3 x 10 s detection + 60 s TTL = 90 s');
  });

  test('DR-04 what clients keep is added', () => {
    expect(model({ clientCachingSeconds: 30 }).describe()).toBe('3 x 10 s detection + 10 s TTL + 30 s client caching = 70 s');
  });

  test('DR-09 what the other Region does not know of, and what can be accepted twice', () => {
    expect(model({ requestRate: 500, replicationLagSeconds: 1.5 })).toMatchObject({
      recoveryPointSeconds: 1.5, doubleWindowSeconds: 1.5, paymentsAtRisk: 750, failedRequests: 20_000,
    });
    expect(model()).toMatchObject({ recoveryPointSeconds: 1, paymentsAtRisk: 1, failedRequests: 40 });
    expect(model({ replicationLagSeconds: 0 })).toMatchObject({ doubleWindowSeconds: 0, paymentsAtRisk: 0 });
  });

  test('DR-04 fails when a prop is impossible: all faults at once', () => {
    expect(() => new FailoverModel({
      intervalSeconds: 5, threshold: 0, ttlSeconds: 0.5, clientCachingSeconds: -1, replicationLagSeconds: -1, requestRate: NaN,
    })).toThrow(new RegExp(['intervalSeconds must be 10 or 30', 'threshold', 'ttlSeconds', 'clientCaching', 'replicationLag', 'requestRate'].join('[^]*')));
  });
});

/**
 * A Region fails, and nothing is computed: health checkers look at their own
 * phase, the name changes when few enough of them see it healthy, resolvers and
 * clients keep what they have, and clients ask on and on.
 */
interface World extends Required<Pick<FailoverModelProps, 'intervalSeconds' | 'threshold' | 'ttlSeconds' | 'clientCachingSeconds'>> {
  /** When each checker looks first, in [0, interval). */
  readonly phases: readonly number[];
  readonly failsAt: number;
  /** How long a check of the failed Region takes to fail. */
  readonly hangs: number;
  /** When each resolver, and each client behind it, asked for the first time. */
  readonly clients: readonly { readonly resolverFrom: number; readonly from: number; readonly every: number }[];
}

/** Route 53: healthy while more than 18 % of the checkers say so. */
const HEALTHY_ABOVE = 0.18;

function switchedAt({ phases, failsAt, hangs, intervalSeconds, threshold }: World): number {
  const verdicts = phases.map((phase) => {
    let failures = 0;
    // The interval begins with the answer, or when the check gives up.
    for (let at = phase; ; at += intervalSeconds + (failures > 0 ? hangs : 0)) {
      failures = at >= failsAt ? failures + 1 : 0;
      if (failures === threshold) return at + hangs;
    }
  }).sort((a, b) => a - b);
  return verdicts.find((_at, index) => (phases.length - index - 1) / phases.length <= HEALTHY_ABOVE)!;
}

/** A cache asks its source when what it holds is too old. */
function cache<T>(from: number, keepSeconds: number, source: (at: number) => T): (at: number) => T {
  let fetchedAt = from;
  let value = source(from);
  return (at) => {
    while (at >= fetchedAt + keepSeconds) {
      // Somebody asks at every moment: it is fetched again as soon as it is too old.
      fetchedAt = keepSeconds === 0 ? at : fetchedAt + keepSeconds;
      value = source(fetchedAt);
      if (keepSeconds === 0) break;
    }
    return value;
  };
}

/** When the last request met the failed Region, after its failure. */
function lastFailure(world: World): number {
  const { failsAt, ttlSeconds, clientCachingSeconds, clients } = world;
  const change = switchedAt(world);
  const end = change + ttlSeconds + clientCachingSeconds + 120;
  let last = 0;
  for (const { resolverFrom, from, every } of clients) {
    const resolver = cache(resolverFrom, ttlSeconds, (at) => at < change ? 'failed' : 'other');
    // A client keeps what the resolver says for its own time, whatever is left of the record's.
    const client = cache(from, clientCachingSeconds, resolver);
    for (let at = from; at < end; at += every) if (at >= failsAt && client(at) === 'failed') last = Math.max(last, at - failsAt);
  }
  return last;
}

const settings = fc.record({
  intervalSeconds: fc.constantFrom(10, 30),
  threshold: fc.integer({ min: 1, max: 10 }),
  ttlSeconds: fc.integer({ min: 0, max: 120 }),
  clientCachingSeconds: fc.integer({ min: 0, max: 60 }),
});
const fraction = fc.double({ min: 0, max: 0.999_999, noNaN: true });
/** Phases in the time that resolver and client keep what they know, and how often the client asks. */
const client = fc.record({ resolver: fraction, client: fraction, every: fc.double({ min: 0.5, max: 7, noNaN: true }) });
const FAILS_AT = 300;

describe('DR-04 a Region that fails at a random moment', () => {
  test('DR-04 no caller is sent to it after the model\'s time, whatever the phases and caches', () => {
    fc.assert(fc.property(
      settings, fc.array(fraction, { minLength: 1, maxLength: 30 }), fc.constantFrom(0, FailoverModel.CHECK_TIMEOUT_SECONDS),
      fc.array(client, { minLength: 1, maxLength: 8 }),
      fraction,
      (given, phases, hangs, clients, moment) => {
        const { intervalSeconds, ttlSeconds, clientCachingSeconds } = given;
        const expected = new FailoverModel(given);
        const last = lastFailure({
          ...given,
          phases: phases.map((phase) => phase * intervalSeconds),
          failsAt: FAILS_AT + moment * intervalSeconds,
          hangs,
          clients: clients.map(({ resolver, client: phase, every }) => ({
            resolverFrom: resolver * ttlSeconds, from: ttlSeconds + phase * (clientCachingSeconds + 1), every,
          })),
        });
        expect(last).toBeLessThanOrEqual(hangs > 0 ? expected.timeToRecoverHangingSeconds : expected.timeToRecoverSeconds);
      },
    ), { numRuns: 500 });
  });

  test('DR-04 the time is no more than an interval too long: the unluckiest caller of any moment comes that near', () => {
    fc.assert(fc.property(settings, fraction, fraction, (given, phase, moment) => {
      const { intervalSeconds, ttlSeconds } = given;
      const expected = new FailoverModel(given);
      const world = { ...given, phases: [phase * intervalSeconds], failsAt: FAILS_AT + moment * intervalSeconds, hangs: 0, clients: [] };
      // Its resolver asked a moment before the name changed, and the client a moment before the record expired.
      const EARLIER = 0.001;
      const resolverFrom = switchedAt(world) - EARLIER;
      const from = resolverFrom + Math.max(0, ttlSeconds - EARLIER);
      const last = lastFailure({ ...world, clients: [{ resolverFrom, from, every: EARLIER * 10 }] });
      expect(last).toBeLessThanOrEqual(expected.timeToRecoverSeconds);
      expect(last).toBeGreaterThan(expected.timeToRecoverSeconds - intervalSeconds - 0.1);
    }), { numRuns: 200 });
  });

  test('DR-04 the bound of a Region that hangs is met too: each check gives up before the next is counted', () => {
    const world = { ...DEFAULTS, clientCachingSeconds: 0, phases: [0], failsAt: 300.001, hangs: FailoverModel.CHECK_TIMEOUT_SECONDS, clients: [] };
    expect(switchedAt(world) - world.failsAt).toBeCloseTo(model().timeToRecoverHangingSeconds - DEFAULTS.ttlSeconds, 1);
  });

  test('DR-04 the bound is met: a failure just after a check, with the defaults', () => {
    const world = { ...DEFAULTS, clientCachingSeconds: 0, phases: [0], failsAt: 300.001, hangs: 0, clients: [] };
    expect(switchedAt(world) - world.failsAt).toBeCloseTo(30, 1);
    expect(lastFailure({ ...world, clients: [{ resolverFrom: switchedAt(world) - 0.001, from: 300, every: 0.01 }] })).toBeCloseTo(40, 1);
  });
});
