/**
 * The end of a task in order. ECS takes the task out of the target group and
 * sends SIGTERM; the load balancer may send requests a little longer.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './logger';

export interface ShutdownOptions {
  readonly drainDelayMs: number;
  readonly stopTimeoutMs: number;
  /** Takes no more connections, finishes what is open, closes the database. */
  readonly close: () => Promise<void>;
  readonly exit: (code: number) => void;
  readonly logger: Logger;
}

export class Shutdown {
  private readonly began = new AbortController();

  constructor(private readonly options: ShutdownOptions) {
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.began.signal;
  }

  get isDraining(): boolean {
    return this.began.signal.aborted;
  }

  /** Once, however often it is asked. */
  async begin(reason: string): Promise<void> {
    if (this.isDraining) return;
    this.began.abort();
    const { drainDelayMs, stopTimeoutMs, close, exit, logger } = this.options;
    logger.info({ reason, drainDelayMs }, 'Draining');
    // Our own end is before SIGKILL, and says so.
    const limit = setTimeout(() => {
      logger.error({ stopTimeoutMs }, 'Not done in time: requests are cut off');
      exit(1);
    }, stopTimeoutMs);
    try {
      await sleep(drainDelayMs);
      await close();
      logger.info('Stopped');
      exit(0);
    } catch (error) {
      logger.error({ err: error }, 'Stopped with a failure');
      exit(1);
    } finally {
      clearTimeout(limit);
    }
  }
}
