import { first, Mutants, Template } from './mutant';

const routing = (template: Template) => first(template, 'AWS::Events::Rule', 'Routescard').Properties;
const topic = (template: Template) => first(template, 'AWS::SNS::Topic', 'Monitoring').Properties;
const statements = (template: Template) => first(template, 'AWS::SNS::TopicPolicy', 'Monitoring').Properties.PolicyDocument.Statement;

export const EVENTS: Mutants = {
  RuleTargetRoleMissing: (template) => {
    const machine = Object.entries(template.Resources).find(([, { Type: type }]) => type === 'AWS::StepFunctions::StateMachine')![0];
    routing(template).Targets[0].Arn = { Ref: machine };
  },
  RuleTargetsTooMany: (template) => { routing(template).Targets = Array.from({ length: 6 }, (_, at) => ({ ...routing(template).Targets[0], Id: `Target${at}` })); },
  ScheduleExpression: (template) => { routing(template).ScheduleExpression = 'rate(5 minute)'; },
  RuleWithoutTargets: (template) => { routing(template).Targets = []; },
  RuleTargetWithoutDlq: (template) => { delete routing(template).Targets[0].DeadLetterConfig; },
  TopicSenderRefused: (template) => { statements(template)[1].Principal.Service = 'events.amazonaws.com'; },
  TopicManagedKey: (template) => { topic(template).KmsMasterKeyId = 'alias/aws/sns'; },
  OpenTopicPolicy: (template) => { Object.assign(statements(template)[1], { Principal: '*', Condition: {} }); },
  TopicUnencrypted: (template) => { delete topic(template).KmsMasterKeyId; },
  TopicWithoutSubscription: (template) => { template.Outputs = {}; },
};
