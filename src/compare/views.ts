import { linksFrom, linksTo } from './links';
import type { Subject } from './subject';
import { leaf } from './tokens';
import { grantsOf } from '../lessons/iam/roles';
import { watchedBy } from '../lessons/monitoring/alarms';
import { Statement, statementsOf } from '../lessons/policies';
import { list, PHYSICAL_NAMES, text } from '../lessons/query';
import { tagsOf } from '../lessons/tags';
import { isMapping, Mapping, once, OneOf, options, Path, Reference, Resource, show, Text, Value } from '../template';
import { definitionWithReferences, statesIn } from './workflow';

/** What templates write in many ways, in one form. */
export const VIEWS: Readonly<Record<string, (resource: Resource) => Value | undefined>> = {
  /** The physical name. */
  '@name': (one) => one.get(PHYSICAL_NAMES[one.type] ?? ''),
  '@id': (one) => one.id,
  '@type': (one) => one.type,
  /** `{ Environment: prod }`, whatever form the type takes. */
  '@tags': tagsOf,
  /** Of an alarm, those of its expressions too: a list of `{ MetricName, Namespace, Dimensions: { QueueName: ... } }`. */
  '@metrics': once((one) => watchedBy(one).map(({ namespace, name, dimensions }): Mapping => ({
    MetricName: name ?? null,
    Namespace: namespace ?? null,
    Dimensions: Object.fromEntries(dimensions.map((dimension) => [text(dimension.name) ?? '?', dimension.value ?? null])),
  }))),
  /** What the roles that it takes are allowed, and denied: a list of statements, with `Action` and `Resource` as lists. */
  '@grants': (one) => grants(one),
  /** Who may do what with it: statements of its own policy and of those that are attached to it. */
  '@policy': (one) => policy(one),
  /** Of a state machine: the definition, read, with its substitutions. */
  '@definition': (one) => definitionWithReferences(one),
  /** Of a state machine: a list of its states, those inside Map and Parallel too, with their name as `StateName`. */
  '@states': once((one) => statesIn(definitionWithReferences(one))),
  /** Of a function: its log group, by property or by name. */
  '@logGroup': (one) => logGroup(one),
  /** Names of the parameters of its template that it takes values from. */
  '@parameters': (one) => [...new Set(one.references.map(({ target }) => target).filter((name) => name in one.stack.parameters))],
  /** Everything that it holds, as text; references by their type, so that logical ids say nothing. */
  '@text': once((one) => textOf(one.properties)),
};

function textOf(value: Value): string {
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(textOf).join(',')}]`;
  if (isMapping(value)) return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${textOf(item)}`).join(',')}}`;
  return value instanceof OneOf ? value.options.map((one) => one === undefined ? '' : textOf(one)).join('|') : JSON.stringify(leaf(value));
}

/** The value that a path begins at, and what is left of the path. */
export function viewed(subject: Subject, keys: readonly string[]): { value: Value | undefined; keys: readonly string[]; base: Path } {
  const [first, ...rest] = keys;
  if (!first.startsWith('@')) return { value: subject.value, keys, base: subject.base };
  if (first === '@value') return { value: subject.value, keys: rest, base: subject.base };
  if (first === '@key') return { value: subject.key, keys: rest, base: subject.base };
  const { resource, stack, id } = subject;
  if (first === '@nested') return { value: stack.parent !== undefined, keys: rest, base: subject.base };
  if (!resource) return { value: first === '@id' ? id : undefined, keys: rest, base: subject.base };
  if (first in VIEWS) return { value: VIEWS[first](resource), keys: rest, base: ['Resources', id] };
  // An attribute beside the properties: `@DeletionPolicy`.
  return { value: stack.resolver.resolve(resource.body[first.slice(1)]), keys: rest, base: ['Resources', id, first.slice(1)] };
}

const ROLE = 'AWS::IAM::Role';

const grants = once((one: Resource): Value => {
  const roles = one.type === ROLE ? [one] : linksFrom(one).filter(({ to, path }) => to.type === ROLE && !path[0].startsWith('@')).map(({ to }) => to);
  return [...new Set(roles)].flatMap((role) => grantsOf(role).map(statement));
});

/** Where a policy names what it is attached to. */
const ATTACHED = ['Queues', 'Topics', 'Bucket', 'SecretId', 'BackupVaultName', 'FunctionName', 'ResourceArn'];

const policy = once((one: Resource): Value => {
  const attached = linksTo(one).filter(({ path }) => ATTACHED.includes(path[0])).map(({ from }) => from);
  return [...new Set([one, ...attached])].flatMap((holder) => statementsOf(holder).filter(({ kind }) => kind === 'resource').map(statement));
});

/** A statement as it is written, with lists. A single one need not stand in a list. */
export function statement({ holder, path }: Statement): Value {
  const body = holder.get(path) ?? holder.get(path.replace(/\.0$/, ''));
  if (!isMapping(body)) return body ?? null;
  return { ...body, Action: list(body.Action), Resource: list(body.Resource) };
}

const GROUP = 'AWS::Logs::LogGroup';

const logGroup = once((one: Resource): Value | undefined => {
  const written = one.get('LoggingConfig.LogGroup');
  if (written !== undefined) return written;
  const names = new Set(options(one.get('FunctionName')).filter((name) => name !== undefined).map((name) => `/aws/lambda/${show(name)}`));
  const isOwn = (name: Value | undefined) => names.has(show(name))
    || (name instanceof Text && /^\/aws\/lambda\/\$\{[^}]+\}$/.test(show(name)) && name.parts.some((part) => part instanceof Reference && part.resource === one));
  const group = one.stack.model.resources(GROUP).find((found) => options(found.get('LogGroupName')).some(isOwn));
  return group && new Reference(group);
});
