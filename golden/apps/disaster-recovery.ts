import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogRetentionProfile } from '../../src';
import { LogReplication, PaymentDisasterRecovery, PaymentDisasterRecoveryProps } from '../../src/disaster-recovery';

/** Any account's zone of this name: its id is read from the Region's own Systems Manager, not written down here. */
const ZONE = { hostedZoneId: '{{resolve:ssm:/dns/acme.com/hosted-zone-id}}', zoneName: 'acme.com' };

/** The requirements' own numbers (DR) are the defaults; both ways, with the means to try it, and gone without a trace when it is deleted. */
export function recoveryProps(overrides: Partial<PaymentDisasterRecoveryProps> = {}): PaymentDisasterRecoveryProps {
  return {
    domain: { domainName: 'payments.acme.com', hostedZone: ZONE },
    data: { logReplication: LogReplication.BOTH_WAYS, logRetention: LogRetentionProfile.sevenDaysAndArchive(), removalPolicy: RemovalPolicy.DESTROY },
    exercises: { pauseReplication: true, regionSwitch: true },
    ...overrides,
  };
}

/** The golden stacks: `disaster-recovery.{primary,secondary,dns}`. Bound to Regions, to no account. */
export function addRecovery(app: App): Record<string, Stack> {
  const { primary, secondary, failover } = new PaymentDisasterRecovery(app, 'PaymentDisasterRecovery', recoveryProps());
  return { 'disaster-recovery.primary': primary.stack, 'disaster-recovery.secondary': secondary.stack, 'disaster-recovery.dns': failover!.stack };
}
