import { getAttOf, intrinsic, isRecord } from './intrinsics';
import type { Stack } from './model';
import { isKnown, joined, mapOptions, oneOf, options, Pseudo, Reference, Text, Unknown, Value } from './value';

const DEEPEST = 120;
const PSEUDO = ['AccountId', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map((name) => `AWS::${name}`);

/** Works out values as one stack sees them. Nothing is guessed: what is not known is `Unknown`. */
export class Resolver {
  private depth = 0;
  private readonly decided = new Map<string, boolean | undefined>();

  public constructor(private readonly stack: Stack) {}

  /** `undefined` when the value is `AWS::NoValue`. */
  public resolve(raw: unknown): Value | undefined {
    if (this.depth > DEEPEST) return new Unknown('nested too deep, or refers to itself');
    this.depth += 1;
    try {
      return this.value(raw);
    } finally {
      this.depth -= 1;
    }
  }

  /** `undefined` when it depends on what the caller gives. */
  public condition(name: string): boolean | undefined {
    if (!this.decided.has(name)) {
      this.decided.set(name, undefined); // A condition that refers to itself stays undecided.
      this.decided.set(name, this.test(this.stack.conditions[name]));
    }
    return this.decided.get(name);
  }

  private value(raw: unknown): Value | undefined {
    if (raw === undefined || raw === null || typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean') return raw;
    if (Array.isArray(raw)) return raw.map((item) => this.resolve(item)).filter((item) => item !== undefined);
    if (!isRecord(raw)) return String(raw);
    const call = intrinsic(raw);
    if (call) return this.call(call.name, call.argument);
    const entries: (readonly [string, Value])[] = [];
    for (const key in raw) {
      const value = this.resolve(raw[key]);
      if (value !== undefined) entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }

  private call(name: string, argument: unknown): Value | undefined {
    const items = Array.isArray(argument) ? argument as unknown[] : [];
    switch (name) {
      case 'Ref': return typeof argument === 'string' ? this.ref(argument) : new Unknown('Ref of something else than a name');
      case 'Fn::GetAtt': return this.getAtt(argument);
      case 'Fn::Sub': return this.sub(argument);
      case 'Fn::Join': return this.join(items);
      case 'Fn::Select': return this.select(items);
      case 'Fn::Split': return mapOptions(this.resolve(items[1]), (text) => split(text, items[0]) ?? new Unknown('Fn::Split of an unknown text'));
      case 'Fn::If': return this.choose(items);
      case 'Fn::FindInMap': return this.findInMap(items);
      case 'Fn::Base64': return this.resolve(argument);
      case 'Fn::ImportValue': return this.stack.model.exported(this.resolve(argument)) ?? new Unknown('imported from a stack that was not given');
      case 'Fn::ToJsonString': {
        const value = this.resolve(argument);
        return isKnown(value) ? JSON.stringify(value) : new Unknown('JSON of unknown parts');
      }
      case 'Fn::Length': {
        const list = this.resolve(argument);
        return Array.isArray(list) ? list.length : new Unknown('length of an unknown list');
      }
      default: return new Unknown(name);
    }
  }

  private ref(name: string): Value | undefined {
    if (name === 'AWS::NoValue') return undefined;
    if (PSEUDO.includes(name)) return this.stack.pseudo(name) ?? new Pseudo(name);
    const resource = this.stack.resources.get(name);
    if (resource) return new Reference(resource);
    if (!Object.hasOwn(this.stack.parameters, name)) return new Unknown(`nothing is called ${name}`);
    const parameter = this.stack.parameters[name];
    if (!this.stack.arguments.has(name)) return parameterValue(name, parameter);
    const given = this.stack.arguments.get(name);
    // A list comes from the parent as one text with commas.
    return isList(parameter) ? mapOptions(given, (one) => split(one, ',') ?? one) : given;
  }

  private getAtt(argument: unknown): Value {
    const attribute = getAttOf(argument);
    const resource = attribute && this.stack.resources.get(attribute.target);
    if (!attribute || !resource) return new Unknown('Fn::GetAtt of nothing in this template');
    const output = /^Outputs\.(.+)$/.exec(attribute.attribute)?.[1];
    if (resource.child && output) return resource.child.output(output) ?? new Unknown(`the nested stack has no output ${output}`);
    return new Reference(resource, attribute.attribute);
  }

  private sub(argument: unknown): Value | undefined {
    const [text, own] = Array.isArray(argument) ? argument as unknown[] : [argument];
    if (typeof text !== 'string') return new Unknown('Fn::Sub of something else than text');
    const parts: Value[] = [];
    let last = 0;
    for (const match of text.matchAll(/\$\{(!?)([^}]+)\}/g)) {
      const [all, literal, variable] = match;
      if (match.index > last) parts.push(text.slice(last, match.index));
      last = match.index + all.length;
      const name = variable.trim();
      const value = literal ? `\${${name}}`
        : isRecord(own) && Object.hasOwn(own, name) ? this.resolve(own[name])
          : name.includes('.') ? this.getAtt(name) : this.ref(name);
      if (value !== undefined) parts.push(value);
    }
    if (last < text.length) parts.push(text.slice(last));
    return joined(parts);
  }

  private join([separator, list]: unknown[]): Value {
    const items = this.resolve(list);
    if (typeof separator !== 'string' || !Array.isArray(items)) return new Unknown('Fn::Join of an unknown list');
    return joined(items.flatMap((item: Value, at) => at === 0 ? [item] : [separator, item]));
  }

  private select([index, list]: unknown[]): Value | undefined {
    const at = Number(this.resolve(index));
    const items = this.resolve(list);
    if (!Array.isArray(items) || !Number.isInteger(at)) return new Unknown('Fn::Select of an unknown list');
    return (items as Value[])[at] ?? new Unknown(`Fn::Select ${at} of ${items.length}`);
  }

  private choose([condition, whenTrue, whenFalse]: unknown[]): Value | undefined {
    const decided = typeof condition === 'string' ? this.condition(condition) : undefined;
    if (decided !== undefined) return this.resolve(decided ? whenTrue : whenFalse);
    return oneOf([this.resolve(whenTrue), this.resolve(whenFalse)]);
  }

  private findInMap([map, first, second]: unknown[]): Value | undefined {
    const name = this.resolve(map);
    const table = typeof name === 'string' ? this.stack.mappings[name] : undefined;
    const rows = this.rows(table, first);
    const cells = rows.flatMap((row) => this.rows(row, second));
    if (cells.length === 0) return new Unknown('nothing in the mapping');
    return oneOf(cells.map((cell) => this.resolve(cell)));
  }

  /** The entry that `key` selects; every entry when the key is not decided. */
  private rows(table: unknown, key: unknown): unknown[] {
    if (!isRecord(table)) return [];
    const chosen = this.undecided(key) ? undefined : this.resolve(key);
    if (typeof chosen === 'string' || typeof chosen === 'number') return Object.hasOwn(table, chosen) ? [table[chosen]] : [];
    return Object.values(table);
  }

  private test(raw: unknown): boolean | undefined {
    if (!isRecord(raw)) return undefined;
    const [name] = Object.keys(raw);
    const argument = raw[name];
    const items = Array.isArray(argument) ? argument as unknown[] : [];
    switch (name) {
      case 'Condition': return typeof argument === 'string' ? this.condition(argument) : undefined;
      case 'Fn::Not': {
        const inner = this.test(items[0]);
        return inner === undefined ? undefined : !inner;
      }
      case 'Fn::And': return every(items.map((item) => this.test(item)));
      case 'Fn::Or': {
        const none = every(items.map((item) => {
          const inner = this.test(item);
          return inner === undefined ? undefined : !inner;
        }));
        return none === undefined ? undefined : !none;
      }
      case 'Fn::Equals': {
        if (items.some((item) => this.undecided(item))) return undefined;
        const [left, right] = items.map((item) => this.resolve(item));
        return isKnown(left) && isKnown(right) ? String(left) === String(right) : undefined;
      }
      default: return undefined;
    }
  }

  /** A default is a proposal: another value may be deployed, so no branch is left out for it. */
  private undecided(raw: unknown): boolean {
    const call = intrinsic(raw);
    if (call?.name !== 'Ref' || typeof call.argument !== 'string' || this.stack.arguments.has(call.argument)) return false;
    const parameter = this.stack.parameters[call.argument];
    if (!isRecord(parameter)) return false;
    return !(Array.isArray(parameter.AllowedValues) && parameter.AllowedValues.length === 1);
  }
}

function every(tests: (boolean | undefined)[]): boolean | undefined {
  if (tests.includes(false)) return false;
  return tests.includes(undefined) ? undefined : true;
}

const isList = (parameter: unknown): boolean => isRecord(parameter) && /^(CommaDelimitedList$|List<)/.test(String(parameter.Type));

/** The items of a text; `undefined` when a part that is not known may hold the separator. References and pseudo parameters do not. */
function split(text: Value | undefined, separator: unknown): Value[] | undefined {
  const parts = text instanceof Text ? text.parts : [text];
  if (typeof separator !== 'string' || !parts.every((part) => typeof part === 'string' || part instanceof Reference || part instanceof Pseudo)) return undefined;
  const items: Value[][] = [[]];
  for (const part of parts as Value[]) {
    const [first, ...rest] = typeof part === 'string' ? part.split(separator) : [part];
    items[items.length - 1].push(first);
    for (const one of rest) items.push([one]);
  }
  return items.map((all) => all.filter((part) => part !== '')).map((all) => all.length === 1 ? all[0] : joined(all));
}

function parameterValue(name: string, parameter: unknown): Value {
  const { Type: type, Default: value } = isRecord(parameter) ? parameter : {};
  // The default of an SSM parameter type is a name, not the value.
  if (value === undefined || String(type).startsWith('AWS::SSM::')) return new Unknown(`parameter ${name}`, name);
  if (isList(parameter)) return Array.isArray(value) ? value as Value[] : String(value).split(',').map((item) => item.trim());
  return type === 'Number' && value !== '' && !Number.isNaN(Number(value)) ? Number(value) : value as Value;
}

/** The name of a stack's export, when two are the same text. */
export const sameText = (left: Value | undefined, right: Value | undefined): boolean => {
  if (left === undefined || right === undefined) return false;
  return options(left).some((one) => options(right).some((other) => textKey(one) === textKey(other)));
};

function textKey(value: Value | undefined): string {
  if (value instanceof Text) return value.parts.map(textKey).join('');
  if (value instanceof Pseudo) return `\${${value.name}}`;
  return value instanceof Unknown && value.parameter ? `\${${value.parameter}}` : typeof value === 'object' ? `{${Math.random()}}` : String(value);
}
