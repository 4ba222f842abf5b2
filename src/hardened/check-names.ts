import { Token } from 'aws-cdk-lib';
import { Faults, isIdentifier } from './faults';
import { NamedService, PhysicalNames } from './names';

/** Names that a system makes: those that come closest to their limits. */
export type NamedParts = ReadonlyArray<readonly [service: NamedService, ...parts: string[]]>;

/** What physical names are made of. */
interface Affixes {
  readonly namePrefix: string;
  /** Undefined: it was no string, which is told already. */
  readonly environmentSuffix?: string;
}

/** Records what is wrong with prefix and suffix; only when nothing is, with the names made of them. False when prefix or suffix is wrong. */
export function checkNames(faults: Faults, { namePrefix, environmentSuffix }: Affixes, parts: NamedParts, suffixProp = 'environmentSuffix'): boolean {
  faults.identifier(suffixProp, environmentSuffix);
  faults.identifier('operations.namePrefix', namePrefix);
  if (/^(aws|ssm|internal-|sthree-)/.test(`${namePrefix}-`)) faults.add(`operations.namePrefix must not begin with aws, ssm, internal or sthree, as names of AWS do, got '${namePrefix}'`);
  if (!isUsable(namePrefix) || !isUsable(environmentSuffix)) return false;
  const names = new PhysicalNames({ prefix: namePrefix, environmentSuffix });
  for (const [service, ...own] of parts) faults.add(...names.faults(service, ...own));
  return true;
}

const isUsable = (name?: string): name is string => name !== undefined && (Token.isUnresolved(name) || isIdentifier(name));
