/** Payment events by HTTP: `npx aws-cdk@2.1148.1 deploy Events-live --app "npx ts-node event-api.ts"`. */
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { LogRetentionProfile, PaymentEventApi } from 'cdk-payment-constructs';

const app = new App();
const live = new Stack(app, 'Events-live', { env: { region: 'eu-west-1' } });

const events = new PaymentEventApi(live, 'Events', {
  environmentSuffix: 'live', // all that it needs
  domain: {
    domainName: 'events.payments.acme.com',
    hostedZone: HostedZone.fromHostedZoneAttributes(live, 'Zone', { hostedZoneId: 'Z07342961XK3Q8WDF6M2T', zoneName: 'payments.acme.com' }),
    basePath: 'v1',
  },
  // Senders know the name alone. A second deployment in one account and Region also needs accountLogRole: false.
  api: { executeApiEndpoint: false },
  routing: { sources: ['shop.web', 'shop.batch', 'partner.acme'], partnerSources: ['partner.acme'], highValue: { EUR: 500_000, JPY: 1_000_000 } },
  // 100 x 10 = 1,000 events a second.
  processing: { concurrency: { ingest: 100, process: 40, store: 40 }, fees: { types: ['payment.captured'], basisPoints: 140, fixed: { EUR: 25 } } },
  data: { logRetention: LogRetentionProfile.sevenDaysAndArchive(Duration.days(730)), auditShards: 64 },
  operations: { team: 'payments', alarmEmail: 'oncall@acme.com' },
});

// Every part is a member: who reviews large payments reads this queue.
const review = new lambda.Function(live, 'Review', {
  runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', timeout: Duration.seconds(30), code: lambda.Code.fromInline('exports.handler = async () => ({ batchItemFailures: [] });'),
});
review.addEventSource(new SqsEventSource(events.reviewQueue!, { reportBatchItemFailures: true }));
app.synth();
