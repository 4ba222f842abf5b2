import { Difference, LeftOut, leftOut, notDone, requirementsOf } from './difference';
import { CONSUMERS } from './differences';

const requirement = requirementsOf('disaster-recovery');
const handler = (name: string, text: string): Difference['instead'] => [[`test/disaster-recovery/handlers/${name}.test.ts`, text]];
const UNKNOWN = 'unknown to the emulator';
const GOLDEN: Difference['instead'] = [
  ['test/goldens.ts', 'is what the constructs synthesise'], ['test/goldens.ts', 'no unacknowledged finding of'],
];
const MODEL: Difference['instead'] = [['test/disaster-recovery/failover.test.ts', 'no caller is sent to it after the model']];

/** Of both Regions' stacks. */
export const LEFT_OUT: LeftOut = {
  'AWS::CloudWatch::Alarm.Metrics': { reason: 'the emulator knows no metric math', instead: requirement('DR-06') },
  'AWS::CloudWatch::CompositeAlarm': { reason: UNKNOWN, instead: requirement('DR-06') },
  'AWS::FIS::ExperimentTemplate': { reason: UNKNOWN, instead: requirement('DR-13') },
  'AWS::WAFv2::LoggingConfiguration': { reason: UNKNOWN, instead: GOLDEN },
  'AWS::WAFv2::WebACLAssociation': { reason: UNKNOWN, instead: requirement('DR-03') },
};

/** Intervals of health checks and the TTL of the record run so many times as fast. */
export const SCALE = 5;
/** Route 53 gives a connection 4 s and the answer 2 s more; on loopback the connection is there at once. Not scaled. */
export const CHECK_TIMEOUT_MS = 2_000;
/** Of the replication that the test does. AWS speaks of a second. */
export const LAG_MS = 2_000;
/** Before the primary stops. */
export const LOST_MS = 1_000;
/** Seconds of the queue of failed payments. */
export const VISIBILITY = { test: 1, golden: 90 };

/** The one list for the disaster recovery. */
export const DIFFERENCES: Difference[] = [
  ...leftOut(LEFT_OUT),
  {
    kind: 'left out',
    what: 'the golden stack of the names (dns)',
    reason: 'health checks, composite alarm and Region switch are unknown to the emulator, and the failover records name the health checks; the test reads the records and checks from it',
    instead: requirement('DR-04', 'DR-06', 'DR-13'),
  },
  {
    kind: 'patched',
    what: '/health of a custom domain is the domain\'s own',
    reason: 'the emulator answers it itself, on every host',
    instead: handler('payment', 'DR-04 200 while the table answers, 503 when it does not'),
  },
  {
    kind: 'patched',
    what: 'what the webhook pipeline\'s list says of failed functions, secrets, policies, request validators, aws:SecureTransport and SIGTERM',
    reason: 'it is the same emulator',
    instead: [['integ/emulator/differences.ts', 'a failed Node function: its error type']],
  },
  {
    kind: 'done by the test',
    what: `REPLICATED BY THE TEST: the items of the table, each ${LAG_MS / 1000} s after it was seen; at once in the scenarios. The replica is made by the test, with the keys of the golden's global table`,
    reason: 'the emulator makes a table in its own process alone',
    instead: requirement('DR-01'),
  },
  {
    kind: 'done by the test',
    what: 'REPLICATED BY THE TEST: the token',
    reason: 'the emulator copies a secret within its own process alone',
    instead: requirement('DR-03'),
  },
  {
    kind: 'done by the test',
    what: `DNS: failover records, health checks and the resolvers of clients, ${SCALE} times as fast (but a check waits ${CHECK_TIMEOUT_MS / 1000} s for an answer, as there), one checker for each Region`,
    reason: 'the emulator has no name server and no health checks',
    instead: MODEL,
  },
  {
    kind: 'done by the test',
    what: `the answers of the last ${LOST_MS / 1000} s before the primary stops do not reach their clients`,
    reason: 'so that payments are accepted twice in each run, and not once in many',
    instead: handler('two-regions', 'DR-09 within the window both accept'),
  },
  {
    kind: 'set',
    what: 'a hosted zone acme.com in each process, and the parameter with its id',
    reason: 'the golden takes your zone; on AWS it is one',
    instead: requirement('DR-04'),
  },
  {
    kind: 'set',
    what: 'the event source of redrive is off while the table refuses, and in the primary until it is back',
    reason: 'the table refuses the payment function alone, and redrive would empty the queue at once; when it is refused too it waits a minute',
    instead: handler('redrive', 'DR-08 the message waits longer each time'),
  },
  {
    kind: 'set',
    what: `MaximumConcurrency of redrive is ${CONSUMERS}`,
    reason: 'each batch at once is a Node process, and the machine has few cores',
    instead: requirement('DR-08'),
  },
  {
    kind: 'set',
    what: `VisibilityTimeout of the queue is ${VISIBILITY.test} s, not ${VISIBILITY.golden} s, while poison is in it`,
    reason: 'five receives take seven minutes',
    instead: requirement('DR-08'),
  },
  {
    kind: 'set',
    what: 'heartbeats are invoked by hand; their schedule is not waited for',
    reason: 'it is a minute',
    instead: requirement('DR-06'),
  },
  notDone('replication of logs between buckets', requirement('DR-05')),
  notDone('keys, aliases and grants of KMS; deletion protection and point-in-time recovery', requirement('DR-01', 'DR-14')),
  notDone('IAM of API Gateway, EventBridge and S3', requirement('DR-02', 'DR-14'), 'it checks the policies of functions, queues, buckets, topics and secrets only'),
  notDone('alarms by metrics of AWS; metrics are read from the functions\' logs', requirement('DR-06')),
  notDone('WAF rules, throttling of the stage, access logs', requirement('DR-03')),
  notDone('TLS and certificates', requirement('DR-03'), 'called over plain HTTP on loopback, by the names of the golden in the Host header'),
  notDone('strong consistency (DR-09)', handler('two-regions', 'DR-09 strong consistency: one key for all Regions'), 'the golden is eventually consistent'),
  notDone('order of deployment between Regions, updates and deletion of the stacks', [...requirement('DR-12', 'DR-15'), ['test/disaster-recovery/variants.test.ts', 'DR-15 the order is secondary, primary, name']],
    'each process holds one Region, and waits for nothing in the other'),
];
