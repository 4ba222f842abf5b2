import { at, Lesson } from '../lesson';
import { statementsOf } from '../policies';

export const openTopicPolicy: Lesson = {
  id: 'OpenTopicPolicy',
  title: 'The policy of a topic names who may use it',
  severity: 'critical',
  facet: 'security',
  classes: ['queue-topic-policy', 'iam-wildcard'],
  why: 'Anyone on the internet may publish forged events, or subscribe and read the real ones.',
  fix: 'Name the role or service as Principal, or restrict it with aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID.',
  source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
  pci: ['7.2.1', '7.2.5'],
  flawed: `
    Topic: { Type: AWS::SNS::Topic }
    Policy:
      Type: AWS::SNS::TopicPolicy
      Properties:
        Topics: [!Ref Topic]
        PolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: !Ref Topic }] }`,
  sound: `
    Topic: { Type: AWS::SNS::Topic }
    Policy:
      Type: AWS::SNS::TopicPolicy
      Properties:
        Topics: [!Ref Topic]
        PolicyDocument:
          Statement: [{ Effect: Allow, Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: !Ref Topic, Condition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } } }]`,
  *check(model) {
    for (const policy of model.resources('AWS::SNS::TopicPolicy')) {
      for (const { allows, principals, conditions, path, sid } of statementsOf(policy)) {
        if (allows && principals.some(({ value }) => value === '*') && Object.keys(conditions).length === 0) yield at(policy, `${path}.Principal`, 'Anyone is allowed', sid);
      }
    }
  },
};
