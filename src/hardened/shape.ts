import { RemovalPolicy, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Faults, show } from './faults';

/** What a prop may be: what TypeScript would refuse, a user of JavaScript, Python or `any` is told in the same words. */
export interface Kind {
  /** As the message calls it: '... must be <expected>, got ...'. */
  readonly expected: string;
  /** Of a group, the kinds of its props. */
  readonly members?: Readonly<Record<string, Kind>>;
  /** Records what is wrong, and returns what can be used of the value; undefined for nothing. */
  readonly use: (faults: Faults, name: string, value: unknown) => unknown;
}

/** A kind that must be given. */
export interface RequiredKind extends Kind {
  readonly required: true;
}

/** The kind of each prop: all of them, or TypeScript complains here. */
export type Shape<P> = { readonly [Name in keyof P]-?: undefined extends P[Name] ? Kind : RequiredKind };

/**
 * What can be used of props: without what is of a wrong kind, which is recorded, so that the rest can be judged in the same error. A group that lacks a
 * required prop is left out as a whole.
 */
export function usable<P extends object>(faults: Faults, props: P, shape: Shape<P>): Partial<P> {
  if (isObject(props)) return fill(faults, '', props, shape).filled;
  faults.add(`the props must be an object, got ${show(props)}`);
  return {};
}

/** A value that must be given. */
export const required = (inner: Kind): RequiredKind => ({ ...inner, required: true });

/** A value that fits a test. */
export function kind(expected: string, fits: (value: any) => boolean): Kind {
  return {
    expected,
    use: (faults, name, value) => {
      const ok = value !== undefined && value !== null && fits(value);
      faults.kind(name, value, ok, expected);
      return ok ? value : undefined;
    },
  };
}

/** A group of props. */
export function group<P extends object>(shape: Shape<P>, expected = 'an object of its props'): Kind {
  return {
    expected,
    members: shape,
    use: (faults, name, value) => {
      const object = kind(expected, isObject).use(faults, name, value) as object | undefined;
      if (object === undefined) return undefined;
      const { filled, complete } = fill(faults, `${name}.`, object, shape);
      return complete ? filled : undefined;
    },
  };
}

/** A list, of which each item is of one kind. */
export function list(item: Kind, expected: string): Kind {
  return {
    expected,
    use: (faults, name, value) => {
      const items = kind(expected, Array.isArray).use(faults, name, value) as unknown[] | undefined;
      const used = items?.map((one, index) => item.use(faults, `${name}[${index}]`, one));
      return used?.includes(undefined) ? undefined : used;
    },
  };
}

/** A value that does not come with the deployment. `why`: what needs it. */
export const known = (inner: Kind, why: string): Kind => ({
  ...inner,
  use: (faults, name, value) => {
    const used = inner.use(faults, name, value) as { isUnresolved?(): boolean } | undefined;
    if (used === undefined || !(Token.isUnresolved(used) || used.isUnresolved?.())) return used;
    faults.add(`${name} must be known at synthesis: ${why}, got a token`);
    return undefined;
  },
});

export const TEXT = kind('a string', (value) => typeof value === 'string');
export const NUMBER = kind('a number', (value) => typeof value === 'number');
export const FLAG = kind('true or false', (value) => typeof value === 'boolean');
export const TEXTS = kind('an array of strings', (value) => areAll(value, 'string'));
export const TEXTS_BY_NAME = kind('an object of strings', (value) => isObject(value) && areAll(Object.values(value), 'string'));
/** ISO 4217 currency to minor units. */
export const AMOUNTS = kind('an object of numbers, for example { EUR: 1000000 }', (value) => isObject(value) && areAll(Object.values(value), 'number'));
export const OBJECT = kind('an object', (value) => isObject(value));

/** One of the values of an enum. */
export const oneOf = (values: object): Kind => kind(Object.values(values).join(', ').replace(/, ([^,]*)$/, ' or $1'), (value) => Object.values(values).includes(value));

/** An object of a class, or what implements its interface. By its members, not by `instanceof`: an app may hold two copies of a library. */
export const having = (expected: string, ...members: string[]): Kind =>
  kind(expected, (value) => typeof value === 'object' && members.every((member) => member in value));

const { SNAPSHOT: _none, ...REMOVALS } = RemovalPolicy; // most of what is made has no snapshots
export const REMOVAL = oneOf(REMOVALS);
export const DURATION = having('a Duration, for example Duration.seconds(50)', 'toSeconds');
export const TOPIC = having('a topic of SNS', 'topicArn');
export const CERTIFICATE = having('a certificate', 'certificateArn');
export const HOSTED_ZONE = having('a hosted zone', 'hostedZoneId');
export const VPC = having('a VPC', 'vpcId');
export const INSTANCE_TYPE = having('an InstanceType, for example InstanceType.of(InstanceClass.T3, InstanceSize.MEDIUM)', 'isBurstable');
export const LOG_RETENTION = having('a LogRetentionProfile, for example LogRetentionProfile.oneYear()', 'cloudWatch');
export const HANDLER_CODE = having('a HandlerCode, for example HandlerCode.bundled()', 'bind');
export const SERVICE_IMAGE = having('a ServiceImage, for example ServiceImage.fromEcr(repository, tag)', 'bind', 'architecture');

const areAll = (values: unknown, type: 'string' | 'number'): boolean => Array.isArray(values) && values.every((one) => typeof one === type);

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Token.isUnresolved(value) && !Construct.isConstruct(value);
}

function fill<P extends object>(
  faults: Faults, prefix: string, props: object, shape: Shape<P>,
): { readonly filled: Partial<P>; readonly complete: boolean } {
  const kinds = Object.entries<Kind | RequiredKind>(shape);
  const filled = Object.fromEntries(kinds.flatMap(([name, one]) => {
    const value = (props as Record<string, unknown>)[name];
    const used = value === undefined && !('required' in one) ? undefined : one.use(faults, prefix + name, value);
    return used === undefined ? [] : [[name, used]];
  }));
  return { filled: filled as Partial<P>, complete: kinds.every(([name, one]) => !('required' in one) || name in filled) };
}
