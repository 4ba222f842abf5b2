import { at, Lesson } from '../lesson';
import { isTrue, possibly, surely } from '../query';

export const workflowLogsData: Lesson = {
  id: 'WorkflowLogsData',
  title: 'A state machine does not log what it is given',
  severity: 'medium',
  facet: 'security',
  classes: ['step-functions', 'security-general'],
  why: 'Input and output of every state stand in the logs in plain text, with all that a payment carries.',
  fix: 'Set IncludeExecutionData: false.',
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
  pci: ['3.3.1', '3.5.1'],
  flawed: `
    Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { LoggingConfiguration: { Level: ALL, IncludeExecutionData: true } } }`,
  sound: `
    Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { LoggingConfiguration: { Level: ALL, IncludeExecutionData: false } } }`,
  *check(model) {
    for (const machine of model.resources('AWS::StepFunctions::StateMachine')) {
      const off = surely(machine.get('LoggingConfiguration.Level'), (level) => level === undefined || level === 'OFF');
      if (!off && possibly(machine.get('LoggingConfiguration.IncludeExecutionData'), isTrue)) {
        yield at(machine, 'LoggingConfiguration.IncludeExecutionData', 'IncludeExecutionData is true');
      }
    }
  },
};
