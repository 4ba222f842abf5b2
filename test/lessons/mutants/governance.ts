import { first, Mutants } from './mutant';

export const GOVERNANCE: Mutants = {
  BudgetWithoutSubscriber: (template) => { delete first(template, 'AWS::Budgets::Budget').Properties.NotificationsWithSubscribers; },
};
