import { options, Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { num } from '../query';

/** Lambda keeps them for functions without a reserve. */
const UNRESERVED = 100;

const regionOf = ({ one: { stack: { root: { environment: { account, region } } } } }: { one: Resource }) => `${account} ${region}`;

export const reservedConcurrencyHeadroom: Lesson = {
  id: 'ReservedConcurrencyHeadroom',
  title: 'Reserved concurrency leaves 100 executions of the account unreserved',
  severity: 'critical',
  facet: 'reliability',
  classes: ['reserved-concurrency', 'quota-region'],
  why: 'Lambda refuses the reserve that leaves fewer than 100, and the deployment fails.',
  fix: 'Lower ReservedConcurrentExecutions, or have the quota of the account raised and tell the audit (accountConcurrency).',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { ReservedConcurrentExecutions: 600 } }
    Other: { Type: AWS::Lambda::Function, Properties: { ReservedConcurrentExecutions: 400 } }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { ReservedConcurrentExecutions: 50 } }
    Other: { Type: AWS::Lambda::Function, Properties: { ReservedConcurrentExecutions: 10 } }`,
  *check(model, { accountConcurrency }) {
    const reserved = model.resources('AWS::Lambda::Function').map((one) => ({
      one, count: Math.min(...options(one.get('ReservedConcurrentExecutions')).map((option) => num(option) ?? 0)),
    })).sort((a, b) => b.count - a.count);
    // Each Region of an account has its own; stacks that are bound to none go to one.
    for (const region of new Set(reserved.map(regionOf))) {
      const there = reserved.filter((entry) => regionOf(entry) === region);
      const sum = there.reduce((total, { count }) => total + count, 0);
      if (sum > accountConcurrency - UNRESERVED) {
        yield at(there[0].one, 'ReservedConcurrentExecutions', `${sum} executions are reserved, the account has ${accountConcurrency}`);
      }
    }
  },
};
