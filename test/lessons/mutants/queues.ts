import { first, Mutants } from './mutant';

export const QUEUES: Mutants = {
  DlqRetention: (template) => { first(template, 'AWS::SQS::Queue', 'DeadLetterQueue').Properties.MessageRetentionPeriod = 60; },
  RedriveAtOnce: (template) => {
    Object.values(template.Resources).find((resource) => resource.Properties?.RedrivePolicy)!.Properties.RedrivePolicy.maxReceiveCount = 1;
  },
};
