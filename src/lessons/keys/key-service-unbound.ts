import { keys, policyOf } from './keys';
import { Mapping, show } from '../../template';
import { at, Lesson } from '../lesson';
import { conditionNames } from '../policies';

/** Services that act for whoever asks them, from any account, and tell for whom. */
const DEPUTIES = /^(logs\.|cloudtrail|sns|s3|events|cloudwatch|delivery\.logs|cloudfront|budgets|config|ses)/;
const CALLER = /^(aws:(source|principal)|kms:(calleraccount|viaservice|encryptioncontext))/i;

export const keyServiceUnbound: Lesson = {
  id: 'KeyServiceUnbound',
  title: 'The policy of a key lets a service act for this account only',
  severity: 'low',
  facet: 'security',
  classes: ['kms-key-policy'],
  why: 'Another customer may have the service use the key on his behalf.',
  fix: 'Add aws:SourceAccount or aws:SourceArn; for CloudWatch Logs kms:EncryptionContext:aws:logs:arn.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  pci: ['7.2.5'],
  flawed: `
    Key:
      Type: AWS::KMS::Key
      Properties:
        KeyPolicy: { Statement: [{ Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' }] }`,
  sound: `
    Key:
      Type: AWS::KMS::Key
      Properties:
        KeyPolicy:
          Statement:
            - Effect: Allow
              Principal: { Service: sns.amazonaws.com }
              Action: ['kms:Decrypt', 'kms:GenerateDataKey*']
              Resource: '*'
              Condition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }`,
  *check(model) {
    for (const key of keys(model)) {
      const open = (policyOf(key) ?? []).filter(({ allows, conditions }) => allows && !isBound(conditions))
        .flatMap(({ principals }) => principals.filter(({ type, value }) => type === 'Service' && DEPUTIES.test(show(value))).map(({ value }) => show(value)));
      for (const service of new Set(open)) yield at(key, 'KeyPolicy', `${service} may come for anybody`, service);
    }
  },
};

const isBound = (conditions: Mapping) => conditionNames(conditions, CALLER);
