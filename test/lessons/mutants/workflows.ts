import { first, Mutants, Template } from './mutant';

const machine = (template: Template) => first(template, 'AWS::StepFunctions::StateMachine').Properties;

/** Changes the text of the definition, whose references stand between its parts. */
function rewrite(template: Template, pattern: RegExp, replacement: string): void {
  const parts = machine(template).DefinitionString['Fn::Join'][1] as unknown[];
  machine(template).DefinitionString['Fn::Join'][1] = parts.map((part) => typeof part === 'string' ? part.replace(pattern, replacement) : part);
}

export const WORKFLOWS: Mutants = {
  WorkflowBroken: (template) => rewrite(template, /"Next":"Notify"/, '"Next":"Nobody"'),
  WorkflowLogPermission: (template) => {
    for (const { Properties: all } of Object.values(template.Resources).filter(({ Type: type }) => type === 'AWS::IAM::ManagedPolicy')) {
      for (const statement of all.PolicyDocument.Statement) statement.Action = [statement.Action].flat().filter((action: string) => !action.startsWith('logs:')).concat('sts:GetCallerIdentity');
    }
  },
  TaskWithoutRetry: (template) => rewrite(template, /"Retry":/g, '"Again":'),
  TaskWithoutCatch: (template) => rewrite(template, /"Catch":/g, '"Caught":'),
  TaskWithoutTimeout: (template) => {
    rewrite(template, /"TimeoutSeconds":/g, '"Seconds":');
    rewrite(template, /:sqs:sendMessage"/, ':sqs:sendMessage.waitForTaskToken"');
  },
  DataLimitNotCaught: (template) => rewrite(template, /States\.DataLimitExceeded/g, 'States.Timeout'),
  RetryWithoutBackoff: (template) => rewrite(template, /"BackoffRate":2/g, '"BackoffRate":1'),
  RetryWithoutJitter: (template) => rewrite(template, /"JitterStrategy":"FULL"/g, '"JitterStrategy":"NONE"'),
  WorkflowUnlogged: (template) => { machine(template).LoggingConfiguration.Level = 'OFF'; },
  WorkflowLogsData: (template) => { machine(template).LoggingConfiguration.IncludeExecutionData = true; },
  WorkflowUntraced: (template) => { machine(template).TracingConfiguration.Enabled = false; },
};
