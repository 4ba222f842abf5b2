import { isTrue, mappings, surely } from '../../lessons/query';
import { PROTECTED, protection, stateful } from '../../lessons/retention/stateful';
import { Model, options, Resource, Stack, Value } from '../../template';
import type { Selector } from '../assertion';
import type { Context } from '../context';
import { linksFrom } from '../links';
import { failsAt, HOLDS, Verdict } from '../verdict';

type Options = Readonly<Record<string, unknown>>;

const KEPT = ['Retain', 'RetainExceptOnCreate', 'Snapshot'];
/** Without a policy CloudFormation takes a last snapshot of these, unless they are members or replicas. */
const SNAPSHOT_BY_DEFAULT = ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'];
const KEY = 'AWS::KMS::Key';
const GLOBAL_TABLE = 'AWS::DynamoDB::GlobalTable';

const policyOf = (one: Resource): Value => one.deletionPolicy
  ?? (SNAPSHOT_BY_DEFAULT.includes(one.type) && stateful(one.stack.model).includes(one) ? 'Snapshot' : 'Delete');

/** Whether it outlives its stack; undefined where a condition, a mapping or a parameter chooses. */
function isKept(one: Resource): boolean | undefined {
  const [first, ...others] = options(policyOf(one)).map((policy) => typeof policy === 'string' ? KEPT.includes(policy) : undefined);
  return others.every((other) => other === first) ? first : undefined;
}

/** It, or what it was before a replacement, stays. */
const leaves = (one: Resource): boolean => isKept(one) === true
  || (one.body.UpdateReplacePolicy !== undefined && surely(one.updateReplacePolicy, (policy) => KEPT.includes(String(policy))));

const inStack = (all: readonly Resource[], root: Stack) => all.filter(({ stack }) => stack.root === root);

/** Data of these templates that goes with its stack, where something else stays on purpose. */
function lost(model: Model, root: Stack): Resource | undefined {
  const data = stateful(model);
  const own = inStack(data, root);
  // A stack without data of its own belongs to those that have it.
  return (own.length > 0 ? own : data).find((one) => isKept(one) === false);
}

/**
 * What becomes of a stack was decided: all of it goes, or all that keeps data stays, with the keys that it is encrypted with; where a condition, a mapping
 * or a parameter chooses, both.
 */
export function staysOrGoesWhole(_: Options, { model, stacks }: Context): Verdict {
  for (const one of [...stacks].flatMap((stack) => [...stack.resources.values()])) {
    if (!leaves(one)) continue;
    const gone = lost(model, one.stack.root);
    if (gone) return failsAt(one, () => gone === one ? `${one.id} stays when it is replaced, and goes with its stack` : `${one.id} stays when its stack is deleted, ${gone.id} with its data does not`, ['@DeletionPolicy']);
    const key = isKept(one) === true ? linksFrom(one).map(({ to }) => to).find((to) => to.type === KEY && isKept(to) === false) : undefined;
    if (key) return failsAt(key, () => `${one.id} stays when its stack is deleted, ${key.id}, which decrypts it, does not`, ['@DeletionPolicy']);
  }
  return HOLDS;
}

const PROTECTING = ['DeletionProtection', 'DeletionProtectionEnabled', 'EnableTerminationProtection', 'DeleteProtection', 'SubnetChangeProtection'];
const BALANCER_ATTRIBUTE = 'deletion_protection.enabled';

/** The property that keeps it from being deleted, in every environment. */
function protectedBy(one: Resource): string | undefined {
  const { property, value } = protection(one);
  if (PROTECTED.includes(one.type) && surely(value, (flag) => isTrue(flag) || flag === 'ACTIVE')) return property;
  if (one.type === GLOBAL_TABLE && mappings(one.get('Replicas')).some((replica) => surely(replica.DeletionProtectionEnabled, isTrue))) return 'Replicas';
  if (mappings(one.get('LoadBalancerAttributes')).some(({ Key: key, Value: on }) => key === BALANCER_ATTRIBUTE && surely(on, isTrue))) return 'LoadBalancerAttributes';
  return PROTECTING.find((name) => one.get(name) !== undefined && surely(one.get(name), isTrue));
}

/** What is protected from deletion (of the types `of`) stays on purpose: by its own policy, or, where it keeps no data, beside data that stays. */
export function protectedStays({ of = 'AWS::*' }: Options, context: Context): Verdict {
  const data = stateful(context.model);
  for (const one of context.select(of as Selector).map(({ subject }) => subject.resource!)) {
    const property = protectedBy(one);
    if (property === undefined) continue;
    const beside = inStack(data, one.stack.root);
    const stays = data.includes(one) ? isKept(one) !== false : beside.some((other) => isKept(other) !== false);
    if (!stays) return failsAt(one, () => `${one.id} is protected from deletion, and is to go with its stack`, [property]);
  }
  return HOLDS;
}
