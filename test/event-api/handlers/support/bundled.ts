/** The bundles as Lambda runs them: a process of their own for each function, what they share in the layer, found by NODE_PATH. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ENVIRONMENT } from './environment';

export const ASSETS = path.join(__dirname, '..', '..', '..', '..', 'assets', 'event-api');
export const MODULES = path.join(ASSETS, 'layer', 'nodejs', 'node_modules');
export const LAYER = path.join(MODULES, 'payment-event-shared', 'index.js');
export const bundleOf = (handler: string): string => path.join(ASSETS, 'handlers', handler, 'index.js');
/** `npm test` builds them first. */
export const BUILT = [LAYER, ...['ingest', 'process', 'store'].map(bundleOf)].every((file) => fs.existsSync(file));

/** Lambda's Runtime for what the functions need of it. Its clock can be put forward. */
const RUNTIME = `
  let ahead = 0;
  const now = Date.now;
  globalThis.Date = class extends Date {
    constructor(...given) { super(...given.length > 0 ? given : [now() + ahead]); }
    static now() { return now() + ahead; }
  };
  const { handler } = require(process.argv[1]);
  process.on('message', async ({ event, aheadMs }) => {
    ahead = aheadMs;
    const context = { functionName: 'test', awsRequestId: 'c0ffee', getRemainingTimeInMillis: () => 50_000 };
    try {
      process.send({ result: await handler(event, context) });
    } catch (error) {
      process.send({ error: String(error) });
    }
  });
`;

export type Outcome = { readonly result: unknown } | { readonly error: string } | 'killed';

export class BundledFunction {
  private child?: ChildProcess;

  constructor(private readonly handler: string, private readonly environment: Record<string, string>) {
  }

  async invoke(event: unknown, aheadMs = 0): Promise<Outcome> {
    const child = this.child ??= spawn(process.execPath, ['--no-warnings', '--eval', RUNTIME, bundleOf(this.handler)], {
      // Not here: the modules of the project are not Lambda's.
      cwd: os.tmpdir(), stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: { PATH: process.env.PATH, ...ENVIRONMENT, NODE_PATH: MODULES, ...this.environment },
    });
    const answered = once(child, 'message').then(([answer]) => answer as Outcome);
    const ended = once(child, 'exit').then((): Outcome => 'killed');
    child.send({ event, aheadMs });
    return Promise.race([answered, ended]);
  }

  /** As when the machine below it dies. */
  async kill(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}
