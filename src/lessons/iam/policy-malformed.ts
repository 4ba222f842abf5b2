import { isMapping, Mapping } from '../../template';
import { at, Lesson } from '../lesson';
import { Statement, statements } from '../policies';
import { list } from '../query';

const KEYS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition'];
const OPERATOR = new RegExp('^(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals(IgnoreCase)?|Like)|Numeric((Not)?Equals|(Less|Greater)Than(Equals)?)'
  + '|Date((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?$|^Null$', 'i');

/** What the service refuses in a statement. */
function* faults({ kind, holder }: Statement, body: Mapping): Iterable<readonly [key: string, fault: string]> {
  const has = (...keys: string[]) => keys.some((key) => body[key] !== undefined);
  const unknown = Object.keys(body).find((key) => !KEYS.includes(key) && !key.startsWith('Fn::'));
  if (unknown) yield [unknown, `${unknown} is no element of a statement`];
  if (!has('Effect')) yield ['', 'No Effect'];
  else if (typeof body.Effect === 'string' && !['Allow', 'Deny'].includes(body.Effect)) yield ['Effect', `Effect is ${body.Effect}`];
  if (!has('Action', 'NotAction')) yield ['', 'No Action'];
  if (kind === 'identity') {
    if (!has('Resource', 'NotResource')) yield ['', 'No Resource'];
    if (has('Principal', 'NotPrincipal')) yield ['Principal', 'Principal in a policy of an identity'];
    if (typeof body.Sid === 'string' && !/^[0-9A-Za-z]*$/.test(body.Sid)) yield ['Sid', `Sid ${body.Sid} has other characters than letters and digits`];
  } else if (!has('Principal', 'NotPrincipal')) {
    yield ['', 'No Principal'];
  }
  if (kind === 'trust' && has('Resource', 'NotResource')) yield ['Resource', 'Resource in a trust policy'];
  if (kind === 'resource' && ['AWS::S3::BucketPolicy', 'AWS::KMS::Key'].includes(holder.type) && !has('Resource', 'NotResource')) yield ['', 'No Resource'];
  for (const operator of isMapping(body.Condition) ? Object.keys(body.Condition) : []) {
    if (!OPERATOR.test(operator) && !operator.startsWith('Fn::')) yield ['Condition', `${operator} is no condition operator`];
  }
}

export const policyMalformed: Lesson = {
  id: 'PolicyMalformed',
  title: 'A policy statement has the elements that its kind of policy takes',
  severity: 'critical',
  facet: 'reliability',
  classes: ['iam-generic', 'invalid-property'],
  why: 'The deployment fails with MalformedPolicyDocument.',
  fix: 'Identity policies: Effect, Action, Resource. Trust policies: Effect, Principal, Action. Resource policies: Effect, Principal, Action, Resource.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html',
  flawed: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'sqs:SendMessage' }] }`,
  sound: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Sid: Send, Effect: Allow, Action: 'sqs:SendMessage', Resource: '*', Condition: { StringLikeIfExists: { 'aws:PrincipalTag/a': b } } }]`,
  *check(model) {
    const sids = new Set<string>();
    for (const one of statements(model)) {
      const body = one.holder.get(one.path);
      if (!isMapping(body)) continue;
      for (const [key, fault] of faults(one, body)) yield at(one.holder, key ? `${one.path}.${key}` : one.path, fault, `${one.sid ?? list(body.Action)[0]?.toString() ?? ''} ${fault}`);
      if (one.sid === undefined || one.kind === 'resource') continue;
      const sid = `${one.holder.address} ${one.path.replace(/\.\d+$/, '')} ${one.sid}`;
      if (sids.has(sid)) yield at(one.holder, `${one.path}.Sid`, `Sid ${one.sid} is there twice`, one.sid);
      sids.add(sid);
    }
  },
};
