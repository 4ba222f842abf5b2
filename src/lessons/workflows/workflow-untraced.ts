import { at, Lesson } from '../lesson';
import { off } from '../query';

export const workflowUntraced: Lesson = {
  id: 'WorkflowUntraced',
  title: 'A state machine is traced',
  severity: 'low',
  facet: 'operations',
  classes: ['xray', 'step-functions'],
  why: 'The trace of a payment breaks at the workflow: the calls before and after it cannot be joined.',
  fix: 'Set TracingConfiguration: { Enabled: true } and allow the role xray:PutTraceSegments and xray:PutTelemetryRecords.',
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html',
  flawed: `
    Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: role } }`,
  sound: `
    Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: role, TracingConfiguration: { Enabled: true } } }`,
  *check(model) {
    for (const machine of model.resources('AWS::StepFunctions::StateMachine')) {
      if (off(machine.get('TracingConfiguration.Enabled'))) yield at(machine, 'TracingConfiguration', 'The state machine is not traced');
    }
  },
};
