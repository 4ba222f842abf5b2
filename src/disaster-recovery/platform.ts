import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RegionNames } from './regions';
import { Settings } from './settings';
import { AccessLogBucket, HardenedFunction, HardenedKey, HardenedLogs, Monitoring, NamedService } from '../hardened';
import { allowItems } from '../hardened/allow';
import { subscribeEmail } from '../hardened/email';

/** What one function adds to what all have. */
export interface RecoveryFunction {
  readonly name: string;
  readonly description: string;
  readonly memorySize?: number;
  readonly timeout?: Duration;
  readonly reservedConcurrency?: number;
  readonly environment?: Record<string, string>;
}

/** What every part of a Region stands on: key, logs, alarms. */
export class RegionPlatform {
  public readonly settings: Settings;
  public readonly key: HardenedKey;
  public readonly accessLogs: AccessLogBucket;
  public readonly logs: HardenedLogs;
  public readonly monitoring: Monitoring;

  constructor(private readonly stack: Stack, readonly regions: RegionNames, alarmEmail?: string) {
    const { names, settings } = regions;
    const { removalPolicy } = settings;
    this.settings = settings;
    this.key = new HardenedKey(stack, 'Key', { description: `Payments of this Region (${names.environmentSuffix})`, aliasName: regions.keyAlias, removalPolicy });
    this.key.allowLogs();
    for (const service of ['cloudwatch.amazonaws.com', 'events.amazonaws.com']) this.key.allowService(service);
    this.accessLogs = new AccessLogBucket(stack, 'AccessLogs', { bucketName: names.bucket(stack, 'access-logs'), removalPolicy });
    this.logs = new HardenedLogs(stack, 'Logs', {
      names, encryptionKey: this.key, accessLogs: this.accessLogs, retention: settings.logRetention, removalPolicy,
    });
    this.monitoring = new Monitoring(stack, 'Monitoring', { names, encryptionKey: this.key });
    if (alarmEmail !== undefined) subscribeEmail(this.monitoring.topic, alarmEmail);
  }

  /** A function of this Region. */
  public function(scope: Construct, id: string, fn: RecoveryFunction): HardenedFunction {
    const { settings, regions } = this;
    return new HardenedFunction(scope, id, {
      functionName: regions.names.of(NamedService.LAMBDA, fn.name),
      description: fn.description,
      handler: `disaster-recovery/handlers/${fn.name}`,
      code: settings.code,
      logs: this.logs,
      encryptionKey: this.key,
      memorySize: fn.memorySize,
      timeout: fn.timeout ?? settings.timeout,
      reservedConcurrency: fn.reservedConcurrency,
      environment: {
        POWERTOOLS_METRICS_NAMESPACE: regions.names.metricsNamespace,
        TABLE_NAME: regions.tableName,
        ...fn.environment,
      },
    });
  }

  /** Lets a function act on items of the table in its own Region whose key begins as given, and on no others. */
  public allowItems(fn: HardenedFunction, actions: string[], keys: string): void {
    allowItems(fn, actions, tableArn(this.stack, this.regions), keys);
  }
}

/** The table in the Region of the stack: by name, also where the table is a replica. */
export const tableArn = (stack: Stack, { tableName }: RegionNames): string =>
  stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: tableName });
