import { first, Mutants } from './mutant';

export const NAMES: Mutants = {
  NameWithoutEnvironment: (template) => { first(template, 'AWS::SQS::Queue').Properties.QueueName = 'payments'; },
};
