/**
 * Fraud screening by rule: the default of the workflow's screening step.
 * Deterministic; the sum of the rules' points, at most 100.
 */
import type { z } from 'zod';
import { parse } from './adapters/event';
import { fraudEnvironment, type FraudResult, type fraudRulesSchema, type Payment, paymentSchema } from './contract';
import { parseEnvironment } from '../../hardened/handlers/environment';
import { logger, withMetrics } from '../../hardened/handlers/telemetry';

type Rules = z.output<typeof fraudRulesSchema>;

interface Rule {
  readonly reason: string;
  readonly points: number;
  readonly applies: (payment: Payment, limit: number | undefined, rules: Rules) => boolean;
}

/** Only money that may still come in is screened: a refund or a failure must always get through. */
const SCREENED: readonly Payment['status'][] = ['pending', 'authorized', 'succeeded'];
const FAR_ABOVE = 5;

export const RULES: readonly Rule[] = [
  { reason: 'blocked-country', points: 100, applies: ({ country }, _limit, rules) => rules.blockedCountries.includes(country) },
  { reason: 'amount-at-limit', points: 40, applies: ({ amount_minor: amount }, limit = Infinity) => amount >= limit },
  { reason: 'amount-far-above-limit', points: 40, applies: ({ amount_minor: amount }, limit = Infinity) => amount >= FAR_ABOVE * limit },
  { reason: 'no-limit-for-currency', points: 10, applies: (_payment, limit) => limit === undefined },
  { reason: 'large-amount-without-country', points: 10, applies: (payment, limit = Infinity) => payment.country === '' && payment.amount_minor >= limit },
];

export function screen(payment: Payment, rules: Rules): FraudResult {
  if (!SCREENED.includes(payment.status)) return { score: 0, reasons: [] };
  const limit = Object.hasOwn(rules.amountLimits, payment.currency) ? rules.amountLimits[payment.currency] : undefined;
  const met = RULES.filter(rule => rule.applies(payment, limit, rules));
  return { score: Math.min(100, met.reduce((sum, { points }) => sum + points, 0)), reasons: met.map(({ reason }) => reason) };
}

const { FRAUD_RULES } = parseEnvironment(fraudEnvironment);

export const handler = (input: unknown): Promise<FraudResult> => withMetrics(async () => {
  const payment = parse(paymentSchema, input, ['payment']);
  const result = screen(payment, FRAUD_RULES);
  logger.info('Screened', { correlation_id: payment.correlation_id, provider: payment.provider, ...result });
  return result;
});
