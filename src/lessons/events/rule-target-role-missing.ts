import { at, Lesson } from '../lesson';
import { absent, mappings, target } from '../query';

/** EventBridge takes a role to reach these, and no policy of theirs. */
const BY_ROLE = ['AWS::StepFunctions::StateMachine', 'AWS::Kinesis::Stream', 'AWS::KinesisFirehose::DeliveryStream', 'AWS::ECS::Cluster', 'AWS::Batch::JobQueue',
  'AWS::CodePipeline::Pipeline', 'AWS::CodeBuild::Project', 'AWS::Events::ApiDestination', 'AWS::SSM::Document', 'AWS::Redshift::Cluster', 'AWS::Glue::Workflow'];

export const ruleTargetRoleMissing: Lesson = {
  id: 'RuleTargetRoleMissing',
  title: 'A rule has a role for targets that are reached by one',
  severity: 'critical',
  facet: 'reliability',
  classes: ['eventbridge', 'iam-missing-permission'],
  why: 'EventBridge refuses the target: "RoleArn is required", and the deployment fails.',
  fix: 'Set RoleArn of the target to a role that trusts events.amazonaws.com and may start it (states:StartExecution, ecs:RunTask, ...).',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html',
  flawed: `
    Machine: { Type: AWS::StepFunctions::StateMachine }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Machine, Arn: !Ref Machine }] }`,
  sound: `
    Machine: { Type: AWS::StepFunctions::StateMachine }
    Role: { Type: AWS::IAM::Role }
    Rule:
      Type: AWS::Events::Rule
      Properties: { EventPattern: { source: [payments] }, Targets: [{ Id: Machine, Arn: !Ref Machine, RoleArn: !GetAtt Role.Arn }] }`,
  *check(model) {
    for (const rule of model.resources('AWS::Events::Rule')) {
      for (const [index, one] of mappings(rule.get('Targets')).entries()) {
        const receiver = target(model, one.Arn);
        if (receiver && BY_ROLE.includes(receiver.type) && absent(one.RoleArn)) {
          yield at(rule, `Targets.${index}.RoleArn`, `No RoleArn to reach ${receiver.id}`, receiver.id);
        }
      }
    }
  },
};
