import type { Selector } from '../assertion';
import type { Context } from '../context';
import type { Subject } from '../subject';
import { fails, failsAt, HOLDS, open, Verdict } from '../verdict';
import { VIEWS } from '../views';
import { isMapping, isRecord, once, Pseudo, Resource, show, Stack, Value } from '../../template';

type Options = Readonly<Record<string, unknown>>;

const REGION = /\b(?:us|eu|ap|sa|ca|me|af|il|mx)-(?:gov-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-[1-9]\b/g;
/** A name that says which of the two it is for. */
const ROLE = /primary|secondary|standby|recovery/gi;
const FUNCTION = 'AWS::Lambda::Function';
/** What serves in a Region. */
const SERVING = ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::Serverless::Api'];

export const regionsIn = (text: string): string[] => text.match(REGION) ?? [];

/** The Region of a stack: as its assembly says, else the one that most of its texts name; undefined when no Region stands out. */
export const regionOf = once((stack: Stack): string | undefined => {
  const stated = stack.pseudo('AWS::Region');
  if (stated !== undefined) return stated;
  const counts = new Map<string, number>();
  for (const resource of stack.resources.values()) {
    for (const { text } of resource.written.texts) for (const region of regionsIn(text)) counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  const [first, second] = [...counts].sort(([, one], [, other]) => other - one);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
});

/** The root stacks that serve requests. */
export const serving = ({ model }: Context): Stack[] => [...new Set(model.resources(...SERVING).map(({ stack }) => stack.root))];

/** The templates serve in two Regions: by a stack for each, by one that is deployed to both, or by a stack set. */
export function servesInTwoRegions(_: Options, context: Context): Verdict {
  const roots = serving(context);
  if (roots.length === 0) return fails(() => 'no API');
  if (roots.length > 1) {
    const regions = roots.map(regionOf);
    return regions.every((one) => one !== undefined && one === regions[0]) ? fails(() => `all stacks are for ${regions[0]}`) : HOLDS;
  }
  const [{ parameters, conditions, mappings, model }] = roots;
  const isOfBoth = Object.keys(parameters).some((name) => /region|role|primary|secondary|failover/i.test(name))
    || /AWS::Region|Primary|Secondary/.test(JSON.stringify(conditions))
    || Object.values(mappings).some((rows) => isRecord(rows) && Object.keys(rows).some((row) => regionsIn(row).length > 0))
    || model.resources('AWS::CloudFormation::StackSet').length > 0;
  return isOfBoth ? HOLDS : fails(() => 'one stack, and nothing in it says that it is deployed to a second Region');
}

/** Text in which what differs between two Regions by nature is the same: `plain` keeps the names of Regions, `regional` does not. */
function texts(value: Value | undefined, own: string | undefined): { readonly plain: string; readonly regional: string } {
  const plain = (value === undefined ? '' : show(value)).replace(/\$\{[^}/]*\//g, '${').replace(ROLE, 'role');
  return { plain, regional: plain.replace(REGION, (region) => region === own ? 'own' : 'other') };
}

const isSame = (one: Value | undefined, other: Value | undefined, [a, b]: readonly (string | undefined)[], exactly: boolean) => {
  const [left, right] = [texts(one, a), texts(other, b)];
  return left.plain === right.plain || (!exactly && left.regional === right.regional);
};

/** What a resource is called in both Regions; `loose`: also without the words that say which one it is for. */
const keyOf = (resource: Resource, loose: boolean) => {
  const name = show(VIEWS['@name'](resource) ?? resource.id.replace(/[0-9A-F]{8}$/, '')).replace(/\$\{[^}/]*\//g, '${').replace(REGION, '');
  return `${resource.type} ${loose ? name.replace(ROLE, '') : name}`;
};

/** The resource of the other stack that does the same: by its name, or by what is left of it. */
function counterpartOf(one: Resource, ours: readonly Resource[], theirs: readonly Resource[]): Resource | undefined {
  const called = (all: readonly Resource[], loose: boolean) => all.filter((other) => keyOf(other, loose) === keyOf(one, loose));
  const [same] = called(theirs, false);
  if (same) return same;
  const [like, ...more] = called(theirs, true);
  return more.length === 0 && called(ours, true).length === 1 ? like : undefined;
}

/** What may differ: texts for people, and what other assertions look at. */
const LEFT_OUT = ['Description', 'AlarmDescription', 'Tags', 'LoggingConfig'];

/** Compared; what a role is allowed too. */
const fieldsOf = (resource: Resource): readonly (readonly [string, Value])[] => [
  ...isMapping(resource.properties) ? Object.entries(resource.properties).filter(([name]) => !LEFT_OUT.includes(name)) : [],
  ...resource.type === FUNCTION ? [['permissions', VIEWS['@grants'](resource)!] as const] : [],
];

/**
 * Each of `of` has a counterpart in the stack of the other Region, and the same properties but for the names of the Regions.
 * `common`: those alone that are in both. `exactly`: the names of Regions too.
 */
export function alikeInEachRegion({ of: selector, common = false, exactly = false }: Options, context: Context): Verdict {
  const roots = serving(context);
  const all = context.select(selector as Selector).map(({ subject }) => subject.resource!);
  const byRoot = roots.map((root) => all.filter(({ stack }) => stack.root === root));
  for (const [at, ours] of byRoot.entries()) {
    const other = (at + 1) % roots.length;
    const regions = [regionOf(roots[at]), regionOf(roots[other])];
    for (const one of ours) {
      const counterpart = counterpartOf(one, ours, byRoot[other]);
      if (!counterpart && common === true) continue;
      if (!counterpart) return failsAt(one, () => `${one.address} has no counterpart in ${roots[other].name}`);
      const theirs = new Map(fieldsOf(counterpart));
      for (const name of new Set([...fieldsOf(one).map(([field]) => field), ...theirs.keys()])) {
        const own = new Map(fieldsOf(one)).get(name);
        if (!isSame(own, theirs.get(name), regions, exactly === true)) {
          return failsAt(one, () => `${name} of ${one.id} is not the same in ${roots[at].name} and in ${roots[other].name}`, own === undefined ? [] : [name]);
        }
      }
    }
  }
  return HOLDS;
}

/** An alarm: the Region that its metric is received in, or comes from, is not that of its stack. */
export function looksAtOtherRegion({ resource, stack, id }: Subject): Verdict {
  const metrics = resource ? VIEWS['@metrics'](resource) : undefined;
  for (const metric of Array.isArray(metrics) ? metrics as readonly Value[] : []) {
    const dimensions = isMapping(metric) && isMapping(metric.Dimensions) ? metric.Dimensions : {};
    for (const name of ['ReceivingRegion', 'SourceRegion']) {
      const region = dimensions[name];
      if (region === undefined) continue;
      if (region instanceof Pseudo || show(region) === regionOf(stack)) return fails(() => `${id}: ${name} is ${show(region)}, the Region of its own stack`, ['Dimensions']);
      if (!regionsIn(show(region)).length) return open(() => `${id}: ${name} is ${show(region)}`);
    }
  }
  return HOLDS;
}

const OTHER = /^(OTHER|REMOTE|PEER|PARTNER|REPLICA|FAILOVER)_.*REGION$/i;

/** A function that is told the name of the other Region is not told its own. */
export function tellsOtherRegion({ resource, stack, id }: Subject): Verdict {
  const variables = resource?.get('Environment.Variables');
  for (const [name, value] of isMapping(variables) ? Object.entries(variables) : []) {
    if (OTHER.test(name) && (value instanceof Pseudo || show(value) === regionOf(stack))) {
      return fails(() => `${id}: ${name} is ${show(value)}, its own Region`, ['Environment', 'Variables', name]);
    }
  }
  return HOLDS;
}
