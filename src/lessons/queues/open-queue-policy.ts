import { at, Lesson } from '../lesson';
import { statementsOf } from '../policies';

export const openQueuePolicy: Lesson = {
  id: 'OpenQueuePolicy',
  title: 'The policy of a queue names who may use it',
  severity: 'critical',
  facet: 'security',
  classes: ['queue-topic-policy', 'iam-wildcard'],
  why: 'Anyone on the internet may put forged payments into the queue, or read and delete real ones.',
  fix: 'Name the role or service as Principal, or restrict it with aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID.',
  source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
  pci: ['7.2.1', '7.2.5'],
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Policy:
      Type: AWS::SQS::QueuePolicy
      Properties:
        Queues: [!Ref Queue]
        PolicyDocument: { Statement: [{ Effect: Allow, Principal: '*', Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn }] }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
    Policy:
      Type: AWS::SQS::QueuePolicy
      Properties:
        Queues: [!Ref Queue]
        PolicyDocument:
          Statement: [{ Effect: Allow, Principal: '*', Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn, Condition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } } }]`,
  *check(model) {
    for (const policy of model.resources('AWS::SQS::QueuePolicy')) {
      for (const { allows, principals, conditions, path, sid } of statementsOf(policy)) {
        if (allows && principals.some(({ value }) => value === '*') && Object.keys(conditions).length === 0) yield at(policy, `${path}.Principal`, 'Anyone is allowed', sid);
      }
    }
  },
};
