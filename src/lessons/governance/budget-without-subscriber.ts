import { at, Lesson } from '../lesson';
import { absent, mappings } from '../query';

export const budgetWithoutSubscriber: Lesson = {
  id: 'BudgetWithoutSubscriber',
  title: 'A budget tells somebody',
  severity: 'medium',
  facet: 'cost',
  classes: ['cost', 'sns-notify'],
  why: 'The budget is exceeded and nobody hears of it before the bill.',
  fix: 'Add NotificationsWithSubscribers with a topic or addresses.',
  source: 'https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create.html',
  flawed: `
    Budget:
      Type: AWS::Budgets::Budget
      Properties: { Budget: { BudgetType: COST, TimeUnit: MONTHLY, BudgetLimit: { Amount: 100, Unit: USD } } }`,
  sound: `
    Budget:
      Type: AWS::Budgets::Budget
      Properties:
        Budget: { BudgetType: COST, TimeUnit: MONTHLY, BudgetLimit: { Amount: 100, Unit: USD } }
        NotificationsWithSubscribers:
          - Notification: { NotificationType: ACTUAL, ComparisonOperator: GREATER_THAN, Threshold: 80 }
            Subscribers: [{ SubscriptionType: EMAIL, Address: ops@payments.test }]`,
  *check(model) {
    for (const budget of model.resources('AWS::Budgets::Budget')) {
      const notifications = budget.get('NotificationsWithSubscribers');
      if (absent(notifications) || (mappings(notifications).length > 0 && mappings(notifications).every((one) => absent(one.Subscribers)))) {
        yield at(budget, 'NotificationsWithSubscribers', 'No subscriber');
      }
    }
  },
};
