import { Settings } from './settings';
import { grouped, REQUESTS_PER_ENVIRONMENT } from '../hardened/capacity';

/** What the API accepts above what the payment function sustains, with the arithmetic. Empty when all is well. */
export function capacityWarnings({ rateLimit, reservedConcurrency }: Settings): string[] {
  const sustained = reservedConcurrency * REQUESTS_PER_ENVIRONMENT;
  if (rateLimit <= sustained) return [];
  return [`each Region accepts ${grouped(rateLimit)} requests a second, its payment function sustains ${grouped(sustained)} `
    + `(${reservedConcurrency} reserved x ${REQUESTS_PER_ENVIRONMENT} a second for each environment): above that payments get 5xx. `
    + `Raise processing.reservedConcurrency to ${grouped(Math.ceil(rateLimit / REQUESTS_PER_ENVIRONMENT))}, or lower api.rateLimit`];
}
