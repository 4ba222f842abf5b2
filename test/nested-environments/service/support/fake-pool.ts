import { EventEmitter } from 'node:events';
import type { Pool, PoolConfig } from 'pg';

export type Answer = (text: string, config: PoolConfig, values?: unknown[]) => unknown[] | Promise<unknown[]>;

export const refusedLogin = () => Object.assign(new Error('password authentication failed'), { code: '28P01', severity: 'FATAL' });
export const broken = (code: string) => Object.assign(new Error(`${code} happened`), { code });

/** Pools that answer from a function; a pool whose `login` throws has no connection to give. */
export class FakePools {
  readonly made: PoolConfig[] = [];
  readonly ended: PoolConfig[] = [];
  /** Connections that were thrown away. */
  discarded = 0;
  readonly statements: string[] = [];
  readonly emitters: EventEmitter[] = [];
  answer: Answer = (text) => text.includes('pg_is_in_recovery') ? [{ standby: false }] : text.includes('max(version)') ? [{ version: 0 }] : [];
  login: (config: PoolConfig) => void = () => undefined;

  readonly create = (config: PoolConfig): Pool => {
    this.made.push(config);
    const query = async (text: string, values?: unknown[]) => {
      this.login(config);
      this.statements.push(text);
      return { rows: await this.answer(text, config, values) };
    };
    const connect = async () => {
      this.login(config);
      return { query, release: (discard?: boolean) => { this.discarded += discard ? 1 : 0; } };
    };
    const emitter = new EventEmitter();
    this.emitters.push(emitter);
    const end = async () => {
      this.ended.push(config);
      throw new Error('a pool that does not end in order');
    };
    return Object.assign(emitter, { query, connect, end }) as unknown as Pool;
  };
}
