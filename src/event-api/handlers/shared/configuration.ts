/** The configuration that the functions share, kept for five minutes. */
import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { SSMClient } from '@aws-sdk/client-ssm';
import { configurationText, type SharedConfigurationValue } from './contract';
import { CLIENT_CONFIG } from '../../../hardened/handlers/aws-client';
import { count, logger, tracer } from '../../../hardened/handlers/telemetry';

const MAX_AGE_SECONDS = 300;
/** While the parameter cannot be read, it is not asked for with every event. */
export const RETRY_AFTER_MS = 30_000;

/** Somebody has to edit the parameter. */
export class ConfigurationUnusableError extends Error {
  override readonly name = 'ConfigurationUnusableError';
}

export class SharedConfiguration {
  private readonly provider = new SSMProvider({ awsSdkV3Client: tracer.captureAWSv3Client(new SSMClient(CLIENT_CONFIG)) });
  private known?: { readonly text: string; readonly value: SharedConfigurationValue };
  private failedAtMs = -Infinity;

  constructor(private readonly parameter: string) {
  }

  async get(): Promise<SharedConfigurationValue> {
    if (this.known && Date.now() - this.failedAtMs < RETRY_AFTER_MS) return this.known.value;
    try {
      return await this.read();
    } catch (error) {
      // The last that was usable is still the best that is known: events must not stop with Systems Manager, nor with a slip of the pen.
      if (!this.known) throw error;
      this.failedAtMs = Date.now();
      count('ConfigurationStale');
      logger.error('The configuration cannot be read again, the last known is used', error as Error);
      return this.known.value;
    }
  }

  private async read(): Promise<SharedConfigurationValue> {
    const text = await this.provider.get(this.parameter, { maxAge: MAX_AGE_SECONDS });
    if (text !== undefined && text === this.known?.text) return this.known.value;
    const parsed = configurationText.safeParse(text);
    if (!parsed.success) {
      const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'JSON'}: ${message}`);
      throw new ConfigurationUnusableError(`${this.parameter}: ${faults.join('; ')}`);
    }
    this.known = { text: text!, value: parsed.data };
    return parsed.data;
  }
}
