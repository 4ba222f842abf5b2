/** Every group of props, each with values that you would change. */
import { App, Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { FraudScreening, HandlerCode, IngressMode, LogRetentionProfile, PaymentProvider, PaymentWebhookPipeline, PipelineEncryption } from 'cdk-payment-constructs';

const app = new App();
const stack = new Stack(app, 'PaymentWebhooks', { env: { region: 'eu-central-1' }, terminationProtection: true });

// Your own VPC: its private subnets need a way to the services that the functions call, here a NAT gateway.
const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
// Your own secret: JSON with "current" and, while you rotate, "previous".
const stripeSecret = secretsmanager.Secret.fromSecretNameV2(stack, 'StripeSecret', 'payments/stripe-webhook');

const pipeline = new PaymentWebhookPipeline(stack, 'Pipeline', {
  environmentSuffix: 'prod',
  providers: [
    PaymentProvider.stripe({ secret: stripeSecret, tolerance: Duration.minutes(10) }),
    PaymentProvider.adyen(),
    PaymentProvider.paypal(),
    PaymentProvider.square({ notificationUrl: 'https://hooks.your-company.io/v1/webhooks/square' }),
    PaymentProvider.hmac('partner', { header: 'X-Partner-Signature' }),
  ],
  ingress: {
    mode: IngressMode.VALIDATOR,
    validatorPerProvider: true,
    rateLimit: 2_000,
    burstLimit: 1_000,
    maxBodySize: Size.kibibytes(128),
    webApplicationFirewall: true,
    accountLogRole: false, // the account has one in this Region
  },
  processing: {
    code: HandlerCode.bundled(),
    concurrency: { validator: 40, processor: 10, fraudRules: 30, dispatcher: 30, archival: 2, accountLimit: 3_000 },
    timeout: Duration.seconds(20),
    visibilityTimeout: Duration.seconds(120),
    maxReceiveCount: 8,
    fraudScreening: FraudScreening.rules({ amountLimits: { EUR: 500_000, USD: 500_000 }, blockedCountries: ['KP'] }),
    riskThreshold: 70,
    routes: [
      { name: 'card', paymentTypes: ['card', 'wallet'] },
      { name: 'treasury', minimumAmounts: { EUR: 2_500_000, USD: 2_500_000 } },
    ],
    notificationEndpoint: 'https://orders.your-company.io/payments',
  },
  data: {
    encryption: PipelineEncryption.CUSTOMER_MANAGED,
    queueRetention: Duration.days(7),
    stateRetention: Duration.days(180),
    archiveAfter: Duration.days(60),
    archiveStorageClass: s3.StorageClass.DEEP_ARCHIVE,
    logRetention: LogRetentionProfile.of(logs.RetentionDays.THREE_MONTHS, Duration.days(365)),
    removalPolicy: RemovalPolicy.RETAIN,
  },
  network: { vpc, subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } },
  operations: {
    namePrefix: 'pay',
    tags: { CostCenter: 'cc-1234' },
    alarmEmail: 'payments-oncall@your-company.io',
    monthlyBudgetUsd: 1_000,
  },
});

// Every part is a member: your consumer may read the queue of a route.
const consumer = new iam.Role(stack, 'Treasury', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
pipeline.routeQueues.treasury.grantConsumeMessages(consumer);
app.synth();
