import { request } from 'node:http';

export interface Call {
  /** Of the emulator. */
  readonly endpoint: string;
  /** The name that is called, as the Host header says it. */
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Of the whole answer. */
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

/** One request on a connection of its own: nobody keeps an address by keeping a connection. `fetch` would not let the host be set. */
export function call({ endpoint, host, method, path, headers = {}, body = '', timeoutMs }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(endpoint);
    const sent = request({
      hostname, port, method, path, agent: false, headers: { ...headers, host, 'content-length': Buffer.byteLength(body) }, signal: AbortSignal.timeout(timeoutMs),
    }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.complete) resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks).toString() });
        else reject(new Error('the answer was cut off'));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What API Gateway's own URL of an API leads to, at the emulator's data plane. */
export function dataPlaneOf(endpoint: string, url: string): string {
  const { hostname, pathname } = new URL(url);
  return `${endpoint}/_aws/execute-api/${hostname.split('.')[0]}${pathname}`;
}
