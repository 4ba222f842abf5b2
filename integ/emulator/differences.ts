/** The one list of what is not as on AWS: printed with the results. */
export interface Difference {
  readonly kind: 'left out' | 'patched' | 'set by API' | 'not done by the emulator';
  readonly what: string;
  readonly reason: string;
  /** Where it is tested instead. */
  readonly instead: string;
}

const TEMPLATE = 'template assertions in test/webhook-pipeline, cdk-nag';

/** Resource types that are cut out of the copy of the template that is deployed. */
export const LEFT_OUT: Record<string, string> = {
  'AWS::Budgets::Budget': 'unknown to the emulator',
  'AWS::EC2::FlowLog': 'unknown to the emulator',
  'AWS::EC2::SecurityGroupIngress': 'unknown to the emulator',
  'AWS::WAFv2::LoggingConfiguration': 'unknown to the emulator',
  'AWS::WAFv2::WebACLAssociation': 'unknown to the emulator',
  'Custom::S3AutoDeleteObjects': 'its function takes the AWS SDK from the runtime, which the emulator lacks: CreateStack waits for ever',
  'Custom::VpcRestrictDefaultSG': 'a function of the same kind: left out with the other, not tried alone',
};

export const WAIT_SCALE = 0.1;
/** Of the providers' queues: in the scenarios, and under load, where a batch takes longer. */
export const VISIBILITY_SECONDS = { scenarios: 4, load: 12 };

/** Batches at once of each queue, of both pipelines. */
export const CONSUMERS = 2;

export const DIFFERENCES: Difference[] = [
  ...Object.entries(LEFT_OUT).map(([what, reason]): Difference => ({ kind: 'left out', what, reason, instead: TEMPLATE })),
  {
    kind: 'patched',
    what: 'a failed Node function: its error type is the name of the error, and its process lives on',
    reason: 'the emulator always says Runtime.HandlerError, so that no Retry or Catch of a named error matches; and kills the process, so that no circuit breaker opens',
    instead: 'patches/sitecustomize.py; the names are asserted in the tests of the dispatcher',
  },
  {
    kind: 'patched',
    what: 'requestContext.domainName of a REST request',
    reason: 'the emulator leaves it out; Square signs the URL',
    instead: 'patches/sitecustomize.py; signatures.test.ts',
  },
  {
    kind: 'set by API',
    what: `SFN_WAIT_SCALE=${WAIT_SCALE}: waits and retry intervals of the workflow run ${1 / WAIT_SCALE} times as fast`,
    reason: 'six retries take two minutes',
    instead: 'intervals: template assertions',
  },
  {
    kind: 'set by API',
    what: `VisibilityTimeout of the providers' queues is ${VISIBILITY_SECONDS.scenarios} s, under load ${VISIBILITY_SECONDS.load} s, not 30 s`,
    reason: 'five receives take two and a half minutes',
    instead: TEMPLATE,
  },
  {
    kind: 'set by API',
    what: `MaximumConcurrency of each event source is ${CONSUMERS}`,
    reason: 'each batch at once is a Node process, and the machine has few cores',
    instead: TEMPLATE,
  },
  {
    kind: 'set by API',
    what: 'NOTIFICATION of the dispatcher points at a server of the test while the downstream fails',
    reason: 'the topic of the emulator cannot fail for a while',
    instead: 'dispatcher.test.ts',
  },
  {
    kind: 'set by API',
    what: 's3:ObjectCreated is added to the notification of the archive; LifecycleTransition is invoked by hand',
    reason: 'the emulator runs no lifecycle rules',
    instead: 'archival.test.ts; the rule by template assertions',
  },
  ...['IAM and resource policies', 'encryption, KMS grants', 'WAF rules', 'VPC, endpoints, security groups', 'TTL and point-in-time recovery of DynamoDB',
    'X-Ray segments, log subscriptions, Firehose', 'stage throttling', 'alarms of true metrics', 'full jitter of retries', 'arm64 and Node 24 of Lambda: host\'s Node'].map((what): Difference => ({
    kind: 'not done by the emulator', what, reason: 'accepted, without effect', instead: TEMPLATE,
  })),
];
