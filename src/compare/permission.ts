import type { Permission } from './assertion';
import type { Context } from './context';
import { leadsTo, linksFrom } from './links';
import type { Subject } from './subject';
import { every, fails, HOLDS, open, some, Verdict } from './verdict';
import { statement } from './views';
import { named } from './words';
import { AWS_GRANTS } from '../lessons/iam/managed-policies';
import { awsPolicy, grantsOf } from '../lessons/iam/roles';
import { covers, gives, Statement } from '../lessons/policies';
import { list, surely } from '../lessons/query';
import { Resource, Unknown, Value } from '../template';

const ROLE = 'AWS::IAM::Role';

/** Whether the roles that a resource takes are allowed all of these actions. */
export function may({ actions, on, where }: Permission, subject: Subject, context: Context): Verdict {
  const { resource } = subject;
  const roles = rolesOf(resource);
  if (roles.length === 0) return resource && namesUnknownRole(resource) ? open(() => `the role of ${resource.id} is not in the templates`) : fails(() => `${subject.id} takes no role`);
  const statements = roles.flatMap(grantsOf);
  return every([actions].flat().map((action) => {
    const missing = fails(() => `${subject.id} is not allowed ${action}${on ? ` on ${named(on)}` : ''}`);
    if (!where && roles.some((role) => byAws(role, action))) return HOLDS;
    const verdict = some(statements.filter((one) => gives(one, action)).map((one) => every([
      on === undefined ? HOLDS : reaches(one, on, context),
      where === undefined ? HOLDS : context.holds(where, itself(one, subject)),
    ])), missing);
    return verdict.truth === false ? missing : verdict;
  }));
}

const rolesOf = (resource: Resource | undefined): readonly Resource[] => {
  if (!resource) return [];
  if (resource.type === ROLE) return [resource];
  return [...new Set(linksFrom(resource).filter(({ to, path }) => to.type === ROLE && !path[0].startsWith('@')).map(({ to }) => to))];
};

/** The role is a parameter, an import, or an ARN of something outside. */
const namesUnknownRole = (resource: Resource): boolean => ['Role', 'RoleArn', 'TaskRoleArn', 'ServiceRole', 'IamRoleArn']
  .some((name) => resource.get(name) !== undefined && leadsTo(resource.stack.model, resource.get(name)) === undefined);

/** By a policy of AWS. */
const byAws = (role: Resource, action: string) => list(role.get('ManagedPolicyArns'))
  .some((arn) => AWS_GRANTS[awsPolicy(arn) ?? '']?.some((pattern) => covers(pattern, action)));

function reaches({ resources }: Statement, on: NonNullable<Permission['on']>, context: Context): Verdict {
  return some(resources.map((value): Verdict => {
    if (value === '*') return HOLDS;
    const found = leadsTo(context.model, value);
    if (!found) return value instanceof Unknown || !surely(value, isForeign) ? open(() => 'the resource of a statement is not known') : fails(() => '');
    return some(found.map((one) => context.isOne(one, on)), fails(() => ''));
  }), fails(() => ''));
}

/** A literal ARN of something that is not in the templates. */
const isForeign = (value: Value | undefined) => typeof value === 'string';

const itself = (one: Statement, subject: Subject): Subject => ({
  ...subject, resource: one.holder, type: one.holder.type, id: one.holder.id, base: ['Resources', one.holder.id, 'Properties', ...one.path.split('.')], value: statement(one),
});
