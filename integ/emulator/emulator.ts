import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, LOOPBACK } from '../ports';

export const ACCOUNT = '000000000000';
const START_MS = 30_000;
const STOP_MS = 5_000;
/** Of a stop that the state must survive. */
const SAVE_MS = 30_000;

export interface EmulatorOptions {
  /** Of the environment with the emulator. */
  readonly python: string;
  /** Holds the state and the log of this run. */
  readonly folder: string;
  /** Seconds of a Step Functions wait or retry, as a part of the true ones. */
  readonly waitScale: number;
  /** Signatures and policies are checked. */
  readonly iam: boolean;
  readonly region: string;
}

/** One emulator process of our own, on loopback. */
export class Emulator {
  public static async start(options: EmulatorOptions): Promise<Emulator> {
    const emulator = new Emulator(options, await freePort());
    await emulator.launch();
    return emulator;
  }

  private child?: ChildProcess;

  private constructor(private readonly options: EmulatorOptions, private readonly port: number) {
  }

  public get endpoint(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  public get log(): string {
    return path.join(this.options.folder, 'emulator.log');
  }

  /** Processor time so far, of the emulator and of the functions that it runs. Linux only. */
  public cpuMs(): { emulator: number; functions: number } | undefined {
    const group = this.child?.pid;
    if (process.platform !== 'linux' || group === undefined) return undefined;
    const used = { emulator: 0, functions: 0 };
    for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      let stat: string;
      try {
        stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      } catch {
        continue; // It ended meanwhile.
      }
      // After the name: state, parent, group; user and system time are the twelfth and thirteenth, in hundredths of a second.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) !== group) continue;
      used[Number(pid) === group ? 'emulator' : 'functions'] += 10 * (Number(fields[11]) + Number(fields[12]));
    }
    return used;
  }

  /** Forgets everything that was deployed. */
  public async reset(): Promise<void> {
    const response = await fetch(`${this.endpoint}/_ministack/reset`, { method: 'POST' });
    if (!response.ok) throw new Error(`reset: ${response.status}`);
  }

  /** SIGTERM, and 5 s later SIGKILL, of the own process; then SIGKILL of what it left behind. How it ended. */
  public async stop(patienceMs = STOP_MS): Promise<string> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return 'was not running';
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await ended;
    clearTimeout(killer);
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // Nothing is left of its group.
    }
    return child.signalCode === 'SIGKILL' ? 'by SIGKILL' : 'by SIGTERM';
  }

  /** SIGTERM, and a start with the state that was saved. */
  public async restart(): Promise<void> {
    await this.suspend();
    await this.resume();
  }

  /** SIGTERM; the state is saved for `resume`. */
  public async suspend(): Promise<void> {
    const how = await this.stop(SAVE_MS);
    if (how !== 'by SIGTERM') throw new Error(`the emulator ended ${how}: its state is not saved`);
    // Its own lines: handlers log to the same file, and fail while it ends.
    const [fault] = fs.readFileSync(this.log, 'utf8').split('\n').filter((line) => / ERROR \[\w+\] (Lambda )?persistence:/i.test(line));
    if (fault) throw new Error(`the emulator did not save its state: ${fault}`);
  }

  /** A start with the state that was saved, at the same address. */
  public async resume(): Promise<void> {
    if (!this.child) await this.launch();
  }

  /** It takes connections, and does nothing, nor do its functions. */
  public freeze(): void { process.kill(-this.child!.pid!, 'SIGSTOP'); }
  public thaw(): void { process.kill(-this.child!.pid!, 'SIGCONT'); }

  private async launch(): Promise<void> {
    const { python, folder, waitScale, iam, region } = this.options;
    const state = path.join(folder, 'state');
    const runtime = path.join(folder, 'runtime');
    for (const made of [state, runtime]) fs.mkdirSync(made, { recursive: true });
    const sdk = path.join(runtime, '@aws-sdk');
    if (!fs.existsSync(sdk)) fs.symlinkSync(path.join(path.dirname(require.resolve('@aws-sdk/client-s3/package.json')), '..'), sdk);
    const log = fs.openSync(this.log, 'a');
    // A group of its own: Ctrl-C reaches only us, and we stop it in order. Its standard input ends with this process, and the emulator with that.
    const child = spawn(python, ['-m', 'ministack'], {
      stdio: ['pipe', log, log],
      detached: true,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        TMPDIR: folder,
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONPATH: path.join(__dirname, 'patches'),
        BIND_HOST: LOOPBACK,
        MINISTACK_HOST: LOOPBACK,
        GATEWAY_PORT: String(this.port),
        MINISTACK_REGION: region,
        AWS_ENDPOINT_URL: this.endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        // The Lambda runtime holds the SDK; CDK's own functions take it from there.
        NODE_PATH: runtime,
        AUTH: String(iam),
        LAMBDA_EXECUTOR: 'local',
        LAMBDA_WARM_TTL_SECONDS: '120',
        IOT_MTLS_ENABLED: '0',
        SFTP_ENABLED: '0',
        PERSIST_STATE: '1',
        STATE_DIR: state,
        S3_PERSIST: '1',
        S3_DATA_DIR: path.join(folder, 's3'),
        SFN_WAIT_SCALE: String(waitScale),
        LOG_LEVEL: 'WARNING',
      },
    });
    fs.closeSync(log);
    this.child = child;
    const deadline = Date.now() + START_MS;
    while (!(await this.isHealthy())) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The emulator did not start: see ${this.log}`);
      await sleep(100);
    }
  }

  private async isHealthy(): Promise<boolean> {
    try {
      return (await fetch(`${this.endpoint}/_ministack/health`, { signal: AbortSignal.timeout(1_000) })).ok;
    } catch {
      return false;
    }
  }
}
