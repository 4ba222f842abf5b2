import { Fault } from './fault';
import { judge } from './judge';
import { index, schemaOf } from './load';
import { judgeReadOnly } from './read-only';
import { Options, Run } from './run';
import { distance } from './suggest';
import { isRecord } from '../intrinsics';

export type { Fault, FaultKind } from './fault';
export type { Options } from './run';
export { schemaFolder } from './load';
export { instanceTypes } from './instances';
export type { EngineVersion } from './lists';
export { cacheEngineVersions, rdsEngineVersions } from './lists';

/** Types that everyone may define: their properties are not known. */
const OPEN = /^(Custom::[\w@-]+|AWS::CloudFormation::CustomResource|AWS::Serverless::\w+|\w+::\w+::[\w:]+::MODULE|(?!AWS::|AMZN::|Alexa::)\w+::\w+::\w+)$/;
/** Attributes that each template or product defines. */
const OUTPUTS = new Set(['AWS::CloudFormation::Stack', 'AWS::CloudFormation::StackSet', 'AWS::ServiceCatalog::CloudFormationProvisionedProduct']);
const NEAR = 4;
let types: Set<string> | undefined;

function knownTypes(): Set<string> {
  types ??= new Set(index().types);
  return types;
}

/** Whether CloudFormation has this type, in one region at least. */
export function isKnownType(type: string): boolean {
  return OPEN.test(type) || knownTypes().has(type);
}

/** The type that was probably meant. */
export function closestType(type: string): string | undefined {
  let [best, least]: [string | undefined, number] = [undefined, NEAR];
  for (const each of knownTypes()) {
    const found = distance(type.toLowerCase(), each.toLowerCase(), least - 1);
    if (found < least) [best, least] = [each, found];
  }
  return best;
}

/** What GetAtt can read; undefined: not known, or anything. */
export function attributesOf(type: string): string[] | undefined {
  const found = OPEN.test(type) || OUTPUTS.has(type) ? undefined : schemaOf(type);
  return found && [...found.schema.ga ?? []];
}

/** The property that holds the tags; undefined: the type has no tags, or is not known. */
export function tagPropertyOf(type: string): string | undefined {
  return schemaOf(type)?.schema.tag;
}

/** What CloudFormation would not accept of the properties of a resource; intrinsics in their long form. */
export function propertyFaults(type: string, properties: unknown, options: Options = {}): Fault[] {
  const found = OPEN.test(type) ? undefined : schemaOf(type);
  if (!found) return [];
  const run: Run = { type, data: found.data, options, faults: [], isTrial: false, isOpen: false, conditions: [], depth: 0 };
  const given = properties ?? {};
  if (isRecord(given)) {
    judge(found.schema.s, given, '', run);
    judgeReadOnly(found.schema.ro ?? [], given, run);
  } else {
    run.faults.push({ path: '', kind: 'wrong-type', message: `The properties of ${type} have to be an object.`, expected: 'an object' });
  }
  return unique(run.faults);
}

/** The same fault may be found by several rules. */
function unique(faults: readonly Fault[]): Fault[] {
  const seen = new Set<string>();
  return faults.filter(({ path, kind, expected }) => {
    const key = [path, kind, expected].join('\n');
    return !seen.has(key) && seen.add(key);
  });
}
