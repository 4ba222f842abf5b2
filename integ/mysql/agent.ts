import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const FLAGS_PATH = '/applications/payments/environments/live/configurations/flags';

/** As much of AppConfig's agent as is asked for. */
export class FakeAgent {
  static async start(): Promise<FakeAgent> {
    const agent = new FakeAgent();
    agent.server.listen(0, 'localhost');
    await once(agent.server, 'listening');
    return agent;
  }

  legacyLedger = true;
  private readonly server: Server;

  private constructor() {
    this.server = createServer(({ url }, response) => {
      const isKnown = url === FLAGS_PATH;
      response.writeHead(isKnown ? 200 : 404).end(isKnown ? JSON.stringify({ legacyLedger: { enabled: this.legacyLedger } }) : '');
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
