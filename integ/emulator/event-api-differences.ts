import { Difference, LeftOut, leftOut, notDone, requirementsOf } from './difference';
import { CONSUMERS } from './differences';

const requirement = requirementsOf('event-api');
const unit = (name: string, text: string): Difference['instead'] => [[`test/event-api/${name}.test.ts`, text]];
const GOLDEN: Difference['instead'] = [
  ['test/goldens.ts', 'is what the constructs synthesise'], ['test/goldens.ts', 'no unacknowledged finding of'],
];
const UNKNOWN = 'unknown to the emulator';

export const LEFT_OUT: LeftOut = {
  'AWS::Events::EventBusPolicy': { reason: UNKNOWN, instead: requirement('EV-07') },
  'AWS::WAFv2::LoggingConfiguration': { reason: UNKNOWN, instead: GOLDEN },
  'AWS::WAFv2::WebACLAssociation': { reason: UNKNOWN, instead: requirement('EV-01') },
};

/** Seconds of the queues to process and to store. */
export const VISIBILITY = 4;
/** Reserved concurrency of ingest-fn. */
export const INGESTING = 4;

/** The one list for the event API. */
export const DIFFERENCES: Difference[] = [
  ...leftOut(LEFT_OUT),
  {
    kind: 'left out',
    what: 'the golden with a domain (event-api.domain)',
    reason: 'the same template but for the domain; the emulator makes no certificates, and has no DNS',
    instead: requirement('EV-10'),
  },
  {
    kind: 'patched',
    what: 'mapping templates of the integration with ingest-fn, its header X-Amz-Invocation-Type and its responses; rendered by airspeed, an engine that the unit tests do not use',
    reason: 'the emulator hands a function the event of a proxy and waits for its answer',
    instead: unit('templates', 'EV-01 any JSON survives the way exactly'),
  },
  {
    kind: 'patched',
    what: '$context.extendedRequestId in gateway responses is the request id',
    reason: 'the emulator leaves it as it stands',
    instead: unit('templates', 'tells its status and nothing of the request'),
  },
  {
    kind: 'patched',
    what: 'asynchronous invocations: the destination of a success; the role is asked for both destinations; an event waits while its function is busy',
    reason: 'the emulator knows the destination of a failure alone, asks nobody, and counts a busy function as a failed attempt',
    instead: requirement('EV-03'),
  },
  {
    kind: 'patched',
    what: 'what the webhook pipeline\'s list says of failed functions, secrets, policies, request validators, aws:SecureTransport and SIGTERM',
    reason: 'it is the same emulator',
    instead: [['integ/emulator/differences.ts', 'a failed Node function: its error type']],
  },
  {
    kind: 'set',
    what: `VisibilityTimeout of process-queue and store-queue is ${VISIBILITY} s, not 300 s`,
    reason: 'five receives take 25 minutes',
    instead: requirement('EV-06'),
  },
  {
    kind: 'set',
    what: `MaximumConcurrency of each event source is ${CONSUMERS}, not 5; reserved concurrency of ingest-fn ${INGESTING}, not 10`,
    reason: 'each is a Node process, and the machine has few cores',
    instead: requirement('EV-02'),
  },
  {
    kind: 'set',
    what: 'Lambda tries an asynchronous invocation again after 1 and 2 s, not after 1 and 2 minutes',
    reason: 'the emulator\'s own pace',
    instead: requirement('EV-03'),
  },
  {
    kind: 'set',
    what: 'each rule has a queue of the test as a second target',
    reason: 'to see what a rule matched: two of them send to one queue',
    instead: requirement('EV-07'),
  },
  {
    kind: 'done by the test',
    what: 'start-message-move-task: messages are received, sent to their queue and deleted',
    reason: UNKNOWN,
    instead: [['docs/runbook-event-api.md', 'start-message-move-task']],
  },
  notDone('503 when Lambda does not take an event', unit('templates', 'EV-01 an error of the integration is a 503'), 'it takes every event'),
  notDone('the policy of the bus; which bus an event may come from', requirement('EV-07')),
  notDone('retries of EventBridge for 24 hours', requirement('EV-07'), 'what a queue refuses is in the dead-letter queue at once'),
  notDone('maximum age of an asynchronous event', requirement('EV-03'), 'it is an hour'),
  notDone('encryption and grants of KMS', requirement('EV-05', 'EV-06', 'EV-07')),
  notDone('WAF rules; the throttle of 10,000 requests a second is never reached', requirement('EV-01')),
  notDone('metric filters, alarms, dashboard, X-Ray, access logs, copies of logs by Firehose', requirement('EV-09')),
  notDone('time to live and point-in-time recovery of the table', requirement('EV-05'), 'it does them, but not from a template'),
  notDone('permission of the layer; arm64, Node 24 and memory of Lambda', requirement('EV-02', 'EV-04'), 'functions are processes of this machine\'s Node, the layer is a folder'),
  notDone('TLS and the host name of the API', requirement('EV-12'), 'called on loopback, by the path of the emulator\'s data plane'),
  notDone('updates and deletion of the stack, two stacks in one account', [...requirement('EV-13'), ...unit('variants', 'EV-13 they share no physical name and no export')],
    'it deletes buckets before the custom resource that empties them: not tried in this run'),
];
