import { Token } from 'aws-cdk-lib';
import { IngressMode } from './props';
import { Settings } from './settings';

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
export function reservedConcurrency(settings: Settings, providers: number): { readonly sum: number; readonly terms: string } {
  const { concurrency } = settings;
  const validators = validatorCount(settings, providers);
  const terms: Array<[string, number, number]> = [
    ['validator', validators, concurrency.validator],
    ['processor', providers, concurrency.processor],
    ['fraudRules', 1, concurrency.fraudRules],
    ['dispatcher', 1, concurrency.dispatcher],
    ['archival', 1, concurrency.archival],
  ];
  return {
    sum: terms.reduce((sum, [, count, each]) => sum + count * each, 0),
    terms: terms.filter(([, count]) => count > 0).map(([name, count, each]) => `${name} ${count} x ${each}`).join(' + '),
  };
}

/** What is asked of the API above what it sustains: one sentence each, with the arithmetic. Empty when all is well. */
export function capacityWarnings(settings: Settings, providers: number, region: string): string[] {
  const { rateLimit, concurrency } = settings;
  const warnings: string[] = [];
  const number = (value: number) => value.toLocaleString('en-US');
  const validators = validatorCount(settings, providers);
  if (validators > 0) {
    const sustained = validators * concurrency.validator * REQUESTS_PER_ENVIRONMENT;
    if (rateLimit > sustained) {
      const needed = Math.ceil(rateLimit / REQUESTS_PER_ENVIRONMENT / validators);
      const others = reservedConcurrency(settings, providers).sum - validators * concurrency.validator;
      const room = concurrency.accountLimit - UNRESERVED_CONCURRENCY - others;
      warnings.push(`the stage accepts ${number(rateLimit)} requests a second, the validator sustains ${number(sustained)} `
        + `(${validators} x ${concurrency.validator} reserved x ${REQUESTS_PER_ENVIRONMENT} a second for each environment): above that providers get 5xx and retry. `
        + `${number(rateLimit)} needs concurrency.validator ${number(needed)}, and the account's limit of ${number(concurrency.accountLimit)} leaves `
        + `${number(Math.floor(room / validators))}. Raise the limit, lower ingress.rateLimit, or use IngressMode.DIRECT_TO_QUEUE`);
    }
  }
  const quota = SMALL_REGIONS.includes(region) ? SMALL_REGION_RPS : ACCOUNT_RPS;
  if (rateLimit > quota) {
    warnings.push(`the stage accepts ${number(rateLimit)} requests a second, API Gateway's quota for the whole account in ${region} is ${number(quota)}: `
      + 'ask for a higher quota or lower ingress.rateLimit');
  }
  const executions = executionsPerSecond(region);
  if (rateLimit > executions) {
    warnings.push(`the stage accepts ${number(rateLimit)} requests a second, Step Functions starts ${number(executions)} executions a second in `
      + `${Token.isUnresolved(region) ? 'most Regions' : region} by default: a burst waits in the queues, a longer rush ends in the dead-letter queues. `
      + 'Ask for a higher quota of StartExecution, or lower ingress.rateLimit');
  }
  return warnings;
}
