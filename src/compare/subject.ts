import { onlyDeploys } from '../lessons/query';
import { Mapping, Model, once, Path, record, Resource, Stack, Value } from '../template';

/** What a condition is about: a resource, an item inside of it, or an entry of another section. */
export interface Subject {
  readonly model: Model;
  readonly stack: Stack;
  /** Absent for entries of other sections. */
  readonly resource?: Resource;
  readonly type: string;
  /** Logical id. */
  readonly id: string;
  /** What it holds: properties, or the item. */
  readonly value: Value;
  /** From the root of the template to that. */
  readonly base: Path;
  /** Of an item: its key. */
  readonly key?: string;
}

export const subjectOf = once((resource: Resource): Subject => ({
  model: resource.stack.model,
  stack: resource.stack,
  resource,
  type: resource.type,
  id: resource.id,
  get value() { return resource.properties; },
  base: ['Resources', resource.id, 'Properties'],
}));

/** Sections whose entries can be asked for as if they were resources. */
const SECTIONS: Readonly<Record<string, 'Outputs' | 'Parameters' | 'Mappings'>> = { Output: 'Outputs', Parameter: 'Parameters', Mapping: 'Mappings' };

function* entriesOf(stack: Stack, type: string): Iterable<Subject> {
  const section = SECTIONS[type];
  if (type === 'Template') {
    yield { model: stack.model, stack, type, id: stack.name, value: stack.template as Mapping, base: [] };
  } else {
    for (const [id, body] of Object.entries(record(stack.template[section]))) {
      // A parameter and a mapping are what is written; an output has a value.
      const value = section === 'Outputs' ? stack.resolver.resolve(record(body)) ?? {} : record(body) as Mapping;
      yield { model: stack.model, stack, type, id, value, base: [section, id] };
    }
  }
}

/** A resource whose condition can never hold is not there. */
export const isThere = ({ condition, stack }: Resource): boolean => condition === undefined || stack.resolver.condition(condition) !== false;

/** Resources of these types in these stacks; `AWS::SNS::*` takes all of a service. */
export function subjectsOf(model: Model, stacks: ReadonlySet<Stack>, types: readonly string[], deploying: boolean): Subject[] {
  const found: Subject[] = [];
  for (const type of types) {
    if (type in SECTIONS || type === 'Template') {
      for (const stack of stacks) found.push(...entriesOf(stack, type));
      continue;
    }
    const all = type.endsWith('*') ? model.resources().filter((one) => one.type.startsWith(type.slice(0, -1))) : model.resources(type);
    for (const one of all) if (stacks.has(one.stack) && isThere(one) && (deploying || !onlyDeploys(one))) found.push(subjectOf(one));
  }
  return found;
}
