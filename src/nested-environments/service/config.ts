/**
 * The environment of the container, parsed and never trusted. Every fault is
 * said at once, by name and never by value: one of them is a password.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { secretSchema } from './secret';
import { json } from '../../hardened/handlers/json';

/** Where the Dockerfile puts the certificate authorities of RDS. */
const RDS_BUNDLE = '/etc/ssl/rds/global-bundle.pem';

/** Digits alone: `Number('')` is 0. */
const whole = (least: number, most: number) => z.string()
  .regex(/^\d{1,9}$/, 'is not a whole number').transform(Number)
  .pipe(z.number().min(least, `is less than ${least}`).max(most, `is more than ${most}`));

const settings = z.object({
  PORT: whole(1, 65_535).default(8_080),
  LISTEN_HOST: z.string().min(1, 'is empty').default('0.0.0.0'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'is none of debug, info, warn, error').default('info'),
  /** Read through the API, again after a failed login: survives rotation. Wins over DATABASE_SECRET. */
  DATABASE_SECRET_ARN: z.string()
    .regex(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+$/, 'is not the ARN of a secret').optional(),
  /** The secret itself, as ECS injects it: fixed for the life of the task. */
  DATABASE_SECRET: json(secretSchema).optional(),
  /** In place of what the secret names: an RDS Proxy, another database. */
  DATABASE_HOST: z.string().min(1, 'is empty').optional(),
  DATABASE_PORT: whole(1, 65_535).optional(),
  DATABASE_NAME: z.string().min(1, 'is empty').optional(),
  /** `disable` is for tests: refused unless the database is on loopback. */
  DATABASE_TLS: z.enum(['verify-full', 'disable'], 'is neither verify-full nor disable').default('verify-full'),
  /** `system`: the authorities that Node knows. RDS Proxy has a certificate of ACM, which the bundle of RDS does not cover. */
  DATABASE_CA_FILE: z.string().min(1, 'is empty').default(RDS_BUNDLE),
  DATABASE_POOL_SIZE: whole(1, 100).default(10),
  DATABASE_CONNECT_TIMEOUT_MS: whole(100, 10_000).default(2_000),
  DATABASE_STATEMENT_TIMEOUT_MS: whole(100, 5_000).default(5_000),
  /** How long requests are still taken after SIGTERM, until the load balancer sends no more. */
  DRAIN_DELAY_MS: whole(0, 60_000).default(5_000),
  /** The end, whatever is still open. Below the stopTimeout of the task, 30 s by default and 120 s at most on Fargate. */
  STOP_TIMEOUT_MS: whole(1_000, 115_000).default(25_000),
});

export interface Config extends z.output<typeof settings> {
  /** Certificate authorities in PEM; undefined: Node's own. */
  readonly ca?: string;
}

/** Said without a stack trace: somebody has to edit the task definition. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly faults: readonly string[]) {
    super(`Invalid configuration: ${faults.join('; ')}`);
  }
}

function authorities(file: string, faults: string[]): string | undefined {
  if (file === 'system') return undefined;
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    faults.push(`DATABASE_CA_FILE: ${file} cannot be read`);
    return undefined;
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) faults.push(`DATABASE_CA_FILE: ${file} holds no certificate`);
  return text;
}

/** Reads each setting by itself where two depend on each other, so that a fault of a third hides nothing. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = settings.safeParse(env);
  const faults = (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
  const { shape } = settings;

  const secret = shape.DATABASE_SECRET.safeParse(env.DATABASE_SECRET);
  if (env.DATABASE_SECRET_ARN === undefined) {
    if (env.DATABASE_SECRET === undefined) faults.push('DATABASE_SECRET_ARN: is missing, and so is DATABASE_SECRET');
    if (secret.data && !secret.data.host && !env.DATABASE_HOST) faults.push('DATABASE_SECRET: names no host, and there is no DATABASE_HOST');
    if (secret.data && !secret.data.dbname && !env.DATABASE_NAME) faults.push('DATABASE_SECRET: names no dbname, and there is no DATABASE_NAME');
  }
  const drain = shape.DRAIN_DELAY_MS.safeParse(env.DRAIN_DELAY_MS);
  const stop = shape.STOP_TIMEOUT_MS.safeParse(env.STOP_TIMEOUT_MS);
  if (drain.success && stop.success && drain.data >= stop.data) faults.push('DRAIN_DELAY_MS: is not less than STOP_TIMEOUT_MS');

  const ca = env.DATABASE_TLS === 'disable' ? undefined : authorities(env.DATABASE_CA_FILE ?? RDS_BUNDLE, faults);
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  return { ...parsed.data, ca };
}
