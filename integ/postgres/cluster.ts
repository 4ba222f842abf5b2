import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { makeAuthority, makeServerCertificate } from '../certificates';
import { end, hasEnded, remember } from '../children';
import { unprivileged } from '../debian';
import { freePort, LOOPBACK } from '../ports';

const START_MS = 30_000;
/** The server's certificate is for this name alone. */
export const HOST = 'localhost';
export const DATABASE = 'payments';
export const ROLE = 'payments';

/** A private cluster in a folder of its own: TLS alone, scram-sha-256, loopback. */
export class Cluster {
  static async create(binaries: string, folder: string): Promise<Cluster> {
    const cluster = new Cluster(binaries, folder, await freePort());
    cluster.initialise();
    await cluster.start();
    await cluster.asAdmin(async (client) => {
      await client.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${cluster.password}'`);
      await client.query(`CREATE DATABASE ${DATABASE} OWNER ${ROLE}`);
    }, 'postgres');
    return cluster;
  }

  /** Of the service's role, when it was made. */
  readonly password = randomBytes(12).toString('hex');
  /** What signed the server's certificate. */
  readonly authority: string;
  private readonly adminPassword = randomBytes(12).toString('hex');
  private readonly data: string;
  // Debian's package brings `postgres`.
  private readonly user = unprivileged('PostgreSQL', 'postgres', 'nobody');
  private child?: ChildProcess;

  private constructor(private readonly binaries: string, private readonly folder: string, readonly port: number) {
    this.data = path.join(folder, 'data');
    this.authority = makeAuthority(folder, 'authority');
    makeServerCertificate(folder, 'authority', 'server', [HOST]);
  }

  get version(): string {
    return execFileSync(path.join(this.binaries, 'postgres'), ['--version'], { encoding: 'utf8' }).trim();
  }

  async start(): Promise<void> {
    const log = fs.openSync(path.join(this.folder, 'postgres.log'), 'a');
    // A group of its own: Ctrl-C reaches only us, and we stop it in order.
    const child = remember(spawn(path.join(this.binaries, 'postgres'), ['-D', this.data], { ...this.user, cwd: this.data, stdio: ['ignore', log, log], detached: true }));
    fs.closeSync(log);
    this.child = child;
    const deadline = Date.now() + START_MS;
    for (;;) {
      try {
        await this.asAdmin((client) => client.query('SELECT 1'), 'postgres');
        return;
      } catch (error) {
        if (hasEnded(child) || Date.now() > deadline) throw new Error(`PostgreSQL did not start: ${fs.readFileSync(path.join(this.folder, 'postgres.log'), 'utf8').slice(-500)}`, { cause: error });
        await sleep(100);
      }
    }
  }

  /** SIGINT: every connection is cut. */
  async stop(): Promise<void> {
    if (this.child) await end(this.child, 'SIGINT', 10_000);
  }

  async asAdmin<T>(work: (client: Client) => Promise<T>, database = DATABASE): Promise<T> {
    const client = new Client({
      host: HOST, port: this.port, user: 'postgres', password: this.adminPassword, database, ssl: { ca: fs.readFileSync(this.authority, 'utf8') }, connectionTimeoutMillis: 5_000,
    });
    // Told by the query as well.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** The one number that a statement selects. */
  async count(statement: string, values: unknown[] = []): Promise<number> {
    const { rows } = await this.asAdmin((client) => client.query<{ count: string }>(statement, values));
    return Number(rows[0].count);
  }

  private initialise(): void {
    const passwordFile = path.join(this.folder, 'password');
    fs.mkdirSync(this.data, { mode: 0o700 });
    fs.writeFileSync(passwordFile, this.adminPassword, { mode: 0o600 });
    const { uid, gid } = this.user ?? {};
    if (uid !== undefined && gid !== undefined) {
      for (const made of ['', 'data', 'password', 'server.key', 'server.pem']) fs.chownSync(path.join(this.folder, made), uid, gid);
    }
    fs.chmodSync(path.join(this.folder, 'server.key'), 0o600);
    execFileSync(path.join(this.binaries, 'initdb'), [
      '-D', this.data, '--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C', '--no-sync',
    ], { ...this.user, cwd: this.data, stdio: 'pipe' });
    fs.appendFileSync(path.join(this.data, 'postgresql.conf'), [
      `listen_addresses = '${LOOPBACK}'`,
      `port = ${this.port}`,
      `unix_socket_directories = '${this.folder}'`,
      'ssl = on',
      `ssl_cert_file = '${path.join(this.folder, 'server.pem')}'`,
      `ssl_key_file = '${path.join(this.folder, 'server.key')}'`,
      'password_encryption = scram-sha-256',
      'shared_buffers = 32MB',
      // Nobody pulls the plug of this machine; the order of writes is what is tested.
      'fsync = off',
      '',
    ].join('\n'));
    // As `rds.force_ssl`: nothing without TLS.
    fs.writeFileSync(path.join(this.data, 'pg_hba.conf'), `hostssl all all ${LOOPBACK}/32 scram-sha-256\n`);
  }
}
