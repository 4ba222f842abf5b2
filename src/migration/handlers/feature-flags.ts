/** Feature flags, from the agent of AppConfig in this execution environment. No payment waits for them, and none fails by them. */
import * as z from 'zod';
import type { MigratedEnvironment } from './contract';
import { json } from '../../hardened/handlers/json';
import { count, logger } from '../../hardened/handlers/telemetry';

/** Also for a failure: the agent is not asked with every payment. */
export const MAX_AGE_MS = 15_000;
const ANSWER_MS = 300;

const flag = (byDefault: boolean) => z.object({ enabled: z.boolean() }).default({ enabled: byDefault });
/** As AppConfig delivers them. Flags that we do not know are another's. */
const flagsSchema = z.object({
  /** Whether the system that is migrated gets each payment too. By default it does: what it lacks, nobody would notice. */
  legacyLedger: flag(true),
});

export interface Flags {
  readonly legacyLedger: boolean;
}

const flagsOf = (document: unknown): Flags => ({ legacyLedger: flagsSchema.parse(document).legacyLedger.enabled });
export const DEFAULT_FLAGS: Flags = flagsOf({});

export class FeatureFlags {
  private known = DEFAULT_FLAGS;
  private askedAtMs = -Infinity;
  private readonly url?: string;

  constructor({ FEATURE_FLAGS_PATH: path, AWS_APPCONFIG_EXTENSION_HTTP_PORT: port }: MigratedEnvironment) {
    this.url = path && `http://localhost:${port}${path}`;
  }

  /** The last that were known, where there is no answer. */
  async get(): Promise<Flags> {
    if (this.url === undefined || Date.now() - this.askedAtMs < MAX_AGE_MS) return this.known;
    this.askedAtMs = Date.now();
    try {
      this.known = await this.ask(this.url);
    } catch (error) {
      count('FeatureFlagsUnavailable');
      logger.warn('Feature flags cannot be read, the last known are used', { flags: this.known, reason: (error as Error).message });
    }
    return this.known;
  }

  private async ask(url: string): Promise<Flags> {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    const text = await response.text();
    if (!response.ok) throw new Error(`the agent answered ${response.status}`);
    const parsed = json(flagsSchema).safeParse(text);
    if (!parsed.success) throw new Error('the agent answered with no feature flags');
    return flagsOf(parsed.data);
  }
}
