import { first, Mutants, Template } from './mutant';
import { handwritten } from './names';

const add = (name: string, parameter: Record<string, unknown>) => (template: Template): void => {
  template.Parameters[name] = { Type: 'String', Description: 'Added', ...parameter };
  first(template, 'AWS::SQS::Queue').Properties.DelaySeconds = { Ref: name };
};

export const PARAMETERS: Mutants = {
  ConditionUnused: (template) => { template.Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } }; },
  MappingUnused: (template) => { template.Mappings = { Settings: { Queue: { Delay: 5 } } }; },
  ParameterDefaultNotAllowed: add('Environment', { Default: 'production', AllowedValues: ['dev', 'prod'] }),
  ParameterDefaultPlaceholder: add('Account', { Default: '123456789012' }),
  ParameterTypeLoose: add('VpcId', {}),
  ParameterUnconstrained: add('Delay', { Type: 'Number', Default: 0 }),
  ParameterUnused: (template) => { template.Parameters.Delay = { Type: 'Number', Default: 0 }; },
  ParameterWithoutDefault: add('Delay', { Type: 'Number', MinValue: 0 }),
  ParameterWithoutDescription: (template) => { handwritten(template).Parameters.Delay = { Type: 'Number', MinValue: 0 }; },
  SuffixTooNarrow: add('EnvironmentSuffix', { AllowedValues: ['dev', 'prod'] }),
};
