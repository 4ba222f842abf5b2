import { isIntrinsic, isRecord } from '../intrinsics';

export type Json = Readonly<Record<string, unknown>>;

/** A string whose value CloudFormation reads from elsewhere. */
export function isDynamic(value: unknown): boolean {
  return typeof value === 'string' && value.includes('{{resolve:');
}

export function isNoValue(value: unknown): boolean {
  return isRecord(value) && value.Ref === 'AWS::NoValue' && isIntrinsic(value);
}

/** The two values of `Fn::If`. */
export function branches(value: unknown): readonly [unknown, unknown] | undefined {
  const parts = isRecord(value) ? value['Fn::If'] : undefined;
  return Array.isArray(parts) && parts.length === 3 && isIntrinsic(value) ? [parts[1], parts[2]] : undefined;
}

/** Whether a property is there: an `Fn::If` with `AWS::NoValue` leaves it open. */
export function presence(value: unknown, depth = 0): 'present' | 'absent' | 'maybe' {
  if (typeof value !== 'object') return value === undefined ? 'absent' : 'present';
  if (isNoValue(value)) return 'absent';
  const both = depth < 20 ? branches(value) : undefined;
  if (!both) return 'present';
  const [first, second] = both.map((each) => presence(each, depth + 1));
  return first === second ? first! : 'maybe';
}

/** Whether the template fills in properties later: `Fn::Transform`, `Fn::ForEach`. */
export function isGenerated(value: Json): boolean {
  for (const key in value) if (isGenerator(key)) return true;
  return false;
}

export function isGenerator(key: string): boolean {
  return key.startsWith('Fn::') && /^Fn::(Transform$|ForEach::)/.test(key);
}
