/** What an event is worth looking at, and what it costs. Of the event and the configuration alone: the same again on a retry. */
import type { Assessment, NormalisedEvent, SharedConfigurationValue } from 'payment-event-shared';

const FAR_ABOVE = 5;
const LATE_MS = 86_400_000;
/** Clocks differ. */
const AHEAD_MS = 300_000;

const own = (table: Readonly<Record<string, number>>, currency: string): number | undefined =>
  Object.hasOwn(table, currency) ? table[currency] : undefined;

/** Rounded half up, in whole minor units: no floating point, and amounts up to 2^53 - 1. */
function feeOf({ type, amount, currency }: NormalisedEvent, { basisPoints, fixed, types }: SharedConfigurationValue['fees']): number {
  if (!types.includes(type)) return 0;
  return Number((BigInt(amount) * BigInt(basisPoints) + 5_000n) / 10_000n) + (own(fixed, currency) ?? 0);
}

export function assess(event: NormalisedEvent, { highValue, fees }: Pick<SharedConfigurationValue, 'highValue' | 'fees'>): Assessment {
  const threshold = own(highValue, event.currency);
  const high = threshold !== undefined && event.amount >= threshold;
  const ageMs = Date.parse(event.receivedAt) - Date.parse(event.occurredAt);
  const rules: readonly [Assessment['riskFlags'][number], boolean][] = [
    ['high-amount', high],
    ['far-above-threshold', high && event.amount >= FAR_ABOVE * threshold],
    ['no-threshold-for-currency', threshold === undefined],
    ['late', ageMs > LATE_MS],
    ['in-the-future', ageMs < -AHEAD_MS],
  ];
  return {
    amountClass: threshold === undefined ? 'unknown' : high ? 'high' : 'normal',
    riskFlags: rules.filter(([, applies]) => applies).map(([flag]) => flag),
    fee: feeOf(event, fees),
  };
}
