import { at, Lesson } from '../lesson';

/** A parameter by which a template is deployed several times. */
const COPIES = /env|stage|suffix/i;

export const reservedConcurrencyFixed: Lesson = {
  id: 'ReservedConcurrencyFixed',
  title: 'A template for several environments lets each set its reserved concurrency',
  severity: 'medium',
  facet: 'reliability',
  classes: ['reserved-concurrency', 'env-conditions', 'quota-region'],
  why: 'Every copy takes its reserve from the account, and the deployment fails where fewer than 100 would be left; a new account has 10 in all.',
  fix: 'Make it a parameter or a mapping by environment, or leave it out and bound MaximumConcurrency of the event source.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { ReservedConcurrentExecutions: 100 } }
Parameters:
  EnvironmentSuffix: { Type: String }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { ReservedConcurrentExecutions: !Ref Reserve } }
Parameters:
  EnvironmentSuffix: { Type: String }
  Reserve: { Type: Number, Default: 10 }`,
  *check(model) {
    for (const one of model.resources('AWS::Lambda::Function')) {
      const written = one.raw('ReservedConcurrentExecutions');
      const fixed = typeof written === 'number' ? written : typeof written === 'string' ? Number(written) : 0;
      if (fixed > 0 && Object.keys(one.stack.parameters).some((name) => COPIES.test(name))) {
        yield at(one, 'ReservedConcurrentExecutions', `${fixed} executions are reserved in every environment`);
      }
    }
  },
};
