/**
 * The one connection of this execution environment, kept between invocations.
 * What a deadlock or a lost connection undid is tried again while there is
 * time: whoever writes must write so that it may happen twice.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseCredentials } from './credentials';
import { DatabaseError } from './database-error';
import { Deadline } from './deadline';
import type { OpenSession, Queryable, Session } from './session';
import { count, logger } from '../../hardened/handlers/telemetry';

/** Idle for longer, an environment may have been frozen, and the other side gone. */
const PING_AFTER_MS = 1_000;
const PING_MS = 1_000;
/** A connection made anew finds the writer of today. */
const MAX_AGE_MS = 900_000;
/** How long one piece of work waits for the database to come back: longer than a restart, shorter than an invocation. */
export const PATIENCE_MS = 8_000;
/** For this long after, nothing is tried: the rest of a batch must not wait as well. */
export const AWAY_MS = 3_000;
/** A refused login must become a storm neither on Secrets Manager nor on the database, which may lock the user. */
export const REFUSED_MS = 2_000;
const FIRST_WAIT_MS = 25;
const LONGEST_WAIT_MS = 1_000;

/** Full jitter: of many that collide, few do so again. */
const waitMs = (attempt: number): number => Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);

/** @throws what is something else */
function refusedLogin(error: unknown): DatabaseError {
  if (error instanceof DatabaseError && error.fault === 'login') return error;
  throw error;
}

export class Database {
  private session?: Session;
  private openedAtMs = 0;
  private usedAtMs = 0;
  private awayUntilMs = 0;
  private refusedUntilMs = 0;

  constructor(private readonly credentials: DatabaseCredentials, private readonly openSession: OpenSession) {
  }

  /** All of `work`, or nothing of it; possibly more than once. */
  async transaction<T>(deadline: Deadline, work: (queryable: Queryable) => Promise<T>): Promise<T> {
    return this.attempt(deadline, async (session) => {
      try {
        await session.execute('START TRANSACTION');
        const result = await work(session);
        await session.execute('COMMIT');
        return result;
      } catch (error) {
        await this.rollback(session);
        throw error;
      }
    });
  }

  async read<T>(deadline: Deadline, work: (queryable: Queryable) => Promise<T>): Promise<T> {
    return this.attempt(deadline, work);
  }

  /** On a connection that ends with it: a named lock would pin one of the proxy for as long as ours lives. */
  async exclusive<T>(deadline: Deadline, work: (queryable: Queryable) => Promise<T>): Promise<T> {
    return this.attempt(deadline, async (session) => {
      try {
        return await work(session);
      } finally {
        session.close();
      }
    });
  }

  private async rollback(session: Session): Promise<void> {
    if (session.isBroken) return;
    await session.execute('ROLLBACK').catch(() => session.close());
  }

  private async attempt<T>(deadline: Deadline, work: (session: Session) => Promise<T>): Promise<T> {
    if (Date.now() < this.awayUntilMs) throw new DatabaseError('unavailable', 'AWAY_A_MOMENT_AGO');
    const patience = Deadline.in(deadline.most(PATIENCE_MS));
    for (let attempt = 0; ; attempt += 1) {
      try {
        const session = await this.live(deadline);
        const result = await work(session);
        this.usedAtMs = Date.now();
        return result;
      } catch (error) {
        const isPassing = error instanceof DatabaseError && ['login', 'contention', 'unavailable'].includes(error.fault);
        if (!isPassing) throw error;
        const wait = waitMs(attempt);
        if (wait >= patience.leftMs()) {
          // Where only the time was too short, nothing is known of the database.
          if (error.fault !== 'contention' && deadline.leftMs() > wait) this.awayUntilMs = Date.now() + AWAY_MS;
          throw error;
        }
        count(error.fault === 'contention' ? 'TransactionRetried' : 'DatabaseRetried');
        logger.warn('Tried again', { code: error.code, attempt });
        await sleep(wait);
      }
    }
  }

  private async live(deadline: Deadline): Promise<Session> {
    if (this.session) {
      const now = Date.now();
      this.session.deadline = deadline;
      if (now - this.openedAtMs > MAX_AGE_MS) this.session.close();
      // Its fault is ours to mend: nothing ran yet.
      else if (now - this.usedAtMs > PING_AFTER_MS) await this.session.ping(deadline.most(PING_MS)).catch(() => this.session?.close());
    }
    if (!this.session || this.session.isBroken) {
      this.session = undefined;
      this.session = await this.login(deadline);
      this.openedAtMs = this.usedAtMs = Date.now();
    }
    return this.session;
  }

  private async login(deadline: Deadline): Promise<Session> {
    if (Date.now() < this.refusedUntilMs) throw new DatabaseError('login', 'REFUSED_A_MOMENT_AGO');
    const known = await this.credentials.current();
    let refused: DatabaseError;
    try {
      return await this.openSession(known, deadline);
    } catch (error) {
      refused = refusedLogin(error);
    }
    this.refusedUntilMs = Date.now() + REFUSED_MS;
    for await (const other of this.credentials.others(known)) {
      try {
        const session = await this.openSession(other, deadline);
        this.credentials.accept(other);
        this.refusedUntilMs = 0;
        return session;
      } catch (error) {
        refused = refusedLogin(error);
      }
    }
    throw refused;
  }
}
