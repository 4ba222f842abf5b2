import { named } from './physical-names';
import { tellsApart } from './tells-apart';
import { varietyOf } from './varies';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { surely } from '../query';
import { isSynthesised } from '../template/sections';

export const hardCodedEnvironment: Lesson = {
  id: 'HardCodedEnvironment',
  title: 'A name takes its environment from a parameter',
  severity: 'high',
  facet: 'operations',
  classes: ['name-env-suffix', 'hardcoded-env', 'hardcoded-name'],
  why: 'A template with -dev or -prod written into its names makes one environment only: each other one needs a copy, or collides.',
  fix: 'Take a parameter: !Sub "payments-${EnvironmentSuffix}".',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/best-practices.html#reuse',
  flawed: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { QueueName: payments-dev }`,
  sound: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { QueueName: !Sub 'payments-\${Environment}' }
Parameters:
  Environment: { Type: String, Default: dev }`,
  *check(model, { environmentSuffix }) {
    for (const { resource, property } of named(model)) {
      // The CDK writes one template for each environment.
      if (isSynthesised(resource.stack) || varietyOf(resource.stack, resource.raw(property)) === 'deployment') continue;
      const name = resource.get(property);
      if (surely(name, (option) => option !== undefined && tellsApart(resource.stack, show(option), environmentSuffix))) {
        yield at(resource, property, `${property} is ${show(name)}`);
      }
    }
  },
};
