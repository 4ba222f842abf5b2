import { first, Mutants } from './mutant';

export const IAM: Mutants = {
  IamWildcardAction: (template) => { first(template, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument.Statement[0].Action = 'dynamodb:*'; },
};
