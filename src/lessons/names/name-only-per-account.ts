import { isText, named, shownName } from './physical-names';
import { tellsApart } from './tells-apart';
import { varietyOf } from './varies';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { possibly } from '../query';

export const nameOnlyPerAccount: Lesson = {
  id: 'NameOnlyPerAccount',
  title: 'A physical name tells environments of the same account apart',
  severity: 'high',
  facet: 'operations',
  classes: ['name-env-suffix', 'naming-convention'],
  why: 'Account and Region are the same for every stack of the account: a second environment beside the first fails.',
  fix: 'Add a parameter of the environment: !Sub "payments-${EnvironmentSuffix}-${AWS::AccountId}".',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html',
  flawed: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { BucketName: !Sub 'payments-\${AWS::AccountId}' }`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { BucketName: !Sub 'payments-\${AWS::StackName}-\${AWS::AccountId}' }`,
  *check(model, { environmentSuffix }) {
    for (const one of named(model)) {
      const { resource, property, isLabel } = one;
      if (isLabel || varietyOf(resource.stack, resource.raw(property)) !== 'account') continue;
      if (possibly(resource.get(property), (option) => isText(option) && !tellsApart(resource.stack, show(option), environmentSuffix))) {
        yield at(resource, property, `${property} is ${shownName(one)} in every environment of the account`);
      }
    }
  },
};
