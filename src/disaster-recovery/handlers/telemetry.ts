import type { Logger } from '@aws-lambda-powertools/logger';
import type { StoredPayment } from './payment-table';
import { count } from '../../hardened/handlers/telemetry';

/** Two Regions took the payment before either knew of the other: somebody has to look whether it was executed twice. */
export function countDuplicates({ acceptedIn, differs }: StoredPayment, log: Logger): void {
  if (acceptedIn.length < 2) return;
  count('PaymentAcceptedTwice');
  log.error('Payment was accepted in more than one Region', { acceptedIn, payloadsDiffer: differs });
}
