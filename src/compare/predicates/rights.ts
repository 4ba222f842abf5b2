import { grantsOf } from '../../lessons/iam/roles';
import { gives, Statement } from '../../lessons/policies';
import { list } from '../../lessons/query';
import { isMapping, Model, Resource, show, Value } from '../../template';
import type { Context } from '../context';
import { leadsTo, linksFrom, linksTo } from '../links';
import { subjectsOf } from '../subject';
import { fails, failsAt, HOLDS, Verdict } from '../verdict';

const FUNCTION = 'AWS::Lambda::Function';
export const TABLES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];
const BUS = 'AWS::Events::EventBus';
/** Whoever may do one of these can change what is there. */
const CHANGES = ['UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete'].map((name) => `dynamodb:${name}`);
const ADDS = ['dynamodb:PutItem', 'dynamodb:PartiQLInsert'];

export const functionsOf = ({ model, stacks }: Context): readonly Resource[] =>
  subjectsOf(model, stacks, [FUNCTION], false).map(({ resource }) => resource!);

const rolesOf = (one: Resource) => linksFrom(one).filter(({ to, path }) => to.type === 'AWS::IAM::Role' && !path[0].startsWith('@')).map(({ to }) => to);

/** Statements of a function's roles that allow one of these actions on this resource. */
const allowing = (one: Resource, actions: readonly string[], on: Resource): Statement[] => [...new Set(rolesOf(one))].flatMap(grantsOf)
  .filter((statement) => actions.some((action) => gives(statement, action)) && reaches(one.stack.model, statement, on));

const reaches = (model: Model, { resources }: Statement, on: Resource) => resources.some((one) => one === '*' || leadsTo(model, one)?.includes(on));

/** Values of a condition key, whatever the operator; undefined when the statement is not held to it. */
export function heldTo(conditions: Value | undefined, key: string): string[] | undefined {
  if (!isMapping(conditions)) return undefined;
  const found = Object.values(conditions).flatMap((test) => isMapping(test) ? Object.entries(test) : [])
    .filter(([name]) => name.toLowerCase() === key.toLowerCase());
  return found.length === 0 ? undefined : found.flatMap(([, values]) => list(values).map(show));
}

const keysIn = (statements: readonly Statement[]) => statements.flatMap(({ conditions }) => heldTo(conditions, 'dynamodb:LeadingKeys') ?? ['*']);

const fixedPart = (pattern: string) => pattern.replace(/[*?].*$/, '');
/** Whether some text fits both patterns. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [fixedPart(one), fixedPart(other)];
  if (a === one) return b === other ? a === b : a.startsWith(b);
  return b === other ? b.startsWith(a) : a.startsWith(b) || b.startsWith(a);
}

/** A function that reads the changes of the table, or a stream that keeps them. */
const isRecorded = (table: Resource) => table.get('KinesisStreamSpecification') !== undefined
  || linksTo(table).some(({ from, path }) => from.type === 'AWS::Lambda::EventSourceMapping' && path[0] === 'EventSourceArn');

/** An audit trail is kept: by the stream of a table, or by items that one function may add, and nobody may change or overwrite. */
export function trailIsAppendOnly(_: Readonly<Record<string, unknown>>, context: Context): Verdict {
  const { model } = context;
  let nearest = fails(() => 'no function may write a table');
  for (const table of model.resources(...TABLES)) {
    if (isRecorded(table)) return HOLDS;
    const writers = functionsOf(context)
      .map((one) => ({ one, adds: allowing(one, ADDS, table), changes: allowing(one, CHANGES, table) }))
      .filter(({ adds, changes }) => adds.length + changes.length > 0);
    const adding = writers.filter(({ changes }) => changes.length === 0);
    if (writers.length > 0 && adding.length === 0) {
      nearest = failsAt(table, () => `every function that writes ${table.id} may change or delete what it holds: ${writers.map(({ one }) => one.id).join(', ')}`);
    }
    for (const { one, adds } of adding) {
      const trail = keysIn(adds);
      const touches = (keys: readonly string[]) => keys.some((key) => trail.some((own) => overlap(own, key)));
      const other = writers.find((writer) => writer.one !== one && touches(keysIn([...writer.adds, ...writer.changes])));
      if (!other) return HOLDS;
      nearest = failsAt(other.one, () => `${other.one.id} may write the items that ${one.id} adds to ${table.id}`);
    }
  }
  return nearest;
}

/** Where several functions write a table, each is held to keys of its own. */
export function writersAreApart(_: Readonly<Record<string, unknown>>, context: Context): Verdict {
  for (const table of context.model.resources(...TABLES)) {
    const writers = functionsOf(context).map((one) => ({ one, keys: keysIn(allowing(one, [...ADDS, ...CHANGES], table)) }))
      .filter(({ keys }) => keys.length > 0);
    for (const [at, { one, keys }] of writers.entries()) {
      const other = writers.slice(at + 1).find((writer) => writer.keys.some((key) => keys.some((own) => overlap(own, key))));
      if (other) return failsAt(one, () => `${one.id} and ${other.one.id} may write the same items of ${table.id}`);
    }
  }
  return HOLDS;
}

/** The sources that a function may publish as on a bus; `*` when it is not held to any. Empty: it may not publish. */
export const sourcesOf = (one: Resource, bus: Resource): string[] =>
  allowing(one, ['events:PutEvents'], bus).flatMap(({ conditions }) => heldTo(conditions, 'events:source') ?? ['*']);

/** Buses of the templates, without the default one. */
export const busesOf = ({ model }: Context): readonly Resource[] => model.resources(BUS);
