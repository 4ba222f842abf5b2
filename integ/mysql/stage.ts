import * as path from 'node:path';
import { FLAGS_PATH, type FakeAgent } from './agent';
import type { Binaries } from './binaries';
import { Environment } from './environment';
import { Load, type LoadOptions } from './load';
import { Queue } from './queue';
import { DATABASE, HOST, type Server, USER } from './server';
import { ARN, type FakeSecretsManager } from '../secrets-manager';

export interface Secret {
  readonly engine: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly dbname: string;
}

/** The database, the secret, the flags, and execution environments that use them. */
export class Stage {
  static secretOf(server: Server, change: Partial<Secret> = {}): Secret {
    return { engine: 'mysql', username: USER, password: server.password, host: HOST, port: server.port, dbname: DATABASE, ...change };
  }

  /** Of the function, at once. */
  environments: Environment[] = [];
  readonly all: Environment[] = [];
  private started = 0;

  constructor(
    private readonly binaries: Binaries, readonly folder: string,
    readonly server: Server, readonly manager: FakeSecretsManager, readonly agent: FakeAgent,
  ) {
  }

  async environment(env: Record<string, string> = {}): Promise<Environment> {
    const environment = await Environment.start(this.binaries.setpriv, path.join(this.folder, `environment-${this.started += 1}.log`), {
      DATABASE_SECRET_ARN: ARN,
      DATABASE_CA: this.server.authority,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: this.manager.endpoint,
      FEATURE_FLAGS_PATH: FLAGS_PATH,
      AWS_APPCONFIG_EXTENSION_HTTP_PORT: String(this.agent.port),
      ...env,
    });
    this.all.push(environment);
    return environment;
  }

  /** How often a metric was counted, by all. */
  counted(metric: string): number {
    return this.all.reduce((sum, environment) => sum + environment.counted(metric), 0);
  }

  /** Sends a load, handles it while `meanwhile` runs, and accounts for every message. */
  async underLoad(name: string, options: LoadOptions, meanwhile?: (queue: Queue) => Promise<unknown>) {
    const load = new Load(name, options);
    const queue = new Queue();
    load.sendTo(queue);
    const began = Date.now();
    await Promise.all([queue.drain(this.environments, () => this.replace()), meanwhile?.(queue)]);
    const perSecond = Math.round(queue.deliveries * 1_000 / (Date.now() - began));
    return { account: await load.account(this.server, queue), perSecond };
  }

  private async replace(): Promise<Environment> {
    const environment = await this.environment();
    this.environments = [...this.environments.filter(({ isAlive }) => isAlive), environment];
    return environment;
  }
}
