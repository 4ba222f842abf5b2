import type { Flow } from './flows';
import { Edge, isRecord, record, Resource } from '../template';

/** Takes messages or records out. */
const TAKES = /^(sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility)|kinesis:(GetRecords|SubscribeToShard)|dynamodb:GetRecords)$/;
/** Says nothing about what is exchanged. */
const LOOKS = /^(sqs:Get\w+|kinesis:(Describe|Get|List)\w+|dynamodb:(Describe|List|GetShardIterator)\w*|iam:PassRole|\w+:(Describe|List)\w+)$/;

/** Copies logs: each function would have a link to the same stream. */
const copiesLogs = (role: Resource): boolean => JSON.stringify(role.body.Properties ?? '').includes('"logs.');

/** Those that have the policy. */
const rolesOf = (policy: Resource): Resource[] =>
  (policy.type === 'AWS::IAM::Role' ? [policy] : [...policy.edges.map(({ to }) => to), ...policy.users.map(({ from }) => from)].filter(({ type }) => type === 'AWS::IAM::Role'));

/** How a statement's resource is drawn: a consumer below its queue. */
export function directionOfPolicy({ from, path }: Edge): Flow | undefined {
  const at = path.lastIndexOf('Statement');
  const isList = typeof path[at + 1] === 'number';
  if (at < 0 || path[at + (isList ? 2 : 1)] !== 'Resource') return undefined;
  const { Effect: effect, Action: action } = record(path.slice(0, at + (isList ? 2 : 1)).reduce<unknown>(within, from.body));
  if (effect === 'Deny' || rolesOf(from).some(copiesLogs)) return undefined;
  const actions = [action].flat().filter((one): one is string => typeof one === 'string');
  const telling = actions.filter((one) => !LOOKS.test(one));
  if (actions.length > 0 && telling.length === 0) return undefined;
  return { kind: 'uses', reversed: telling.length > 0 && telling.every((one) => TAKES.test(one)) };
}

function within(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return (value as unknown[])[Number(key)];
  return isRecord(value) ? value[key] : undefined;
}
