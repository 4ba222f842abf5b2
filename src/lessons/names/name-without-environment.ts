import { isText, named, shownName } from './physical-names';
import { tellsApart } from './tells-apart';
import { varietyOf } from './varies';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { possibly } from '../query';

export const nameWithoutEnvironment: Lesson = {
  id: 'NameWithoutEnvironment',
  title: 'A physical name holds what tells environments apart, or is left to CloudFormation',
  severity: 'critical',
  facet: 'operations',
  classes: ['name-env-suffix', 'hardcoded-name', 'naming-convention', 'iam-role-named'],
  why: 'A literal name exists once in an account and Region: the second deployment, the next environment and each replacement of the resource fail.',
  fix: 'Leave the name out, or end it with a parameter of the environment: !Sub "payments-${EnvironmentSuffix}".',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html',
  flawed: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { QueueName: payments }`,
  sound: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { QueueName: !Sub 'payments-\${AWS::StackName}' }`,
  *check(model, { environmentSuffix }) {
    for (const one of named(model)) {
      const { resource, property, isLabel } = one;
      if (isLabel || varietyOf(resource.stack, resource.raw(property)) !== 'nothing') continue;
      if (possibly(resource.get(property), (option) => isText(option) && !tellsApart(resource.stack, show(option), environmentSuffix))) {
        yield at(resource, property, `${property} is ${shownName(one)} in every environment`);
      }
    }
  },
};
