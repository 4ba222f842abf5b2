import { randomUUID } from 'node:crypto';
import { Cluster, DATABASE, HOST, ROLE } from './cluster';
import { ARN, type FakeSecretsManager } from '../secrets-manager';
import { Service } from './service';

export interface Secret {
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly dbname: string;
}

/** The database, the secret, and tasks that use them. */
export class Stage {
  static secretOf(cluster: Cluster, change: Partial<Secret> = {}): Secret {
    return { username: ROLE, password: cluster.password, host: HOST, port: cluster.port, dbname: DATABASE, ...change };
  }

  /** Reads its secret through the API, and survives rotation. */
  first!: Service;
  /** Was given its secret at the start. */
  second!: Service;

  constructor(readonly folder: string, readonly cluster: Cluster, readonly manager: FakeSecretsManager) {
  }

  async task(name: string, env: Record<string, string> = {}): Promise<Service> {
    return Service.start(this.folder, name, { DATABASE_CA_FILE: this.cluster.authority, DRAIN_DELAY_MS: '500', ...env });
  }

  byArn(): Record<string, string> {
    return {
      DATABASE_SECRET_ARN: ARN,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: this.manager.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  }

  injected(change: Partial<Secret> = {}): Record<string, string> {
    return { DATABASE_SECRET: JSON.stringify(Stage.secretOf(this.cluster, change)) };
  }

  /** Rows and events of the payments whose reference is this. */
  async stored(reference: string): Promise<{ rows: number; events: number }> {
    const of = (table: string) => `SELECT count(*) FROM ${table} WHERE merchant_reference = $1`;
    return {
      rows: await this.cluster.count(of('payments'), [reference]),
      events: await this.cluster.count(of('payment_events JOIN payments ON payments.id = payment_id'), [reference]),
    };
  }

  /** Which of the ids have no row, or not exactly one event. */
  async missing(ids: readonly string[]): Promise<number> {
    return this.cluster.count(
      `SELECT count(*) FROM unnest($1::uuid[]) AS acknowledged (id)
       WHERE (SELECT count(*) FROM payments JOIN payment_events ON payment_id = payments.id WHERE payments.id = acknowledged.id) <> 1`, [ids],
    );
  }

  /** Nobody can write a payment while `work` runs. */
  async whileLocked<T>(work: () => Promise<T>): Promise<T> {
    return this.cluster.asAdmin(async (client) => {
      await client.query('BEGIN; LOCK TABLE payments IN EXCLUSIVE MODE');
      try {
        return await work();
      } finally {
        await client.query('ROLLBACK');
      }
    });
  }

  /** Statements of the service that wait for a lock. */
  async waiting(): Promise<number> {
    return this.cluster.count("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'payment-processor' AND wait_event_type = 'Lock'");
  }

  key = (): string => randomUUID();
}
