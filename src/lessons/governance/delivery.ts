import { Model, Resource, Value } from '../../template';
import { plain } from '../iam/roles';
import { covers, gives, Statement, statementsOf } from '../policies';
import { target } from '../query';

/** Policies of a bucket of the model. */
export const policiesOf = (model: Model, bucket: Resource): readonly Resource[] => model.resources('AWS::S3::BucketPolicy')
  .filter((policy) => target(model, policy.get('Bucket')) === bucket);

export const bucketAt = (model: Model, value: Value | undefined): Resource | undefined => {
  const bucket = target(model, value);
  return bucket?.type === 'AWS::S3::Bucket' ? bucket : undefined;
};

/** Statements of these policies that let the service do it. */
export const letting = (policies: readonly Resource[], service: string, action: string): readonly Statement[] => policies.flatMap(statementsOf)
  .filter((one) => gives(one, action) && one.principals.some(({ value }) => typeof value !== 'string' || value === `${service}.amazonaws.com` || value === '*'));

/** The part of an object's ARN after the bucket: `logs/AWSLogs/123456789012/*`. */
export function keyOf(resource: Value): string | undefined {
  const text = plain(resource).replace(/\$\{[^}]*\}/g, 'x');
  if (text === '*') return '*';
  const slash = text.indexOf('/');
  return slash < 0 ? text.endsWith('*') ? '*' : undefined : text.slice(slash + 1);
}

/** Whether a statement reaches what the service writes below the prefix. */
export const reachesKey = ({ resources, notResources }: Statement, prefix: string): boolean => notResources.length > 0
  || resources.some((resource) => {
    const key = keyOf(resource);
    return key !== undefined && [`${prefix}AWSLogs/x/file`, `${prefix}AWSLogs/123456789012/file`, `${prefix}AWSLogs/x/Config/file`, `${prefix}AWSLogs/x/CloudTrail/file`]
      .some((file) => covers(key, file) || covers(key.replace(/\d{12}/g, 'x'), file));
  });
