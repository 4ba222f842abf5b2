/** Payments in two Regions: `npx aws-cdk@2.1148.1 deploy --all --app "npx ts-node disaster-recovery.ts"`. */
import { App, CfnOutput, Duration } from 'aws-cdk-lib';
import { LogReplication, PaymentDisasterRecovery, RecoveryConsistency } from 'cdk-payment-constructs';

const app = new App();

const payments = new PaymentDisasterRecovery(app, 'Payments', {
  regions: { primary: 'eu-west-1', secondary: 'eu-central-1' },
  domain: {
    domainName: 'api.payments.acme.com',
    // Of a zone that exists; without it one is made for payments.acme.com, see docs/runbook-disaster-recovery.md.
    hostedZone: { hostedZoneId: 'Z07342961XK3Q8WDF6M2T', zoneName: 'payments.acme.com' },
    failureThreshold: 2, // 2 x 10 s detection + 10 s TTL = 30 s
  },
  // No payment is lost or accepted twice; each takes longer, and a third Region votes.
  data: { consistency: RecoveryConsistency.STRONG, witnessRegion: 'eu-west-2', logReplication: LogReplication.BOTH_WAYS },
  processing: { reservedConcurrency: 200, warmStandby: 20, timeout: Duration.seconds(20) },
  operations: { environmentSuffix: 'prod', alarmEmail: 'oncall@acme.com', owner: 'payments-team' },
  exercises: { pauseReplication: true },
});

// Every part is a member: what reports on payments reads this table, in the primary Region.
new CfnOutput(payments.primary.stack, 'Reports', { value: payments.primary.table!.tableArn, description: 'Read reports here' });
app.synth();
