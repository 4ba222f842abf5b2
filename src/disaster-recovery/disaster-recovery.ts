import { Annotations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { capacityWarnings } from './capacity';
import { FailoverModel } from './failover';
import { PaymentFailoverStack } from './failover-stack';
import { PaymentDisasterRecoveryProps } from './props';
import { PaymentRegionStack } from './region-stack';
import { RegionNames, RegionRole } from './regions';
import { FailoverResources, RegionResources } from './resources';
import { DomainSettings } from './settings';
import { validated } from './validate';

/** DR-04. */
const PROMISED_SECONDS = 60;

/**
 * Takes payments in two Regions, and goes on in one when the other fails, with no manual step.
 *
 * Makes three stacks: one in each Region, and one of the name that fails over. They are deployed in the order secondary, primary, name
 * (the name first, when its zone is made), and refer to nothing in each other: what crosses Regions has a name that is known in advance.
 *
 * @see requirements DR-01 to DR-15 in docs/requirements/disaster-recovery.md
 */
export class PaymentDisasterRecovery extends Construct {
  /** The Region that takes payments. */
  public readonly primary: RegionResources;
  /** The Region that takes over. */
  public readonly secondary: RegionResources;
  /** The name that fails over, with `domain`. */
  public readonly failover?: FailoverResources;

  /**
   * @param scope an app or a stage
   * @throws one error with every fault of the props
   */
  constructor(scope: Construct, id: string, props: PaymentDisasterRecoveryProps = {}) {
    super(scope, id);
    const settings = validated(this, props);
    for (const warning of capacityWarnings(settings)) Annotations.of(this).addWarningV2('cdk-payment-constructs:capacity', warning);

    const secondary = new PaymentRegionStack(this, 'Secondary', new RegionNames(RegionRole.SECONDARY, settings), props);
    const primary = new PaymentRegionStack(this, 'Primary', new RegionNames(RegionRole.PRIMARY, settings), props);
    // The order alone: keys, buckets and functions of the secondary have names that the primary needs.
    primary.addDependency(secondary, 'the primary\'s table and logs are replicated to keys and a bucket of the secondary');
    this.primary = primary;
    this.secondary = secondary;
    if (settings.domain) {
      const failover = new PaymentFailoverStack(this, 'Failover', settings, settings.domain, props.operations?.alarmEmail);
      if (failover.hostedZone) {
        secondary.addDependency(failover, 'the Regions\' names are in the zone that is made');
      } else {
        failover.addDependency(primary, 'health checks find both Regions');
      }
      this.failover = failover;
      warnIfSlow(failover, settings.domain);
    } else {
      Annotations.of(primary).addWarningV2('cdk-payment-constructs:no-failover',
        'there is no domain, so nothing checks the health of the Regions and nothing fails over: clients must choose between the two API URLs. Give domain');
    }
  }
}

function warnIfSlow(scope: Construct, { healthCheckInterval, failureThreshold, recordTtl }: DomainSettings): void {
  const model = new FailoverModel({
    intervalSeconds: healthCheckInterval.toSeconds(), threshold: failureThreshold, ttlSeconds: recordTtl.toSeconds(),
  });
  if (model.timeToRecoverHangingSeconds < PROMISED_SECONDS) return;
  Annotations.of(scope).addWarningV2('cdk-payment-constructs:slow-failover',
    `callers reach the other Region after ${model.describe()}, ${model.timeToRecoverHangingSeconds} s when the Region hangs, not in under ${PROMISED_SECONDS} s: `
    + 'lower domain.healthCheckInterval, domain.failureThreshold or domain.recordTtl');
}
