import { Token } from 'aws-cdk-lib';

/** A function serves at most this many requests a second for each concurrent environment (Lambda quotas). */
export const REQUESTS_PER_ENVIRONMENT = 10;
/** What Lambda keeps unreserved in an account. */
export const UNRESERVED_CONCURRENCY = 100;
/** API Gateway's quota for all REST APIs of an account in a Region, and in the thirteen smaller Regions. */
const ACCOUNT_RPS = 10_000;
const SMALL_REGION_RPS = 2_500;
const SMALL_REGIONS = [
  'af-south-1', 'ap-east-1', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2',
  'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1',
];

/** A number in a message: 10,000. */
export const grouped = (value: number): string => value.toLocaleString('en-US');

/** Functions of one kind: what they are called in the props, how many there are, and what each reserves. */
export type Reservation = readonly [name: string, count: number, each: number];

/** Concurrency that functions reserve together, with the arithmetic. */
export function reserved(reservations: readonly Reservation[]): { readonly sum: number; readonly terms: string } {
  return {
    sum: reservations.reduce((sum, [, count, each]) => sum + count * each, 0),
    terms: reservations.filter(([, count]) => count > 0).map(([name, count, each]) => `${name} ${count} x ${each}`).join(' + '),
  };
}

/** What is wrong when an account cannot reserve so much: a sentence, or nothing. */
export function reservedConcurrencyFaults(reservations: readonly Reservation[], accountLimit: number, prop: string): string[] {
  const { sum, terms } = reserved(reservations);
  if (sum <= accountLimit - UNRESERVED_CONCURRENCY) return [];
  return [`the reserved concurrency is ${sum} (${terms}), but an account limit of ${accountLimit} leaves `
    + `${Math.max(0, accountLimit - UNRESERVED_CONCURRENCY)} (Lambda keeps ${UNRESERVED_CONCURRENCY}): lower ${prop}, or set its accountLimit to your own`];
}

/** What is asked of a stage above the quota of its account in this Region: a sentence, or nothing. */
export function requestQuotaWarnings(rateLimit: number, region: string, prop: string): string[] {
  const quota = SMALL_REGIONS.includes(region) ? SMALL_REGION_RPS : ACCOUNT_RPS;
  if (rateLimit <= quota) return [];
  return [`the stage accepts ${grouped(rateLimit)} requests a second, API Gateway's quota for the whole account in ${Token.isUnresolved(region) ? 'most Regions' : region} is ${grouped(quota)}: `
    + `ask for a higher quota or lower ${prop}`];
}
