/** A move to production, with a replica: `npx aws-cdk@2.1148.1 deploy --all --app "npx ts-node migration.ts"`. */
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { LogRetentionProfile, PaymentMigrationEnvironment, PaymentMigrationReplica } from 'cdk-payment-constructs';

const app = new App();

const stack = new Stack(app, 'PaymentMigration', { env: { region: 'eu-west-2' } });
const production = new PaymentMigrationEnvironment(stack, 'Migration', {
  environmentSuffix: 'prod',
  developmentCidrs: ['10.0.0.0/16', '10.8.0.0/16'], // an overlap is refused
  database: { allocatedStorage: 200, replicaRegion: 'eu-west-1' },
  processing: { visibilityTimeout: Duration.minutes(5) }, // x 5 receives: outlasts 25 minutes without a database
  features: {
    networkFirewall: { allowedDomains: ['.eu-west-2.amazonaws.com', 'api.stripe.com'] },
    featureFlags: {}, // whether each payment is also written to the legacy ledger
    regionSwitch: {},
    budget: { monthlyUsd: 3000 },
  },
  operations: { alarmEmail: 'oncall@acme.com', owner: 'payments-team', logRetention: LogRetentionProfile.sevenDaysAndArchive() },
});

// Its stack is deployed after that of its source, and updated alone.
const replicaStack = new Stack(app, 'PaymentMigrationReplica', { env: { region: 'eu-west-1' } });
new PaymentMigrationReplica(replicaStack, 'Replica', { primary: production, alarmEmail: 'oncall@acme.com' });

// Every part is a member: who sends payments needs the queue.
new CfnOutput(stack, 'SendTo', { value: production.queue.queueArn, description: 'Payments go here' });
app.synth();
