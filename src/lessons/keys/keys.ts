import { isMapping, Model, Resource, show, Value } from '../../template';
import { Statement, statementsOf } from '../policies';
import { list, target } from '../query';

export const keys = (model: Model): readonly Resource[] => model.resources('AWS::KMS::Key');

/** The key that an id, an ARN or an alias leads to. */
export function keyOf(model: Model, value: Value | undefined): Resource | undefined {
  const found = target(model, value);
  if (found?.type === 'AWS::KMS::Alias') return keyOf(model, found.get('TargetKeyId'));
  return found?.type === 'AWS::KMS::Key' ? found : undefined;
}

/** What the policy of a key states; `undefined` when it cannot be read. Without a policy KMS writes one for the account alone. */
export function policyOf(key: Resource): readonly Statement[] | undefined {
  const policy = key.get('KeyPolicy');
  if (policy === undefined) return [];
  if (!isMapping(policy) || !list(policy.Statement).every(isMapping)) return undefined;
  return statementsOf(key);
}

/** Everybody, whatever the account. */
export const isAnybody = ({ value }: Statement['principals'][number]): boolean => show(value) === '*';
