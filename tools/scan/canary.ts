/** A template that is wrong in three ways: a scanner that does not notice is no scanner. */
import type { Finding } from './findings';

export const CANARY = 'canary';

/** In pieces: nobody shall find a key in this repository. */
const KEY = ['AKIA', 'Q3EGUW4K7', 'ZXB5NM2'].join('');

export const CANARY_TEMPLATE = {
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 'never' } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: KEY } },
  },
};

/** Each flaw, by what must find it. */
const EXPECTED: Record<string, (finding: Finding) => boolean> = {
  'cfn-lint: a number that is none': ({ scanner, level, resource }) => scanner === 'cfn-lint' && level === 'error' && resource === 'Queue',
  'checkov: a topic without a key': ({ rule, resource }) => rule === 'CKV_AWS_26' && resource === 'Topic',
  'checkov: a key of AWS in the text': ({ rule }) => rule.startsWith('CKV_SECRET_'),
};

/** The findings of the goldens. @throws when a flaw of the canary was not found */
export function withoutCanary(findings: readonly Finding[]): Finding[] {
  const found = findings.filter(({ template }) => template === CANARY);
  const missed = Object.entries(EXPECTED).filter(([, is]) => !found.some(is)).map(([flaw]) => flaw);
  if (missed.length > 0) throw new Error(`a planted flaw was not found (${missed.join('; ')})`);
  return findings.filter(({ template }) => template !== CANARY);
}
