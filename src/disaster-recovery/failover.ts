import { Faults } from '../hardened/faults';

/** Props of `FailoverModel`. */
export interface FailoverModelProps {
  /** Seconds between two checks of a health checker: 10 or 30. */
  readonly intervalSeconds: number;
  /** Checks in a row that must fail. */
  readonly threshold: number;
  /** Seconds for which resolvers keep the failover record. */
  readonly ttlSeconds: number;
  /**
   * Seconds for which clients keep an address beyond the record's TTL: a runtime's own cache, a pool of connections.
   * @default 0
   */
  readonly clientCachingSeconds?: number;
  /**
   * Seconds until a write of one Region can be read in the other. AWS speaks of a second or less for a global table
   * with eventual consistency; with strong consistency it is 0.
   * @default 1
   */
  readonly replicationLagSeconds?: number;
  /**
   * Payments a second.
   * @default 1
   */
  readonly requestRate?: number;
}

/**
 * What the loss of a Region costs, by arithmetic: how long until callers reach the other Region, which payments it
 * does not know of, which of them can be accepted twice (DR-04, DR-13).
 *
 * Not in it: the seconds that Route 53 takes to spread a verdict, for which AWS gives no figure, and resolvers that
 * keep a record longer than its TTL.
 */
export class FailoverModel {
  /**
   * A checker waits 4 s for the connection and 2 s for the answer, and only then the interval until it asks again: with
   * an endpoint that hangs each check takes that much longer than with one that refuses.
   * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
   */
  public static readonly CHECK_TIMEOUT_SECONDS = 6;

  /** At most so many seconds until the Region counts as failed; at least one interval less. */
  public readonly detectionSeconds: number;
  /** At most so many seconds until every caller reaches the other Region (RTO). */
  public readonly timeToRecoverSeconds: number;
  /** The same for a Region that does not refuse connections but leaves them hanging. */
  public readonly timeToRecoverHangingSeconds: number;
  /** Seconds of accepted payments that the other Region does not know of (RPO). They are back when the failed Region is. */
  public readonly recoveryPointSeconds: number;
  /** Requests that find nobody, at most, when callers do not send them again. */
  public readonly failedRequests: number;
  /** Accepted payments that the other Region does not know of. Sent again, each of them is accepted a second time. */
  public readonly paymentsAtRisk: number;
  /** For so many seconds after the first acceptance another Region accepts the same payment again. */
  public readonly doubleWindowSeconds: number;

  private readonly props: FailoverModelProps;

  constructor(props: FailoverModelProps) {
    const { intervalSeconds, threshold, ttlSeconds, clientCachingSeconds = 0, replicationLagSeconds = 1, requestRate = 1 } = props;
    const faults = new Faults();
    if (![10, 30].includes(intervalSeconds)) faults.add(`intervalSeconds must be 10 or 30, the intervals of Route 53, got ${intervalSeconds}`);
    faults.range('threshold', threshold, 1, 10);
    faults.range('ttlSeconds', ttlSeconds, 0, 2_147_483_647);
    faults.range('clientCachingSeconds', clientCachingSeconds, 0, Number.MAX_SAFE_INTEGER, '', false);
    faults.range('replicationLagSeconds', replicationLagSeconds, 0, Number.MAX_SAFE_INTEGER, '', false);
    faults.range('requestRate', requestRate, 0, Number.MAX_SAFE_INTEGER, '', false);
    faults.throwIfAny('FailoverModel');

    this.props = props;
    this.detectionSeconds = intervalSeconds * threshold;
    this.timeToRecoverSeconds = this.detectionSeconds + ttlSeconds + clientCachingSeconds;
    this.timeToRecoverHangingSeconds = this.timeToRecoverSeconds + threshold * FailoverModel.CHECK_TIMEOUT_SECONDS;
    this.recoveryPointSeconds = replicationLagSeconds;
    this.doubleWindowSeconds = replicationLagSeconds;
    this.failedRequests = Math.ceil(requestRate * this.timeToRecoverSeconds);
    this.paymentsAtRisk = Math.ceil(requestRate * replicationLagSeconds);
  }

  /** The arithmetic in one line: `3 x 10 s detection + 10 s TTL = 40 s`. */
  public describe(): string {
    const { intervalSeconds, threshold, ttlSeconds, clientCachingSeconds = 0 } = this.props;
    const terms = [`${threshold} x ${intervalSeconds} s detection`, `${ttlSeconds} s TTL`];
    if (clientCachingSeconds > 0) terms.push(`${clientCachingSeconds} s client caching`);
    return `${terms.join(' + ')} = ${this.timeToRecoverSeconds} s`;
  }
}
