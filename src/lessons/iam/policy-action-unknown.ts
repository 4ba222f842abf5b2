import { MEANT_ACTIONS, MEANT_PREFIXES } from './actions';
import { SERVICE_PREFIXES } from './service-prefixes';
import { at, Lesson } from '../lesson';
import { statements } from '../policies';

const ACTIONS = new Map(Object.entries(MEANT_ACTIONS).map(([wrong, right]) => [wrong.toLowerCase(), right]));

function fault(action: string): string | undefined {
  if (action === '*' || action.includes('${')) return undefined;
  const [prefix, name] = action.toLowerCase().split(':');
  if (name === undefined) return `${action} is no action: no service before it`;
  const right = ACTIONS.get(action.toLowerCase());
  if (right) return `There is no action ${action}: ${right}`;
  if (/[*?]/.test(prefix) || SERVICE_PREFIXES.has(prefix)) return undefined;
  return `There is no service ${prefix}${Object.hasOwn(MEANT_PREFIXES, prefix) ? `: ${MEANT_PREFIXES[prefix]}` : ''}`;
}

export const policyActionUnknown: Lesson = {
  id: 'PolicyActionUnknown',
  title: 'A policy names actions that exist',
  severity: 'high',
  facet: 'reliability',
  classes: ['iam-generic', 'iam-missing-permission'],
  why: 'IAM accepts a name that does not exist and allows nothing; the policy of a bucket or a queue is refused. The call is denied in operation.',
  fix: 'Take the name from the service authorization reference: an operation of the API is not always an action (TransactWriteItems needs PutItem, HeadObject needs GetObject).',
  source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  flawed: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 's3:HeadObject', Resource: 'arn:aws:s3:::payments/*' }] }`,
  sound: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::payments/*' }] }`,
  *check(model) {
    for (const { holder, actions, notActions, path } of statements(model)) {
      for (const action of [...actions, ...notActions]) {
        const found = fault(action);
        if (found) yield at(holder, `${path}.Action`, found, action);
      }
    }
  },
};
