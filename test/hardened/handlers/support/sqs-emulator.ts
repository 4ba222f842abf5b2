import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient, type Message } from '@aws-sdk/client-sqs';

/**
 * A child process, because fauxqs is ESM only. Its own `startFauxqs` would listen
 * on every interface, and its store would name queues by a host that resolves only in a browser.
 */
const SCRIPT = `
  import { buildApp } from 'fauxqs';
  const { SqsStore } = await import(new URL('sqs/sqsStore.js', import.meta.resolve('fauxqs')));
  const sqsStore = Object.assign(new SqsStore(), { host: '' });
  console.log(await buildApp({ logger: false, stores: { sqsStore } }).listen({ port: 0, host: '127.0.0.1' }));
  process.on('disconnect', () => process.exit());
`;

export interface SqsEmulator {
  readonly endpoint: string;
  createQueue(name: string): Promise<string>;
  /** Takes everything off the queue; an empty queue answers at once. */
  drain(queueUrl: string): Promise<Message[]>;
  stop(): Promise<void>;
}

export async function startSqsEmulator(): Promise<SqsEmulator> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', SCRIPT], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const [line] = await once(child.stdout!, 'data') as [Buffer];
  const endpoint = line.toString().trim();
  const client = new SQSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  return {
    endpoint,
    createQueue: async (name) => (await client.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl!,
    drain: async (queueUrl) => (await client.send(new ReceiveMessageCommand({
      QueueUrl: queueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'],
    }))).Messages ?? [],
    stop: async () => {
      client.destroy();
      child.kill();
      await once(child, 'exit');
    },
  };
}
