import { isTrue } from '../query';
import { parametersOf, PLAIN_TYPES } from './parameters';
import { Value } from '../../template';
import { inTemplate, Lesson } from '../lesson';

/** Belongs to one account or one deployment: a default would be wrong in every other. */
const OWN = new RegExp([
  'suffix|environment|env$|stage', 'arn|vpc|subnet|securitygroup|hostedzone|zoneid|accountid|organi[sz]ation|certificate|bucket|domain|cluster|repository|endpoint|ur[il]$',
  'keypair|keyname|password|secret|token|apikey|user(name)?$',
].join('|'), 'i');

export const parameterWithoutDefault: Lesson = {
  id: 'ParameterWithoutDefault',
  title: 'A parameter that is neither secret nor of one account has a default',
  severity: 'low',
  facet: 'operations',
  classes: ['param-validation'],
  why: 'Each deployment has to give it: pipelines and tests that do not know of it fail.',
  fix: 'Add the value that is right in most environments as Default.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } }
Parameters:
  Delay: { Type: Number, MinValue: 0, MaxValue: 900 }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } }
Parameters:
  Delay: { Type: Number, Default: 0, MinValue: 0, MaxValue: 900 }`,
  *check(model) {
    for (const { stack, name, type, body } of parametersOf(model)) {
      const isGiven = body.Default !== undefined || stack.parent !== undefined;
      if (isGiven || isTrue(body.NoEcho as Value | undefined) || !PLAIN_TYPES.includes(type) || OWN.test(name)) continue;
      yield inTemplate(stack, ['Parameters', name], `${name} has no default`);
    }
  },
};
