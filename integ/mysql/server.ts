import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, createConnection, type SslOptions } from 'mysql2/promise';
import type { Binaries } from './binaries';
import { makeAuthority, makeServerCertificate } from '../certificates';
import { end, hasEnded, remember } from '../children';
import { unprivileged } from '../debian';
import { freePort, LOOPBACK } from '../ports';

const START_MS = 30_000;
/** The server's certificate is for this name alone. */
export const HOST = 'localhost';
export const DATABASE = 'payments';
export const USER = 'payments';
/** How long a statement waits for a lock: short, so that it is met. */
export const LOCK_WAIT_SECONDS = 1;

type Statement = readonly [string, ...unknown[]] | string;

/** A private server in a folder of its own: TLS alone, loopback, ended with us. */
export class Server {
  static async create(binaries: Binaries, folder: string): Promise<Server> {
    const server = new Server(binaries, folder, await freePort());
    server.initialise();
    await server.start();
    return server;
  }

  /** Of the function's user, when it was made. */
  readonly password = randomBytes(12).toString('hex');
  /** What signed the server's certificate. */
  readonly authority: string;
  private readonly adminPassword = randomBytes(12).toString('hex');
  private readonly data: string;
  private readonly user = unprivileged('MySQL', 'mysql', 'nobody');
  private child?: ChildProcess;

  private constructor(private readonly binaries: Binaries, private readonly folder: string, readonly port: number) {
    this.data = path.join(folder, 'data');
    this.authority = makeAuthority(folder, 'authority');
    makeServerCertificate(folder, 'authority', 'server', [HOST]);
    makeServerCertificate(folder, 'authority', 'elsewhere', ['elsewhere.internal']);
  }

  get version(): string {
    return execFileSync(this.binaries.server, ['--version'], { encoding: 'utf8' }).trim().replace(/^\S+\s+/, '');
  }

  /** By default as it should be; `elsewhere`: with the certificate of another name, `plain`: without TLS. */
  async start(mode: 'server' | 'elsewhere' | 'plain' = 'server'): Promise<void> {
    const log = fs.openSync(this.log, 'a');
    const child = remember(spawn(this.binaries.setpriv, [
      '--pdeathsig', 'KILL', this.binaries.server, '--no-defaults', `--datadir=${this.data}`, `--tmpdir=${this.folder}`, `--init-file=${path.join(this.folder, 'init.sql')}`,
      `--bind-address=${LOOPBACK}`, `--port=${this.port}`, `--socket=${path.join(this.folder, 'socket')}`, '--skip-log-bin',
      ...mode === 'plain' ? ['--skip-ssl']
        : [`--ssl-cert=${path.join(this.folder, `${mode}.pem`)}`, `--ssl-key=${path.join(this.folder, `${mode}.key`)}`, '--require-secure-transport=ON'],
      '--innodb-buffer-pool-size=64M', '--innodb-log-file-size=16M', `--innodb-lock-wait-timeout=${LOCK_WAIT_SECONDS}`,
      // The operating system outlives a killed server; nobody pulls the plug of this machine.
      '--innodb-flush-log-at-trx-commit=2',
    ], { ...this.user, cwd: this.folder, stdio: ['ignore', log, log], detached: true }), 'SIGKILL');
    fs.closeSync(log);
    this.child = child;
    for (const deadline = Date.now() + START_MS; ; await sleep(50)) {
      try {
        await this.run('SELECT 1');
        return;
      } catch (error) {
        // It is there, and we do not trust it either.
        if (mode !== 'server' && /^HANDSHAKE_/.test(String((error as { code?: string }).code))) return;
        if (hasEnded(child) || Date.now() > deadline) throw new Error(`MySQL did not start: ${fs.readFileSync(this.log, 'utf8').slice(-500)}`, { cause: error });
      }
    }
  }

  /** SIGTERM ends it in order, SIGKILL as a crash does. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.child) await end(this.child, signal, 10_000);
  }

  async connect(change: { ssl?: SslOptions; user?: string; password?: string } = {}): Promise<Connection> {
    const connection = await createConnection({
      host: HOST,
      port: this.port,
      user: 'admin',
      password: this.adminPassword,
      database: DATABASE,
      connectTimeout: 2_000,
      supportBigNumbers: true,
      bigNumberStrings: true,
      ssl: { ca: fs.readFileSync(this.authority, 'utf8'), verifyIdentity: true },
      ...change,
    });
    // Told by the statement as well.
    connection.on('error', () => undefined);
    return connection;
  }

  /** The rows of the last one. */
  async run<R = Record<string, unknown>>(...statements: Statement[]): Promise<R[]> {
    const connection = await this.connect();
    try {
      let rows: unknown = [];
      for (const statement of statements) {
        const [sql, ...values] = typeof statement === 'string' ? [statement] : statement;
        [rows] = await connection.query({ sql, values });
      }
      return rows as R[];
    } finally {
      connection.destroy();
    }
  }

  /** The one number that a statement selects. */
  async count(sql: string, ...values: unknown[]): Promise<number> {
    const [row] = await this.run([sql, ...values]);
    return Number(Object.values(row)[0]);
  }

  /** Ends the connections of the function's users: the next statement needs a new login. How many. */
  async disconnect(): Promise<number> {
    const rows = await this.run<{ id: string }>(['SELECT id FROM information_schema.processlist WHERE user LIKE ?', `${USER}%`]);
    // One may end by itself in between.
    await Promise.all(rows.map(({ id }) => this.run(`KILL ${Number(id)}`).catch(() => undefined)));
    return rows.length;
  }

  private get log(): string {
    return path.join(this.folder, 'mysql.log');
  }

  private initialise(): void {
    const { server, tables } = this.binaries;
    fs.mkdirSync(this.data, { mode: 0o700 });
    fs.writeFileSync(path.join(this.folder, 'init.sql'), [
      `CREATE DATABASE IF NOT EXISTS ${DATABASE};`,
      `CREATE USER IF NOT EXISTS 'admin'@'%' IDENTIFIED BY '${this.adminPassword}';`,
      "GRANT ALL ON *.* TO 'admin'@'%' WITH GRANT OPTION;",
      `CREATE USER IF NOT EXISTS '${USER}'@'%' IDENTIFIED BY '${this.password}' REQUIRE SSL;`,
      `GRANT ALL ON ${DATABASE}.* TO '${USER}'@'%';`,
      '',
    ].join('\n'), { mode: 0o600 });
    const { uid, gid } = this.user ?? {};
    if (uid !== undefined && gid !== undefined) {
      for (const made of ['', 'data', 'init.sql', 'server.key', 'server.pem', 'elsewhere.key', 'elsewhere.pem']) fs.chownSync(path.join(this.folder, made), uid, gid);
    }
    execFileSync(server, ['--no-defaults', '--bootstrap', `--datadir=${this.data}`, `--tmpdir=${this.folder}`, '--innodb-log-file-size=16M', '--skip-log-bin'], {
      ...this.user,
      cwd: this.folder,
      input: ['CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n', ...tables.map((file) => fs.readFileSync(file, 'utf8'))].join('\n'),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }
}
