import { attachedTo } from './roles';
import { isMapping, show, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { list } from '../query';

/** An ARN of a resource, at its shortest. */
const SHORTEST = 'x'.repeat(30);
/** Characters that count, what is not known taken short. */
const size = (value: Value | undefined) => show(value).replace(/\s/g, '').replace(/\$\{AWS::[^}]*\}/g, 'xxxxxxxxx').replace(/\$\{[^}]*\}/g, SHORTEST).length;

const INLINE: Readonly<Record<string, number>> = { 'AWS::IAM::Role': 10_240, 'AWS::IAM::Group': 5_120, 'AWS::IAM::User': 2_048 };
const MANAGED = 6_144;

export const policySize: Lesson = {
  id: 'PolicySize',
  title: 'Policies keep within the size that IAM takes',
  severity: 'critical',
  facet: 'reliability',
  classes: ['quota-region', 'iam-generic'],
  why: 'The deployment fails with LimitExceeded: 6,144 characters for a managed policy, 10,240 for all inline policies of a role.',
  fix: 'Split the policy into several managed policies, or name resources by a common prefix.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  flawed: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: [${Array.from({ length: 160 }, (_, i) => `'arn:aws:s3:::payments-archive-${1000 + i}/*'`).join(', ')}] }]`,
  sound: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::payments-archive-*/*' }] }`,
  *check(model) {
    for (const policy of model.resources('AWS::IAM::ManagedPolicy')) {
      const found = size(policy.get('PolicyDocument'));
      if (found > MANAGED) yield at(policy, 'PolicyDocument', `About ${found} characters, ${MANAGED} are taken`);
    }
    for (const [type, most] of Object.entries(INLINE)) {
      for (const holder of model.resources(type)) {
        const own = list(holder.get('Policies')).map((one) => isMapping(one) ? one.PolicyDocument : undefined);
        const attached = attachedTo(holder).filter((policy) => policy.type !== 'AWS::IAM::ManagedPolicy').map((policy) => policy.get('PolicyDocument'));
        const found = [...own, ...attached].reduce<number>((sum, document) => sum + size(document), 0);
        if (found > most) yield at(holder, 'Policies', `About ${found} characters inline, ${most} are taken`);
      }
    }
  },
};
