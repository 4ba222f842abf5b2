import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, hasEnded, remember } from '../children';
import { freePort, LOOPBACK } from '../ports';

/** What the image holds. */
export const ASSETS = path.join(__dirname, '..', '..', 'assets', 'nested-environments', 'service');
const READY_MS = 30_000;

/** One task: the bundle as a process, with nothing of our environment but what is given. */
export class Service {
  static async start(folder: string, name: string, env: Record<string, string>): Promise<Service> {
    return new Service(path.join(folder, `${name}.log`), await freePort(), env);
  }

  readonly child: ChildProcess;
  readonly origin: string;

  private constructor(readonly log: string, readonly port: number, env: Record<string, string>) {
    this.origin = `http://${LOOPBACK}:${port}`;
    const file = fs.openSync(log, 'a');
    this.child = remember(spawn(process.execPath, ['index.js'], {
      cwd: ASSETS, stdio: ['ignore', file, file], detached: true, env: { PORT: String(port), LISTEN_HOST: LOOPBACK, NODE_ENV: 'production', ...env },
    }));
    fs.closeSync(file);
  }

  get output(): string {
    return fs.readFileSync(this.log, 'utf8');
  }

  async status(route: string): Promise<number> {
    const response = await fetch(this.origin + route, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status;
  }

  /** Until `route` answers with `status`; how long that took, in milliseconds. */
  async until(route: string, status: number, limitMs = READY_MS): Promise<number> {
    const began = Date.now();
    for (;;) {
      const seen = await this.status(route).catch(() => 0);
      if (seen === status) return Date.now() - began;
      if (hasEnded(this.child)) throw new Error(`the service ended: ${this.output.slice(-500)}`);
      if (Date.now() - began > limitMs) throw new Error(`${route} is ${seen} and not ${status} after ${limitMs} ms: ${this.output.slice(-500)}`);
      await sleep(50);
    }
  }

  async untilLogged(text: string, limitMs = READY_MS): Promise<void> {
    for (const deadline = Date.now() + limitMs; !this.output.includes(text); await sleep(50)) {
      if (Date.now() > deadline) throw new Error(`"${text}" is not in the log after ${limitMs} ms: ${this.output.slice(-500)}`);
    }
  }

  async ended(): Promise<number | null> {
    if (!hasEnded(this.child)) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  async stop(): Promise<number | NodeJS.Signals | null> {
    return end(this.child, 'SIGTERM', 15_000);
  }
}
