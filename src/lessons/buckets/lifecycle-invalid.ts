import { buckets } from './buckets';
import { isMapping, Mapping, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { mappings, num } from '../query';

/** From the warmest to the coldest: objects move down only. */
const ORDER = ['STANDARD', 'STANDARD_IA', 'INTELLIGENT_TIERING', 'ONEZONE_IA', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'];
const INFREQUENT = ['STANDARD_IA', 'ONEZONE_IA'];
const ACTIONS = [
  'AbortIncompleteMultipartUpload', 'ExpirationDate', 'ExpirationInDays', 'ExpiredObjectDeleteMarker', 'NoncurrentVersionExpiration',
  'NoncurrentVersionExpirationInDays', 'NoncurrentVersionTransition', 'NoncurrentVersionTransitions', 'Transition', 'Transitions',
];

export const lifecycleInvalid: Lesson = {
  id: 'LifecycleInvalid',
  title: 'The transitions of a lifecycle rule come in order, after the least days, and before the expiration',
  severity: 'critical',
  facet: 'reliability',
  classes: ['s3-lifecycle', 'invalid-property'],
  why: 'S3 refuses the rule: STANDARD_IA and ONEZONE_IA take objects after 30 days, keep them for 30, and nothing moves after it has expired. The deployment rolls back.',
  fix: 'Transition to STANDARD_IA at 30 days or later, to colder classes at least 30 days after that, and expire last.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html',
  flawed: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        LifecycleConfiguration: { Rules: [{ Id: Old, Status: Enabled, Transitions: [{ StorageClass: STANDARD_IA, TransitionInDays: 7 }] }] }`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        LifecycleConfiguration:
          Rules:
            - Id: Old
              Status: Enabled
              ExpirationInDays: 365
              Transitions: [{ StorageClass: STANDARD_IA, TransitionInDays: 30 }, { StorageClass: GLACIER, TransitionInDays: 90 }]`,
  *check(model) {
    for (const bucket of buckets(model)) {
      for (const [place, rule] of mappings(bucket.get('LifecycleConfiguration.Rules')).entries()) {
        for (const fault of faults(rule)) yield at(bucket, 'LifecycleConfiguration', fault, `${nameOf(rule, place)}: ${fault}`);
      }
    }
  },
};

const nameOf = (rule: Mapping, place: number) => typeof rule.Id === 'string' ? rule.Id : String(place);

function* faults(rule: Mapping): Iterable<string> {
  if (!ACTIONS.some((action) => rule[action] !== undefined)) yield 'A rule does nothing';
  yield* between(moves(rule.Transitions, rule.Transition), num(rule.ExpirationInDays));
  const old = rule.NoncurrentVersionExpiration;
  const expiration = isMapping(old) ? old.NoncurrentDays : rule.NoncurrentVersionExpirationInDays;
  yield* between(moves(rule.NoncurrentVersionTransitions, rule.NoncurrentVersionTransition), num(expiration));
}

interface Move { readonly to: string; readonly days: number }

const moves = (...values: (Value | undefined)[]): Move[] => values.flatMap(mappings).flatMap(({ StorageClass: to, TransitionInDays: written }) => {
  const days = num(written);
  return typeof to === 'string' && days !== undefined ? [{ to, days }] : [];
});

function* between(all: readonly Move[], expires: number | undefined): Iterable<string> {
  for (const { to, days } of all) {
    if (INFREQUENT.includes(to) && days < 30) yield `${to} after ${days} days, 30 is the least`;
    if (expires !== undefined && expires <= days) yield `Expires after ${expires} days, moves to ${to} after ${days}`;
  }
  const ordered = [...all].sort((a, b) => ORDER.indexOf(a.to) - ORDER.indexOf(b.to));
  for (const [place, { to, days }] of ordered.entries()) {
    const before = ordered[place - 1];
    if (!before || !ORDER.includes(before.to)) continue;
    if (before.to === to) yield `Two transitions to ${to}`;
    else if (days <= before.days) yield `${to} after ${days} days, the warmer ${before.to} after ${before.days}`;
    else if (INFREQUENT.includes(before.to) && days < before.days + 30) yield `${to} ${days - before.days} days after ${before.to}, 30 is the least`;
  }
}
