import { Difference, LeftOut, leftOut, notDone, requirementsOf } from './difference';

const requirement = requirementsOf('webhook-pipeline');
const handler = (name: string, text: string): Difference['instead'] => [[`test/webhook-pipeline/handlers/${name}.test.ts`, text]];
const GOLDEN: Difference['instead'] = [['test/goldens.ts', 'is what the constructs synthesise'], ['test/goldens.ts', 'no unacknowledged finding of']];

export const LEFT_OUT: LeftOut = {
  'AWS::Budgets::Budget': { reason: 'unknown to the emulator', instead: requirement('WH-16') },
  'AWS::EC2::FlowLog': { reason: 'unknown to the emulator', instead: requirement('WH-10') },
  'AWS::EC2::SecurityGroupIngress': { reason: 'unknown to the emulator', instead: requirement('WH-10') },
  'AWS::WAFv2::LoggingConfiguration': { reason: 'unknown to the emulator', instead: GOLDEN },
  'AWS::WAFv2::WebACLAssociation': { reason: 'unknown to the emulator', instead: requirement('WH-16') },
  'Custom::VpcRestrictDefaultSG': { reason: 'its function takes the EC2 client of the Lambda runtime, which this machine lacks', instead: GOLDEN },
};

export const WAIT_SCALE = 0.1;
/**
 * Seconds of the providers' queues and processors. Under load a batch takes longer; and an event whose attempt was cut off is free again
 * after the processor's timeout, which must come before the next receive, or each such event spends several of its five.
 */
export const PACE = { scenarios: { visibility: 4, timeout: 30 }, load: { visibility: 20, timeout: 18 } };
export type Pace = (typeof PACE)[keyof typeof PACE];

/** Batches at once of each queue, of both pipelines. */
export const CONSUMERS = 2;

/** The one list for the webhook pipeline. */
export const DIFFERENCES: Difference[] = [
  ...leftOut(LEFT_OUT),
  {
    kind: 'left out',
    what: 'the goldens with images from ECR',
    reason: 'the emulator runs images in Docker only; but for the code they are the same template',
    instead: [...requirement('WH-04'), ['test/webhook-pipeline/variants.test.ts', 'WH-04 an image is built from the shipped Dockerfile']],
  },
  {
    kind: 'patched',
    what: 'a failed Node function: its error type is the name of the error, and its process lives on',
    reason: 'the emulator always says Runtime.HandlerError, so that no Retry or Catch of a named error matches; and kills the process, so that no circuit breaker opens',
    instead: handler('dispatcher', 'WH-15 opens after five failures in a row'),
  },
  {
    kind: 'patched',
    what: 'requestContext.domainName of a REST request',
    reason: 'the emulator leaves it out; Square signs the URL',
    instead: handler('signatures', 'signs the URL, by preference the configured one'),
  },
  {
    kind: 'patched',
    what: 'Ref of a secret in a template is its ARN',
    reason: 'the emulator answers its name, which is no resource in a policy',
    instead: requirement('WH-13'),
  },
  {
    kind: 'patched',
    what: 'a generated secret has no punctuation where the template excludes it',
    reason: 'the emulator knows ExcludeCharacters alone, and an authorizer refuses such a token',
    instead: [['test/event-api/requirements.ts', 'id: \'EV-08\'']],
  },
  {
    kind: 'patched',
    what: 'policies: API Gateway asks that of a function, EventBridge that of a queue and of its dead-letter queue; dynamodb:LeadingKeys, events:source and events:detail-type are keys of conditions',
    reason: 'the emulator lets those services in without a policy, and leaves the keys out',
    instead: requirement('WH-13'),
  },
  {
    kind: 'patched',
    what: 'request validators',
    reason: 'the emulator knows them in its API, and not in a template',
    instead: requirement('WH-01'),
  },
  {
    kind: 'patched',
    what: 'aws:SecureTransport is true',
    reason: 'the test calls over plain HTTP on loopback, which our resource policies refuse',
    instead: requirement('WH-06', 'WH-09'),
  },
  {
    kind: 'patched',
    what: 'at SIGTERM nothing new begins while the state is saved',
    reason: 'the emulator saves one service after the other while executions and pollers go on: what is saved does not fit together',
    instead: [['integ/emulator/emulator.ts', 'the emulator did not save its state']],
  },
  {
    kind: 'set',
    what: `SFN_WAIT_SCALE=${WAIT_SCALE}: waits and retry intervals of the workflow run ${1 / WAIT_SCALE} times as fast`,
    reason: 'six retries take two minutes',
    instead: requirement('WH-07'),
  },
  {
    kind: 'set',
    what: `VisibilityTimeout of the providers' queues is ${PACE.scenarios.visibility} s, under load ${PACE.load.visibility} s with a Timeout of the processors of ${PACE.load.timeout} s, not 30 s`,
    reason: 'five receives take two and a half minutes',
    instead: requirement('WH-03', 'WH-06'),
  },
  {
    kind: 'set',
    what: `MaximumConcurrency of each event source is ${CONSUMERS}`,
    reason: 'each batch at once is a Node process, and the machine has few cores',
    instead: requirement('WH-06'),
  },
  {
    kind: 'set',
    what: 'NOTIFICATION of the dispatcher points at a server of the test while the downstream fails',
    reason: 'the topic of the emulator cannot fail for a while',
    instead: handler('dispatcher', 'WH-15 publishes the payment with attributes to filter by'),
  },
  {
    kind: 'set',
    what: 's3:ObjectCreated is added to the notification of the archive; LifecycleTransition is invoked by hand',
    reason: 'the emulator runs no lifecycle rules',
    instead: [...requirement('WH-09'), ...handler('archival', 'WH-09 a payment whose body moved to the archive class is marked')],
  },
  {
    kind: 'set',
    what: 'IAM is in force in the scenarios, not under load',
    reason: 'the check of signatures and policies costs the emulator two thirds of its other work again',
    instead: [['integ/emulator/scenarios.ts', 'a function without its policy may do nothing']],
  },
  {
    kind: 'done by the test',
    what: 'executions that ran at the SIGTERM are started again with their input, as the runbook says',
    reason: 'on AWS they go on; the emulator ends them with States.ServiceRestart',
    instead: [['docs/runbook-webhook-pipeline.md', 'Use a new name']],
  },
  notDone('IAM of the roles of Step Functions, EventBridge, S3 and API Gateway', requirement('WH-13'),
    'it checks the policies of functions, queues, buckets, topics and secrets only'),
  notDone('encryption and grants of KMS', requirement('WH-05', 'WH-06', 'WH-13')),
  notDone('WAF rules', requirement('WH-16')),
  notDone('VPC, endpoints, security groups', requirement('WH-10')),
  notDone('TTL and point-in-time recovery of DynamoDB', requirement('WH-05'), 'it does them, but not from a template'),
  notDone('X-Ray segments, access logs, logs of the workflow, copies of logs by Firehose', requirement('WH-02', 'WH-03', 'WH-07')),
  notDone('MaxDelaySeconds and full jitter of retries', requirement('WH-07'), 'exact intervals, at most a minute'),
  notDone('arm64, Node 24, memory and VPC of Lambda', requirement('WH-03', 'WH-10'), 'functions are processes of this machine\'s Node'),
  notDone('TLS, DNS and the host name of the API', requirement('WH-17'), 'called on loopback, by the path of the emulator\'s data plane'),
  notDone('deletion of the stack', requirement('WH-18'), 'it deletes buckets before the custom resource that empties them: not tried in this run'),
];
