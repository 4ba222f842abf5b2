import { isRecord } from '../../template';
import { EnvironmentType } from '../profile';

/** The environments, in the order of all that comes in threes. */
export const TYPES: readonly EnvironmentType[] = [EnvironmentType.DEV, EnvironmentType.STAGING, EnvironmentType.PROD];

/** One thing as each environment has it. */
export type Slots<Value = unknown> = readonly [dev: Value, staging: Value, prod: Value];

/** Stands for what nobody sees: a value in an environment where the condition around it does not hold. */
export const ANY = Symbol('any');

/** A value of a mapping. CloudFormation takes no null there; no empty text to be safe. */
export type Scalar = string | number | boolean;

export const isScalar = (value: unknown): value is Scalar => (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean';

/** A mapping that is no intrinsic function. */
export const isPlain = (value: unknown): value is Record<string, unknown> => isRecord(value) && !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));

/** What an environment selects from the mapping. Becomes `Fn::FindInMap` when all are known and have names. */
export class Choice {
  /**
   * @param values of each environment
   * @param at where it stands: keys, from the resource on
   * @param isText a part of a text, where a number is as good as its digits
   */
  constructor(readonly values: Slots<Scalar | typeof ANY>, readonly at: readonly string[], readonly isText = false) {}
}

export const PARAMETER = 'EnvironmentType';
export const NO_VALUE = { Ref: 'AWS::NoValue' };
export const ENVIRONMENT = { Ref: PARAMETER };

/** Equal to the last part. */
export const same = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);

/** Without those that nobody sees. */
export const seen = (slots: Slots): unknown[] => slots.filter((value) => value !== ANY);

/** Whether each that is seen has the value of the other. */
export const agree = (slots: Slots, others: readonly unknown[]): boolean =>
  slots.every((value, index) => value === ANY || same(value, others[index]));

/** What nobody sees gets the value of one that is seen. */
export const filled = <Value>(slots: Slots<Value | typeof ANY>): Slots<Value> =>
  map(slots, (value) => value === ANY ? seen(slots)[0] as Value : value);

/** Every value of a mapping, changed. */
export const mapValues = <From, To>(of: Readonly<Record<string, From>>, change: (value: From, key: string) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value, key)]));

export const map = <From, To>(slots: Slots<From>, change: (value: From, index: number) => To): Slots<To> => slots.map(change) as unknown as Slots<To>;

/** The name of the condition that holds in some of the environments, not in none or in all. */
export function conditionOf(holds: Slots<boolean>): string {
  const lone = holds.filter(Boolean).length === 1;
  const type = TYPES[holds.indexOf(lone)];
  return `${lone ? 'Is' : 'Not'}${type[0].toUpperCase()}${type.slice(1)}`;
}

/** The condition of that name. */
export function conditionNamed(name: string): unknown {
  const [, verb, type] = /^(Is|Not)(.+)$/.exec(name)!;
  const equals = { 'Fn::Equals': [ENVIRONMENT, type.toLowerCase()] };
  return verb === 'Is' ? equals : { 'Fn::Not': [equals] };
}

/** `Fn::If` on one environment; on all but one it is turned round, so that there are fewer conditions. */
export function choose(holds: Slots<boolean>, yes: unknown, no: unknown): unknown {
  if (holds.filter(Boolean).length === 1) return { 'Fn::If': [conditionOf(holds), yes, no] };
  return { 'Fn::If': [conditionOf(map(holds, (one) => !one)), no, yes] };
}
