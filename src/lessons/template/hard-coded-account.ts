import { isExampleAccount } from './examples';
import { isSynthesised, propertyOf, propertyTexts } from './sections';
import { Lesson } from '../lesson';

const ACCOUNT = /\barn:[^:]*:[\w-]+:[^:]*:(\d{12}):|^(\d{12})$|^(\d{12})\.dkr\.ecr\./;
const KEYS = /^(AWS|Principal|SourceAccount|AccountId|AccountIds|OwnerAccountId|.*:SourceAccount|.*:PrincipalAccount|.*:SourceOwner)$/;
/** AWS's own: load balancer logs, shared images, layers, scanners. */
const OF_AWS = [
  '127311923021', '033677994240', '027434742980', '797873946194', '098369216593', '754344448648', '589379963580', '718504428378', '383597477331', '600734575887',
  '114774131450', '783225319266', '582318560864', '985666609251', '054676820928', '156460612806', '652711504416', '635631232127', '009996457667', '897822967062',
  '076674570225', '507241528517', '048591011584', '190560391635', '638102146993', '037604701340', '602401143452', '763104351884', '137112412989', '099720109477',
  '309956199498', '801119661308', '679593333241', '017000801446', '580247275435', '177933569100', '901920570463', '693573012580', '753240598075',
];

export const hardCodedAccount: Lesson = {
  id: 'HardCodedAccount',
  title: 'A template does not spell out an account',
  severity: 'high',
  facet: 'operations',
  classes: ['hardcoded-account-arn', 'hardcoded-other'],
  why: 'In every other account the ARN points at resources of the first one: access is refused, or given to strangers.',
  fix: 'Write ${AWS::AccountId}; for a deliberate other account take a parameter.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html',
  flawed: `
    Subscription: { Type: AWS::SNS::Subscription, Properties: { Protocol: sqs, TopicArn: 'arn:aws:sns:eu-west-1:481516234207:payments' } }`,
  sound: `
    Subscription: { Type: AWS::SNS::Subscription, Properties: { Protocol: sqs, TopicArn: !Sub 'arn:aws:sns:eu-west-1:\${AWS::AccountId}:payments' } }`,
  *check(model) {
    for (const stack of model.stacks.filter((one) => !isSynthesised(one))) {
      for (const resource of stack.resources.values()) {
        for (const { text, path } of propertyTexts(resource)) {
          const [, inArn, alone, registry] = ACCOUNT.exec(text) ?? [];
          const key = propertyOf(path);
          const account = inArn ?? registry ?? (KEYS.test(key) ? alone : undefined);
          if (!account || OF_AWS.includes(account) || isExampleAccount(account) || /:layer:/.test(text)) continue;
          yield { stack, resource, path: ['Resources', resource.id, ...path], found: `Account ${account} is written out`, detail: path.slice(1).join('.') };
        }
      }
    }
  },
};
