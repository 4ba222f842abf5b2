import { Token } from 'aws-cdk-lib';
import { IngressMode } from './props';
import { Settings } from './settings';
import { grouped, requestQuotaWarnings, REQUESTS_PER_ENVIRONMENT, Reservation, reserved, UNRESERVED_CONCURRENCY } from '../hardened/capacity';

/** Step Functions' default quota of StartExecution, Standard, sustained a second: the three largest Regions, and the others. */
const EXECUTIONS_LARGE = 300;
const EXECUTIONS = 150;
const LARGE_REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'];

/** Executions that an account starts a second by default. */
export function executionsPerSecond(region: string): number {
  return LARGE_REGIONS.includes(region) ? EXECUTIONS_LARGE : EXECUTIONS;
}

function validatorCount({ mode, validatorPerProvider }: Settings, providers: number): number {
  return mode === IngressMode.DIRECT_TO_QUEUE ? 0 : validatorPerProvider ? providers : 1;
}

/** Concurrency that the pipeline reserves, function by function. */
export function reservations(settings: Settings, providers: number): Reservation[] {
  const { concurrency } = settings;
  return [
    ['validator', validatorCount(settings, providers), concurrency.validator],
    ['processor', providers, concurrency.processor],
    ['fraudRules', 1, concurrency.fraudRules],
    ['dispatcher', 1, concurrency.dispatcher],
    ['archival', 1, concurrency.archival],
  ];
}

/** What is asked of the API above what it sustains: one sentence each, with the arithmetic. Empty when all is well. */
export function capacityWarnings(settings: Settings, providers: number, region: string): string[] {
  const { rateLimit, concurrency } = settings;
  const warnings: string[] = [];
  const validators = validatorCount(settings, providers);
  if (validators > 0) {
    const sustained = validators * concurrency.validator * REQUESTS_PER_ENVIRONMENT;
    if (rateLimit > sustained) {
      const needed = Math.ceil(rateLimit / REQUESTS_PER_ENVIRONMENT / validators);
      const others = reserved(reservations(settings, providers)).sum - validators * concurrency.validator;
      const room = concurrency.accountLimit - UNRESERVED_CONCURRENCY - others;
      warnings.push(`the stage accepts ${grouped(rateLimit)} requests a second, the validator sustains ${grouped(sustained)} `
        + `(${validators} x ${concurrency.validator} reserved x ${REQUESTS_PER_ENVIRONMENT} a second for each environment): above that providers get 5xx and retry. `
        + `${grouped(rateLimit)} needs concurrency.validator ${grouped(needed)}, and the account's limit of ${grouped(concurrency.accountLimit)} leaves `
        + `${grouped(Math.floor(room / validators))}. Raise the limit, lower ingress.rateLimit, or use IngressMode.DIRECT_TO_QUEUE`);
    }
  }
  warnings.push(...requestQuotaWarnings(rateLimit, region, 'ingress.rateLimit'));
  const executions = executionsPerSecond(region);
  if (rateLimit > executions) {
    warnings.push(`the stage accepts ${grouped(rateLimit)} requests a second, Step Functions starts ${grouped(executions)} executions a second in `
      + `${Token.isUnresolved(region) ? 'most Regions' : region} by default: a burst waits in the queues, a longer rush ends in the dead-letter queues. `
      + 'Ask for a higher quota of StartExecution, or lower ingress.rateLimit');
  }
  return warnings;
}
