import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { end, hasEnded, remember } from '../children';

const HANDLER = path.join(__dirname, '..', '..', 'assets', 'migration', 'handlers', 'migrated', 'index.js');
const START_MS = 20_000;

interface Reply {
  readonly id?: string;
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

/** The bundle as a process, with nothing of our environment but what is given. It ends with us, even stopped. */
export class Environment {
  static async start(setpriv: string, log: string, env: Record<string, string>): Promise<Environment> {
    const environment = new Environment(setpriv, log, env);
    const late = AbortSignal.timeout(START_MS);
    const [{ loadedMs }] = await Promise.race([
      once(environment.child, 'message', { signal: late }) as Promise<[{ loadedMs: number }]>,
      once(environment.child, 'exit', { signal: late }).then(() => { throw new Error(`the function did not start: ${environment.output.slice(-500)}`); }),
    ]);
    environment.loadedMs = loadedMs;
    return environment;
  }

  loadedMs = 0;
  readonly child: ChildProcess;
  private sequence = 0;

  private constructor(setpriv: string, private readonly log: string, env: Record<string, string>) {
    const file = fs.openSync(log, 'a');
    this.child = remember(spawn(setpriv, ['--pdeathsig', 'KILL', process.execPath, '--no-warnings', path.join(__dirname, 'runtime.mjs')], {
      stdio: ['ignore', file, file, 'ipc'],
      detached: true,
      env: {
        HANDLER,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        POWERTOOLS_SERVICE_NAME: 'migrated',
        POWERTOOLS_METRICS_NAMESPACE: 'Payments',
        POWERTOOLS_TRACE_ENABLED: 'false',
        ...env,
      },
    }), 'SIGKILL');
    fs.closeSync(file);
  }

  get output(): string {
    return fs.readFileSync(this.log, 'utf8');
  }

  get isAlive(): boolean {
    return !hasEnded(this.child);
  }

  /** How often a metric was counted. */
  counted(metric: string): number {
    return [...this.output.matchAll(new RegExp(`"${metric}":(?:(\\d+)|\\[([\\d,]+)\\])[,}]`, 'g'))]
      .flatMap(([, one, many]) => (one ?? many).split(',').map(Number)).reduce((sum, value) => sum + value, 0);
  }

  /** One at a time, as Lambda does. @throws what the function threw, or that it ended */
  async invoke<T>(event: object, remainingMs = 30_000): Promise<T> {
    if (!this.isAlive) throw new Error('the environment ended before');
    const id = String(this.sequence += 1);
    const done = new AbortController();
    const replied = new Promise<Reply>((resolve) => {
      const listen = (reply: Reply): void => {
        if (reply.id !== id) return;
        this.child.off('message', listen);
        resolve(reply);
      };
      this.child.on('message', listen);
    });
    const ended = once(this.child, 'exit', { signal: done.signal }).then(() => { throw new Error('the environment ended'); });
    // Where it ends meanwhile, its exit tells.
    this.child.send({ id, event, remainingMs }, () => undefined);
    const { result, error } = await Promise.race([replied, ended]).finally(() => {
      done.abort();
      ended.catch(() => undefined);
    });
    if (error) throw new Error(`${error.name}: ${error.message}`);
    return result as T;
  }

  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async crash(): Promise<void> {
    await end(this.child, 'SIGKILL', 5_000);
  }
}
