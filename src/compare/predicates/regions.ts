import { isMapping, isRecord, Pseudo, show, Stack, Value } from '../../template';
import type { Context } from '../context';
import { regionOf, regionsIn } from '../place';
import type { Subject } from '../subject';
import { fails, HOLDS, open, Verdict } from '../verdict';
import { VIEWS } from '../views';

type Options = Readonly<Record<string, unknown>>;

/** What serves in a Region. */
const SERVING = ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::Serverless::Api'];

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

/** An alarm: the Region that its metric is received in, or comes from, is not that of its stack. */
export function looksAtOtherRegion({ resource, stack, id }: Subject): Verdict {
  const metrics = resource ? VIEWS['@metrics'](resource) : undefined;
  for (const metric of Array.isArray(metrics) ? metrics as readonly Value[] : []) {
    const dimensions = isMapping(metric) && isMapping(metric.Dimensions) ? metric.Dimensions : {};
    for (const name of ['ReceivingRegion', 'SourceRegion']) {
      const region = dimensions[name];
      if (region === undefined) continue;
      if (region instanceof Pseudo || show(region) === regionOf(stack.root)) return fails(() => `${id}: ${name} is ${show(region)}, the Region of its own stack`, ['Dimensions']);
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
    if (OTHER.test(name) && (value instanceof Pseudo || show(value) === regionOf(stack.root))) {
      return fails(() => `${id}: ${name} is ${show(value)}, its own Region`, ['Environment', 'Variables', name]);
    }
  }
  return HOLDS;
}
