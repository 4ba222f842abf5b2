/** Puts the parts together. */
import { createApp } from './app';
import { ConfigError, readConfig, type Config } from './config';
import { credentialSource } from './credentials';
import { Database } from './database';
import { createLogger, type Logger } from './logger';
import { PostgresStore } from './postgres-store';
import { Shutdown } from './shutdown';

/** What the service needs of its process. */
export interface Host {
  readonly env: NodeJS.ProcessEnv;
  readonly exit: (code: number) => void;
  /** Where the lines of log go; standard output. */
  readonly output?: { write(line: string): void };
  readonly on: (event: 'SIGTERM' | 'SIGINT' | 'uncaughtException', listener: (reason: unknown) => void) => void;
}

async function serve(host: Host, config: Config, logger: Logger): Promise<void> {
  const database = new Database({ settings: config, source: credentialSource(config), logger });
  const shutdown = new Shutdown({
    drainDelayMs: config.DRAIN_DELAY_MS,
    stopTimeoutMs: config.STOP_TIMEOUT_MS,
    close: async () => {
      await app.close();
      await database.close();
    },
    exit: host.exit,
    logger,
  });
  const app = createApp({
    store: new PostgresStore(database), isReady: () => database.isReady(), isDraining: () => shutdown.isDraining, logger,
  });
  for (const name of ['SIGTERM', 'SIGINT'] as const) host.on(name, () => void shutdown.begin(name));
  // The state is unknown: ECS starts another.
  host.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'Uncaught');
    host.exit(1);
  });
  await app.listen({ port: config.PORT, host: config.LISTEN_HOST });
  logger.info({ port: config.PORT }, 'Listening');
  // The process is alive before the database is there, and ready after it.
  await database.prepare(shutdown.signal);
}

export async function run(host: Host): Promise<void> {
  let logger = createLogger('info', host.output);
  try {
    const config = readConfig(host.env);
    logger = createLogger(config.LOG_LEVEL, host.output);
    await serve(host, config, logger);
  } catch (error) {
    if (error instanceof ConfigError) logger.fatal({ faults: error.faults }, error.message);
    else logger.fatal({ err: error }, 'The service did not start');
    host.exit(1);
  }
}
