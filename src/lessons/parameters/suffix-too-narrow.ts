import { parametersOf } from './parameters';
import { inTemplate, Lesson } from '../lesson';

export const suffixTooNarrow: Lesson = {
  id: 'SuffixTooNarrow',
  title: 'The suffix that tells deployments apart takes any suffix',
  severity: 'low',
  facet: 'operations',
  classes: ['param-validation', 'name-env-suffix'],
  why: 'With a fixed list each environment exists once: a branch, a pull request or a test run cannot have its own stack.',
  fix: 'Take AllowedPattern, such as ^[a-z0-9-]{1,20}$, in place of AllowedValues; decide sizes by another parameter.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/best-practices.html#reuse',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub 'payments-\${EnvironmentSuffix}' } }
Parameters:
  EnvironmentSuffix: { Type: String, AllowedValues: [dev, prod] }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub 'payments-\${EnvironmentSuffix}' } }
Parameters:
  EnvironmentSuffix: { Type: String, AllowedPattern: '^[a-z0-9-]{1,20}$' }`,
  *check(model) {
    for (const { stack, name, body } of parametersOf(model)) {
      const { AllowedValues: allowed } = body;
      if (/suffix$/i.test(name) && Array.isArray(allowed)) yield inTemplate(stack, ['Parameters', name, 'AllowedValues'], `${name} is one of ${allowed.join(', ')}`);
    }
  },
};
