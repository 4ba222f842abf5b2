import { Model, once, Resource } from '../../template';
import { called } from '../query';
import { inputOf, mentioned } from '../state-machines';
import { catching, scopes } from '../workflows/scopes';

/** Properties that name where failures go: `RedrivePolicy`, `DeadLetterConfig`, `DestinationConfig.OnFailure`. */
const OF_FAILURES = /dead-?letter|redrive|onfailure/i;
const NAMES = /dlq|dead-?_?letter|undeliver|unprocess|fail|error|reject|poison|parking/i;
const SEND = /:sqs:sendMessage(\.waitForTaskToken)?$/i;

/** Queues that a state machine sends to when it catches a failure. */
const catchers = once((model: Model): ReadonlySet<Resource> => new Set(scopes(model).flatMap(({ machine, states }) => {
  const caught = [...states.values()].flatMap(catching).map((name) => states.get(name));
  return caught.flatMap((state) => typeof state?.Resource === 'string' && SEND.test(state.Resource) ? mentioned(machine, inputOf(state).QueueUrl) ?? [] : []);
})));

/** Whether it is where failures end: something sends its failures there; else what it is called. */
export const isLastPlace = (queue: Resource): boolean => queue.get('RedriveAllowPolicy') !== undefined
  || queue.users.some(({ path }) => path.some((key) => OF_FAILURES.test(String(key))))
  || catchers(queue.stack.model).has(queue) || called(queue, NAMES);
