import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { LOOPBACK } from './ports';

export const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:database-AbCdEf';

/** As much of Secrets Manager as is asked for: one secret, and the version that a rotation is about to make the current one. */
export class FakeSecretsManager {
  static async start(secret: object): Promise<FakeSecretsManager> {
    const manager = new FakeSecretsManager(secret);
    manager.server.listen(0, LOOPBACK);
    await once(manager.server, 'listening');
    return manager;
  }

  reads = 0;
  /** AWSPENDING. */
  pending?: object;
  private readonly server: Server;

  private constructor(public secret: object) {
    this.server = createServer((request, response) => {
      void text(request).then((body) => {
        const { SecretId, VersionStage: stage = 'AWSCURRENT' } = JSON.parse(body) as { SecretId?: string; VersionStage?: string };
        const asked = stage === 'AWSPENDING' ? this.pending : this.secret;
        const isKnown = request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue' && SecretId === ARN && asked !== undefined;
        this.reads += 1;
        response.writeHead(isKnown ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(isKnown
          ? { ARN, Name: 'database', VersionStages: [stage], SecretString: JSON.stringify(asked) }
          : { __type: 'ResourceNotFoundException', message: 'there is one secret' }));
      });
    });
  }

  get endpoint(): string {
    return `http://${LOOPBACK}:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
