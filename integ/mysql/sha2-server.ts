/**
 * The login of MySQL 8.4, which MariaDB does not have: caching_sha2_password
 * without a cached hash, so that the password itself is asked for, over TLS.
 * After it every statement is answered with the schema's version.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import * as path from 'node:path';
import { Duplex, PassThrough } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { LOOPBACK } from '../ports';

const REQUEST_BYTES = 36;
const PLUGIN = 'caching_sha2_password\0';
/** PROTOCOL_41, SSL, SECURE_CONNECTION, PLUGIN_AUTH, CONNECT_WITH_DB, TRANSACTIONS, LONG_PASSWORD. */
// eslint-disable-next-line no-bitwise
const CAPABILITIES = 0x1 | 0x8 | 0x200 | 0x800 | 0x2000 | 0x8000 | 0x80000;
const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0]);
const EOF = Buffer.from([0xfe, 0, 0, 2, 0]);
const FULL_AUTHENTICATION = Buffer.from([1, 4]);
const REFUSED = Buffer.concat([Buffer.from([0xff, 0x15, 0x04]), Buffer.from('#28000Access denied')]);

const sized = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
const COLUMN = Buffer.concat([...['def', '', '', '', 'version', ''].map(sized), Buffer.from([0x0c, 0x3f, 0, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0])]);

function greeting(): Buffer {
  const scramble = Buffer.from(randomBytes(20).map((byte) => byte % 126 + 1));
  const fixed = Buffer.alloc(4 + 8 + 1 + 2 + 1 + 2 + 2 + 1 + 10);
  fixed.writeUInt32LE(1, 0);
  scramble.copy(fixed, 4, 0, 8);
  fixed.writeUInt16LE(CAPABILITIES % 0x10000, 13);
  fixed.writeUInt8(255, 15);
  fixed.writeUInt16LE(2, 16);
  fixed.writeUInt16LE(Math.floor(CAPABILITIES / 0x10000), 18);
  fixed.writeUInt8(21, 20);
  return Buffer.concat([Buffer.from('\x0a8.4.6\0'), fixed, scramble.subarray(8), Buffer.from([0]), Buffer.from(PLUGIN)]);
}

/** Whole packets, one after the other. */
function packets(socket: Socket, take: (payload: Buffer, sequence: number) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUIntLE(0, 3)) {
      const length = rest.readUIntLE(0, 3);
      const [payload, sequence] = [rest.subarray(4, 4 + length), rest[3]];
      rest = rest.subarray(4 + length);
      take(payload, sequence);
    }
  });
  socket.on('error', () => socket.destroy());
}

function send(socket: Socket, sequence: number, ...payloads: Buffer[]): void {
  for (const [index, payload] of payloads.entries()) {
    const head = Buffer.alloc(4);
    head.writeUIntLE(payload.length, 0, 3);
    head.writeUInt8(sequence + index, 3);
    socket.write(Buffer.concat([head, payload]));
  }
}

export class Sha2Server {
  static async start(folder: string, password: string): Promise<Sha2Server> {
    const server = new Sha2Server(folder, password);
    server.server.listen(0, LOOPBACK);
    await once(server.server, 'listening');
    return server;
  }

  readonly passwords: string[] = [];
  /** Logins that asked for no TLS. */
  withoutTls = 0;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly folder: string, private readonly password: string) {
    this.server = createServer((socket) => this.greet(socket));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private greet(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    send(socket, 0, greeting());
    const read = (name: string) => fs.readFileSync(path.join(this.folder, name));
    const encrypted = new PassThrough();
    let request = Buffer.alloc(0);
    // A request for TLS is 32 bytes after the head of its packet; what follows, often at once, is TLS.
    socket.on('data', (chunk: Buffer) => {
      const missing = REQUEST_BYTES - request.length;
      request = Buffer.concat([request, chunk.subarray(0, missing)]);
      if (chunk.length > missing) encrypted.write(chunk.subarray(missing));
      if (missing > 0 && request.length === REQUEST_BYTES && request.readUIntLE(0, 3) !== REQUEST_BYTES - 4) this.withoutTls += 1;
    });
    socket.on('close', () => encrypted.end());
    const duplex = Duplex.from({ readable: encrypted, writable: socket }) as Socket;
    this.serve(new TLSSocket(duplex, { isServer: true, cert: read('server.pem'), key: read('server.key') }));
  }

  private serve(socket: Socket): void {
    let state: 'response' | 'password' | 'statements' = 'response';
    packets(socket, (payload, sequence) => {
      if (state === 'response') {
        state = 'password';
        send(socket, sequence + 1, FULL_AUTHENTICATION);
      } else if (state === 'password') {
        state = 'statements';
        const password = payload.toString('utf8').replace(/\0$/, '');
        this.passwords.push(password);
        send(socket, sequence + 1, password === this.password ? OK : REFUSED);
      } else {
        send(socket, 1, Buffer.from([1]), COLUMN, EOF, sized('9'), EOF);
      }
    });
  }
}
