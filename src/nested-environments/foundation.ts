import { Construct } from 'constructs';
import { PaymentEnvironmentProps } from './props';
import { Settings } from './settings';
import { AccessLogBucket, HardenedKey, HardenedLogs, Monitoring, PhysicalNames } from '../hardened';

/** Where load balancers write in the bucket of access logs. */
export const BALANCER_PREFIX = 'load-balancer';

/** What all nested stacks stand on; in the master, so that each gets it as a parameter. */
export class Foundation {
  public readonly key: HardenedKey;
  public readonly accessLogs: AccessLogBucket;
  public readonly logs: HardenedLogs;
  public readonly monitoring: Monitoring;

  constructor(scope: Construct, { operations }: PaymentEnvironmentProps, readonly settings: Settings, readonly names: PhysicalNames) {
    const { dataRemoval: removalPolicy, environmentSuffix } = settings;
    this.key = new HardenedKey(scope, 'Key', { description: `Payment environment (${environmentSuffix})`, removalPolicy });
    this.key.allowLogs();
    this.key.allowService('cloudwatch.amazonaws.com');
    this.accessLogs = new AccessLogBucket(scope, 'AccessLogs', { bucketName: names.bucket(scope, 'access'), removalPolicy });
    this.accessLogs.receiveFromLoadBalancers(BALANCER_PREFIX);
    this.logs = new HardenedLogs(scope, 'Logs', {
      names, encryptionKey: this.key, accessLogs: this.accessLogs, retention: operations?.logRetention, removalPolicy,
    });
    this.monitoring = new Monitoring(scope, 'Monitoring', { names, encryptionKey: this.key, topic: operations?.alarmTopic });
  }
}
