import { at, Lesson } from '../lesson';
import { absent, surely } from '../query';

export const workflowUnlogged: Lesson = {
  id: 'WorkflowUnlogged',
  title: 'A state machine logs its executions',
  severity: 'low',
  facet: 'operations',
  classes: ['step-functions', 'log-group'],
  why: 'The history of an execution is gone after 90 days, and that of an express workflow is never kept: nobody can prove what happened to a payment.',
  fix: 'Set LoggingConfiguration with Level ERROR or ALL, IncludeExecutionData: false, and a log group as destination.',
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
  pci: ['10.2.1'],
  flawed: `
    Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: role } }`,
  sound: `
    Logs: { Type: AWS::Logs::LogGroup }
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        RoleArn: role
        LoggingConfiguration: { Level: ERROR, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: !GetAtt Logs.Arn } }] }`,
  *check(model) {
    for (const machine of model.resources('AWS::StepFunctions::StateMachine')) {
      const level = machine.get('LoggingConfiguration.Level');
      if (absent(machine.get('LoggingConfiguration')) || surely(level, (one) => one === undefined || one === 'OFF')) {
        yield at(machine, 'LoggingConfiguration', 'Executions are not logged');
      }
    }
  },
};
