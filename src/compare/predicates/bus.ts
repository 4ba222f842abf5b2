import type { Context } from '../context';
import { matchOf, Probe } from './event-pattern';
import { list, mappings } from '../../lessons/query';
import { isMapping, Resource, Value } from '../../template';
import { leadsTo, linksFrom, linksTo } from '../links';
import { busesOf, functionsOf, heldTo, overlap, sourcesOf } from './rights';
import { failsAt, HOLDS, Verdict } from '../verdict';

type Options = Readonly<Record<string, unknown>>;

/** A type that no rule of its own asks for. */
const OTHER = 'some-other-type';

interface Traffic {
  readonly rules: readonly Resource[];
  /** Events that come from outside. */
  readonly outer: readonly Probe[];
  /** Functions that are fed by the bus and publish on it, with the sources that they publish as. */
  readonly inner: readonly { readonly by: Resource; readonly sources: readonly string[] }[];
}

const targetsOf = (rule: Resource) => mappings(rule.get('Targets')).flatMap(({ Arn: arn }) => leadsTo(rule.stack.model, arn) ?? []);

/** The functions that get what a rule sends: its targets, and what reads the queues among them. */
const readersOf = (rule: Resource): Resource[] => targetsOf(rule).flatMap((target) => target.type === 'AWS::Lambda::Function' ? [target]
  : linksTo(target).filter(({ from, path }) => from.type === 'AWS::Lambda::EventSourceMapping' && path[0] === 'EventSourceArn')
    .flatMap(({ from }) => linksFrom(from).filter(({ path }) => path[0] === 'FunctionName').map(({ to }) => to)));

const policiesOf = (bus: Resource) => linksTo(bus).filter(({ from, path }) => from.type === 'AWS::Events::EventBusPolicy' && path[0] === 'EventBusName')
  .flatMap(({ from }) => mappings(from.get('Statement')));

function trafficOf(bus: Resource, context: Context): Traffic {
  const { model } = context;
  const rules = model.resources('AWS::Events::Rule').filter((rule) => rule.get('EventPattern') !== undefined && rule.get('State') !== 'DISABLED'
    && leadsTo(model, rule.get('EventBusName'))?.includes(bus));
  const readers = new Set(rules.flatMap(readersOf));
  const publishers = functionsOf(context).map((by) => ({ by, sources: sourcesOf(by, bus) })).filter(({ sources }) => sources.length > 0);
  const inner = publishers.filter(({ by }) => readers.has(by));
  const statements = policiesOf(bus);
  const schemas = model.resources('AWS::ApiGateway::Method').flatMap((method) => mappings(method.get('RequestModels')).flatMap((one) => Object.values(one)))
    .flatMap((one) => leadsTo(model, one) ?? []).map((one) => one.get('Schema.properties')).filter(isMapping);
  const known = [
    ...statements.flatMap(({ Condition: condition }) => heldTo(condition, 'events:source') ?? []),
    ...publishers.filter(({ by }) => !readers.has(by)).flatMap(({ sources }) => sources),
    ...schemas.flatMap((properties) => enumOf(properties.source)),
  ].filter((source) => !/[*?$]/.test(source) && !inner.some(({ sources }) => sources.includes(source)));
  const types = [
    ...statements.flatMap(({ Condition: condition }) => heldTo(condition, 'events:detail-type') ?? []).map((pattern) => pattern.replace(/[*?]/g, OTHER)),
    ...schemas.flatMap((properties) => Object.keys(properties).filter((name) => /type$/i.test(name)).flatMap((name) => enumOf(properties[name]))),
  ];
  const outer = [...new Set(known)]
    .flatMap((source): Probe[] => types.length === 0 ? [{ source }] : [...new Set(types)].map((type) => ({ source, type })));
  return { rules, outer, inner };
}

const enumOf = (property: Value | undefined) => isMapping(property) ? list(property.enum).filter((one): one is string => typeof one === 'string') : [];

const named = ({ source, type }: Probe) => type === undefined ? source : `${source} of type ${type}`;

/** Each event that may be published is taken by a rule that asks for nothing in its detail. Holds where nothing says who publishes. */
export function busTakesEachSource(_: Options, context: Context): Verdict {
  for (const bus of busesOf(context)) {
    const { rules, outer, inner } = trafficOf(bus, context);
    const probes = [...outer, ...inner.flatMap(({ sources }) => sources).filter((source) => source !== '*').map((source): Probe => ({ source }))];
    const lost = probes.find((probe) => !rules.some((rule) => ['yes', 'maybe'].includes(matchOf(rule.get('EventPattern'), probe))));
    if (lost) return failsAt(bus, () => `no rule on ${bus.id} surely takes events of ${named(lost)}`);
  }
  return HOLDS;
}

/** No event goes to the same target by two rules. */
export function eventsAreTakenOnce(_: Options, context: Context): Verdict {
  for (const bus of busesOf(context)) {
    const { rules, outer } = trafficOf(bus, context);
    for (const probe of outer) {
      const by = new Map<Resource, Resource>();
      for (const rule of rules.filter((one) => matchOf(one.get('EventPattern'), probe) === 'yes')) {
        for (const target of targetsOf(rule)) {
          const first = by.get(target);
          if (first) return failsAt(rule, () => `${first.id} and ${rule.id} both send events of ${named(probe)} to ${target.id}`);
          by.set(target, rule);
        }
      }
    }
  }
  return HOLDS;
}

/** What a function publishes does not come back to it. */
export function eventsDoNotGoRound(_: Options, context: Context): Verdict {
  for (const bus of busesOf(context)) {
    const { rules, inner } = trafficOf(bus, context);
    for (const { by, sources } of inner) {
      for (const source of sources.filter((one) => one !== '*')) {
        const rule = rules.find((one) => matchOf(one.get('EventPattern'), { source }) !== 'no' && readersOf(one).includes(by));
        if (rule) return failsAt(rule, () => `${rule.id} sends what ${by.id} publishes back to ${by.id}`);
      }
    }
  }
  return HOLDS;
}

/** Nobody may publish as a function that is fed by the bus. `who`: other functions, or those whom the policy of the bus lets in. */
export function innerSourcesAreOwn({ who }: Options, context: Context): Verdict {
  for (const bus of busesOf(context)) {
    const { inner } = trafficOf(bus, context);
    const others = who === 'policy' ? policiesOf(bus).map(({ Condition: condition }) => ({ at: bus, sources: heldTo(condition, 'events:source') ?? ['*'] }))
      : functionsOf(context).map((at) => ({ at, sources: sourcesOf(at, bus) }));
    for (const { by, sources } of inner) {
      const other = others.find(({ at, sources: theirs }) => at !== by && theirs.some((one) => sources.some((own) => overlap(own, one))));
      if (other) return failsAt(other.at, () => `${who === 'policy' ? `whoever may publish on ${bus.id}` : other.at.id} may publish as ${by.id} does: ${sources.join(', ')}`);
    }
  }
  return HOLDS;
}
