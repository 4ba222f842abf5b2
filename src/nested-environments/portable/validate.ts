import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PortableEnvironmentProps } from './props';
import { SHAPE } from './shape';
import { TYPES } from './slots';
import { PhysicalNames } from '../../hardened';
import { checkNames } from '../../hardened/check-names';
import { checkVpcRange, overlap } from '../../hardened/cidr';
import { Faults } from '../../hardened/faults';
import { usable } from '../../hardened/shape';
import { PROFILES } from '../profile';
import { settingsOf } from '../settings';
import { checkValues, checkZones, NAMED_PARTS } from '../validate';

/** Longest suffix that fits the names with the default prefix. */
const LONGEST_SUFFIX = 14;
const SHORTEST_SUFFIX = Math.max(...TYPES.map(({ length }) => length));

/** What belongs to one account, and why it is not for a template of many. */
const REFUSED: ReadonlyArray<[group: string, name: string, instead: string]> = [
  ['ingress', 'certificate', 'the parameter CertificateArn gives it'],
  ['ingress', 'domainName', 'it would be that of all environments: let your DNS point at the output LoadBalancerDnsName'],
  ['ingress', 'hostedZone', 'it is in one account: let your DNS point at the output LoadBalancerDnsName'],
  ['network', 'vpc', 'it is in one account: use PaymentEnvironment for it'],
  ['network', 'cidr', 'it would be that of all environments: give synthesis.cidrs'],
  ['compute', 'image', 'the parameter ContainerImage gives it; its processor is synthesis.architecture'],
  ['operations', 'alarmTopic', 'it is in one account: subscribe to the topic that is made, the output AlarmTopicArn'],
];

/** Every fault of the props in one error, of each environment too. */
export function validatePortable(where: string, given: PortableEnvironmentProps): number {
  const faults = new Faults();
  const props = usable(faults, given, SHAPE);
  const groups: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = { ...props } as never;
  for (const [group, name, instead] of REFUSED) {
    if (groups[group]?.[name] !== undefined) faults.add(`${group}.${name} cannot be in a template for every account; ${instead}`);
  }
  for (const [group, values] of Object.entries(groups)) {
    for (const [name, value] of Object.entries(values ?? {})) {
      if (REFUSED.some((one) => one[0] === group && one[1] === name)) continue;
      if (Construct.isConstruct(value) || hasToken(value)) faults.add(`${group}.${name} refers to a construct of an app, which a template for every account cannot hold`);
    }
  }
  checkSynthesis(faults, props);
  for (const environmentType of TYPES) {
    const settings = settingsOf({ ...props, environmentType });
    checkValues(faults, { ...props, environmentType }, settings);
    checkNames(faults, { namePrefix: settings.namePrefix }, []);
    checkZones(faults, settings.maxAzs, settings.natGateways);
  }
  const longest = longestSuffix(props.operations?.namePrefix);
  if (longest < SHORTEST_SUFFIX) faults.add(`operations.namePrefix leaves ${Math.max(longest, 0)} characters for the suffix, '${TYPES[1]}' needs ${SHORTEST_SUFFIX}: shorten it, got '${props.operations?.namePrefix}'`);
  faults.throwIfAny(where);
  return longest;
}

const hasToken = (value: unknown): boolean => Token.isUnresolved(value)
  || (typeof value === 'object' && value !== null && [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value) as object) && Object.values(value).some(hasToken));

function checkSynthesis(faults: Faults, { synthesis }: PortableEnvironmentProps): void {
  faults.pattern('synthesis.filePrefix', synthesis?.filePrefix, /^([A-Za-z0-9][A-Za-z0-9.-]*)?$/, 'letters, digits, dots and hyphens, beginning with a letter or digit');
  const { cidrs = {} } = synthesis ?? {};
  for (const [type, cidr] of Object.entries(cidrs)) {
    if (!(TYPES as string[]).includes(type)) faults.add(`synthesis.cidrs must be by ${TYPES.join(', ')}, got '${type}'`);
    else checkVpcRange(faults, `synthesis.cidrs.${type}`, cidr);
  }
  const ranges = TYPES.map((type) => cidrs[type] ?? PROFILES[type].vpcCidr);
  ranges.forEach((range, index) => {
    const other = ranges.findIndex((one, at) => at > index && overlap(one, range));
    if (other > 0) faults.add(`the range ${range} of ${TYPES[index]} overlaps ${ranges[other]} of ${TYPES[other]}, the two could never be connected: give synthesis.cidrs`);
  });
}

/** How long the suffix may be, so that every name is within its limit. */
function longestSuffix(prefix = 'payment-env'): number {
  for (let length = LONGEST_SUFFIX; length > 0; length -= 1) {
    const names = new PhysicalNames({ prefix, environmentSuffix: 'a'.repeat(length) });
    if (NAMED_PARTS.every(([service, part]) => names.faults(service, part).every((fault) => !fault.includes('over the limit')))) return length;
  }
  return 0;
}

