import { Settings } from './settings';

/** Lambda starts no more in an environment: https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
const REQUESTS_PER_ENVIRONMENT = 10;

/** What the API accepts above what the payment function sustains, with the arithmetic. Empty when all is well. */
export function capacityWarnings({ rateLimit, reservedConcurrency }: Settings): string[] {
  const sustained = reservedConcurrency * REQUESTS_PER_ENVIRONMENT;
  if (rateLimit <= sustained) return [];
  const number = (value: number) => value.toLocaleString('en-US');
  return [`each Region accepts ${number(rateLimit)} requests a second, its payment function sustains ${number(sustained)} `
    + `(${reservedConcurrency} reserved x ${REQUESTS_PER_ENVIRONMENT} a second for each environment): above that payments get 5xx. `
    + `Raise processing.reservedConcurrency to ${number(Math.ceil(rateLimit / REQUESTS_PER_ENVIRONMENT))}, or lower api.rateLimit`];
}
