import { first, Mutants, Template } from './mutant';

const source = (template: Template) => Object.values(template.Resources).find((resource) => resource.Properties?.RedrivePolicy)!.Properties;
/** A queue of a route, which EventBridge sends to. */
const routed = (template: Template) => Object.entries(template.Resources).find(([id, { Properties: all }]) => id.includes('RoutescardQueue') && all?.RedrivePolicy)![1].Properties;

export const QUEUES: Mutants = {
  DlqMissing: (template) => { delete source(template).RedrivePolicy; },
  DlqRetention: (template) => { first(template, 'AWS::SQS::Queue', 'DeadLetterQueue').Properties.MessageRetentionPeriod = 60; },
  RedriveAtOnce: (template) => { source(template).RedrivePolicy.maxReceiveCount = 1; },
  VisibilityBelowTimeout: (template) => { source(template).VisibilityTimeout = 10; },
  FifoDlqMismatch: (template) => { source(template).FifoQueue = true; },
  FifoSettings: (template) => { source(template).FifoQueue = true; },
  FifoQueueSender: (template) => { routed(template).FifoQueue = true; },
  QueueUnencrypted: (template) => {
    delete source(template).KmsMasterKeyId;
    source(template).SqsManagedSseEnabled = false;
  },
  QueueManagedKey: (template) => { routed(template).KmsMasterKeyId = 'alias/aws/sqs'; },
  QueueSenderRefused: (template) => {
    for (const { PolicyDocument: document } of Object.values(template.Resources).filter(({ Type: type }) => type === 'AWS::SQS::QueuePolicy').map(({ Properties: all }) => all)) {
      document.Statement = document.Statement.filter((statement: { Effect: string }) => statement.Effect === 'Deny');
    }
  },
  OpenQueuePolicy: (template) => {
    const [statement] = first(template, 'AWS::SQS::QueuePolicy').Properties.PolicyDocument.Statement;
    Object.assign(statement, { Effect: 'Allow', Condition: {} });
  },
};
