import type { Selector } from '../assertion';
import type { Context } from '../context';
import { REGION, regionOf } from '../place';
import { failsAt, HOLDS, Verdict } from '../verdict';
import { VIEWS } from '../views';
import { serving } from './regions';
import { isMapping, OneOf, Reference, Resource, show, Text, Value } from '../../template';

type Options = Readonly<Record<string, unknown>>;

/** Words of a name that say which of the two Regions it is for. */
const ROLE = /primary|secondary|standby|recovery/gi;
/** What may differ: texts for people, and what other assertions look at. */
const LEFT_OUT = ['Description', 'AlarmDescription', 'Tags', 'LoggingConfig'];
const FUNCTION = 'AWS::Lambda::Function';

/** A value as text, without logical ids: a reference by the type and the name of what it names. */
function textOf(value: Value | undefined, depth = 0): string {
  if (value instanceof Reference) {
    const { resource, attribute = '' } = value;
    return `<${resource.type} ${depth < 2 ? textOf(VIEWS['@name'](resource), depth + 1) : ''}.${attribute}>`;
  }
  if (value instanceof Text) return value.parts.map((part) => textOf(part, depth)).join('');
  if (value instanceof OneOf) return value.options.map((one) => textOf(one, depth)).join(' | ');
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map((one) => textOf(one, depth)).join()}]`;
  if (isMapping(value)) return `{${Object.keys(value).sort().map((key) => `${key}:${textOf(value[key], depth)}`).join()}}`;
  return value === undefined ? '' : show(value);
}

/** A resource as far as it is compared: each field as it is, and with the names of Regions as `own` and `other`. */
interface Shape {
  readonly resource: Resource;
  readonly plain: ReadonlyMap<string, string>;
  readonly regional: ReadonlyMap<string, string>;
}

function shapeOf(resource: Resource, own: string | undefined): Shape {
  const written = isMapping(resource.properties) ? Object.entries(resource.properties).filter(([name]) => !LEFT_OUT.includes(name)) : [];
  const fields: (readonly [string, Value | undefined])[] = [...written, ...resource.type === FUNCTION ? [['permissions', VIEWS['@grants'](resource)] as const] : []];
  const plain = fields.map(([name, value]) => [name, textOf(value).replace(ROLE, 'role')] as const);
  return { resource, plain: new Map(plain), regional: new Map(plain.map(([name, text]) => [name, text.replace(REGION, (region) => region === own ? 'own' : 'other')])) };
}

/** The first field in which two differ. */
function difference(one: Shape, other: Shape, exactly: boolean): string | undefined {
  const isSame = (name: string) => one.plain.get(name) === other.plain.get(name) || (!exactly && one.regional.get(name) === other.regional.get(name));
  return [...new Set([...one.plain.keys(), ...other.plain.keys()])].find((name) => !isSame(name));
}

const nameOf = ({ resource }: Shape) => textOf(VIEWS['@name'](resource)).replace(REGION, '');
/** What two of a kind have in common when they are not the same: the name, the name without its role, what they are about. */
const KEYS: readonly ((shape: Shape) => string)[] = [
  nameOf,
  (shape) => nameOf(shape).replace(ROLE, ''),
  ({ plain }) => ['Namespace', 'MetricName', 'PathPart', 'HttpMethod'].map((name) => plain.get(name) ?? '').join(' '),
];

/** Pairs what is left by keys that one alone has on each side; takes them out of `left`. */
function counterpartOf(one: Shape, ours: readonly Shape[], left: Shape[]): Shape | undefined {
  for (const keyOf of KEYS) {
    const key = keyOf(one);
    const same = (all: readonly Shape[]) => all.filter((shape) => shape.resource.type === one.resource.type && keyOf(shape) === key);
    const [found, ...more] = key.trim() === '' ? [] : same(left);
    if (found && more.length === 0 && same(ours).length === 1) return left.splice(left.indexOf(found), 1)[0];
  }
  return undefined;
}

/**
 * Each of `of` has a counterpart in the stack of the other Region, and the same properties but for the names of the Regions.
 * `common`: those alone that are in both. `exactly`: the names of Regions too.
 */
export function alikeInEachRegion({ of: selector, common = false, exactly = false }: Options, context: Context): Verdict {
  const roots = serving(context);
  const all = context.select(selector as Selector).map(({ subject }) => subject.resource!);
  const [first, ...others] = roots.map((root) => all.filter(({ stack }) => stack.root === root).map((resource) => shapeOf(resource, regionOf(root))));
  for (const [at, theirs] of others.entries()) {
    const left = [...theirs];
    const alone = first.filter((one) => {
      const twin = left.findIndex((other) => other.resource.type === one.resource.type && nameOf(other) === nameOf(one)
        && difference(one, other, exactly === true) === undefined);
      if (twin >= 0) left.splice(twin, 1);
      return twin < 0;
    });
    for (const one of alone) {
      const other = counterpartOf(one, alone, left);
      const field = other && difference(one, other, exactly === true);
      if (field !== undefined) {
        return failsAt(one.resource, () => `${field} of ${one.resource.address} is not that of ${other!.resource.address}`, one.plain.has(field) && field !== 'permissions' ? [field] : []);
      }
      if (!other && common !== true) return failsAt(one.resource, () => `${one.resource.address} has no counterpart in ${roots[at + 1].name}`);
    }
    if (left.length > 0 && common !== true) return failsAt(left[0].resource, () => `${left[0].resource.address} has no counterpart in ${roots[0].name}`);
  }
  return HOLDS;
}
