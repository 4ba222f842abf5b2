import type { Context } from '../context';
import { boundsIn } from './event-pattern';
import { isMapping, Resource, show, Value } from '../../template';
import type { Subject } from '../subject';
import { fails, failsAt, HOLDS, Verdict } from '../verdict';

const NAMES = ['highValue', 'thresholds', 'limits', 'amounts'];

interface Shared { readonly parameter: Resource; readonly currency: string; readonly amount: Value }

/** `{ USD: 1000000 }` in the parameters that functions share. */
const sharedAmounts = ({ model }: Context): Shared[] => model.resources('AWS::SSM::Parameter').flatMap((parameter) => NAMES.flatMap((name) => {
  const value = parameter.get(`Value.${name}`);
  return isMapping(value) ? Object.entries(value).filter(([currency]) => /^[A-Z]{3}$/.test(currency)).map(([currency, amount]) => ({ parameter, currency, amount })) : [];
}));

/** The amounts of rules are those that the functions share: by currency (`of: rules`), or each shared one is of a rule (`of: configuration`). */
export function amountsAgree({ of: side }: Readonly<Record<string, unknown>>, context: Context): Verdict {
  const bounds = context.model.resources('AWS::Events::Rule').flatMap((rule) => [...boundsIn(rule.get('EventPattern.detail'))].map((bound) => ({ rule, ...bound })));
  const shared = sharedAmounts(context);
  if (bounds.length === 0) return HOLDS;
  if (side === 'configuration') {
    const lone = shared.find(({ amount }) => !bounds.some((bound) => bound.amount === amount));
    return lone ? failsAt(lone.parameter, () => `the shared configuration says ${show(lone.amount)} ${lone.currency}, which no rule asks for`, ['Value']) : HOLDS;
  }
  for (const { rule, amount, currencies = [] } of bounds) {
    const other = shared.find((one) => currencies.includes(one.currency) && one.amount !== amount);
    if (other) return failsAt(rule, () => `${rule.id} asks for ${amount} ${other.currency}, the shared configuration says ${show(other.amount)}`, ['EventPattern', 'detail']);
  }
  return HOLDS;
}

/** A rule: the numbers that it asks for are in a currency that it names. */
export function boundsNameCurrency({ resource, id }: Subject): Verdict {
  const bare = [...boundsIn(resource?.get('EventPattern.detail'))].find(({ currencies }) => currencies === undefined);
  return bare ? fails(() => `${id} asks for ${bare.amount}, of whatever currency`, ['EventPattern', 'detail']) : HOLDS;
}
