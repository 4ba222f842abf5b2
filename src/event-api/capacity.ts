import { Settings } from './settings';
import { grouped, requestQuotaWarnings, REQUESTS_PER_ENVIRONMENT, Reservation } from '../hardened/capacity';

/** Concurrency that the functions reserve. */
export function reservations({ concurrency }: Settings): Reservation[] {
  const { authorizer, ingest, process, store } = concurrency;
  return [['authorizer', authorizer === undefined ? 0 : 1, authorizer ?? 0], ['ingest', 1, ingest], ['process', 1, process], ['store', 1, store]];
}

/** What is asked of the API above what it sustains: one sentence each, with the arithmetic. Empty when all is well. */
export function capacityWarnings({ rateLimit, concurrency, maxEventAge }: Settings, region: string): string[] {
  const sustained = concurrency.ingest * REQUESTS_PER_ENVIRONMENT;
  return [
    ...rateLimit <= sustained ? [] : [`the stage accepts ${grouped(rateLimit)} events a second, ingest-fn sustains ${grouped(sustained)} `
      + `(${concurrency.ingest} reserved x ${REQUESTS_PER_ENVIRONMENT} a second for each environment): what comes above that waits in Lambda's own queue, `
      + `after ${maxEventAge.toHumanString()} it goes to the queue ingest-failures. Raise processing.concurrency.ingest to `
      + `${grouped(Math.ceil(rateLimit / REQUESTS_PER_ENVIRONMENT))}, or lower api.rateLimit`],
    ...requestQuotaWarnings(rateLimit, region, 'api.rateLimit'),
  ];
}
