import { AWS_GRANTS } from './managed-policies';
import { isMapping, Model, once, options, Reference, Resource, show, Text, Value } from '../../template';
import { covers, gives, Statement, statementsOf } from '../policies';
import { absent, list, target } from '../query';

const AWS_POLICY = /^arn:[^:]*:iam::aws:policy\/(.+)$/;
const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

/** The value as text without the colons of `AWS::Region` and the like, so that the parts of an ARN can be told apart. */
export const plain = (value: Value | undefined): string => show(value).replace(/\$\{AWS::/g, '${AWS.');

/** `service-role/AWSLambdaBasicExecutionRole`, when the value is the ARN of a policy of AWS. */
export const awsPolicy = (arn: Value | undefined): string | undefined => AWS_POLICY.exec(plain(arn))?.[1];

/** The role of the model that a property names. */
export function roleAt(model: Model, value: Value | undefined): Resource | undefined {
  const role = target(model, value);
  return role?.type === 'AWS::IAM::Role' ? role : undefined;
}

/** The policies that name each role. */
const policiesByRole = once((model: Model): ReadonlyMap<Resource, readonly Resource[]> => {
  const byRole = new Map<Resource, Resource[]>();
  for (const policy of model.resources(...POLICIES)) {
    for (const one of [...list(policy.get('Roles')), ...list(policy.get('RoleName'))]) {
      const role = target(model, one);
      if (role) byRole.set(role, [...byRole.get(role) ?? [], policy]);
    }
  }
  return byRole;
});

/** The policies of the model that are attached to a role, by either side. */
export const attachedTo = once((role: Resource): readonly Resource[] => {
  const { model } = role.stack;
  const named = policiesByRole(model).get(role) ?? [];
  return [...new Set([...named, ...list(role.get('ManagedPolicyArns')).flatMap((arn) => ours(model, arn) ?? [])])];
});

/** What a role may do: its own policies and those that are attached to it. */
export const grantsOf = once((role: Resource): readonly Statement[] => [role, ...attachedTo(role)].flatMap(statementsOf).filter(({ kind }) => kind === 'identity'));

const ours = (model: Model, arn: Value) => {
  const policy = target(model, arn);
  return policy && POLICIES.includes(policy.type) ? policy : undefined;
};

const readable = (document: Value | undefined) => options(document).every((one) => isMapping(one)
  && list(one.Statement).every((statement) => isMapping(statement) && list(statement.Action).every((action) => typeof action === 'string')));

/**
 * Whether the role surely may do none of these: on `resource`, when given. False where a policy cannot be read to its end,
 * or where a template that was not given may attach more.
 */
export function lacks(model: Model, role: Resource, actions: readonly string[], resource?: Resource): boolean {
  if (role.users.some(({ from }) => from.type === 'AWS::CloudFormation::Stack' && !from.child)) return false;
  const documents = [
    ...list(role.get('Policies')).map((one) => isMapping(one) ? one.PolicyDocument : undefined),
    ...attachedTo(role).map((policy) => policy.get('PolicyDocument')),
  ];
  if (!documents.every(readable)) return false;
  for (const arn of list(role.get('ManagedPolicyArns'))) {
    if (ours(model, arn)) continue;
    const granted = AWS_GRANTS[awsPolicy(arn) ?? ''];
    if (!granted || granted.some((pattern) => actions.some((action) => covers(pattern, action)))) return false;
  }
  return !grantsOf(role).some((one) => actions.some((action) => gives(one, action)) && (!resource || reaches(model, one, resource)));
}

/** Whether the role's own inline policies and the policies of AWS on it may give the action. */
export const mayAlone = (role: Resource, action: string): boolean => statementsOf(role).some((one) => one.kind === 'identity' && gives(one, action))
  || list(role.get('Policies')).some((one) => !isMapping(one) || !readable(one.PolicyDocument))
  || list(role.get('ManagedPolicyArns')).some((arn) => {
    const name = awsPolicy(arn);
    return name === undefined ? !(arn instanceof Reference) : AWS_GRANTS[name]?.some((pattern) => covers(pattern, action)) ?? true;
  });

/** Not surely about other resources of the same type. */
function reaches(model: Model, { resources }: Statement, resource: Resource): boolean {
  return resources.length === 0 || resources.some((one) => {
    const found = target(model, one);
    return !found || found === resource || found.type !== resource.type;
  });
}

/** Whether a policy of a resource names the role: enough within one account. */
export const namedByResource = once((role: Resource): boolean => role.users.some(({ from }) => statementsOf(from)
  .some(({ kind, allows, principals }) => kind === 'resource' && allows && principals.some(({ value }) => leadsTo(value, role)))));

const leadsTo = (value: Value, role: Resource): boolean => (value instanceof Reference && value.resource === role)
  || (value instanceof Text && value.parts.some((part) => leadsTo(part, role)));

const isAttached = (policy: Resource) => ['Roles', 'Users', 'Groups'].some((name) => !absent(policy.get(name)))
  || policy.users.some(({ path }) => path.includes('ManagedPolicyArns'));

/** Policies that only bound what others allow: named as a boundary, or attached to nobody and with something denied. */
function boundaries(model: Model): ReadonlySet<Resource> {
  const named = model.resources('AWS::IAM::Role', 'AWS::IAM::User').flatMap((one) => target(model, one.get('PermissionsBoundary')) ?? []);
  const loose = model.resources('AWS::IAM::ManagedPolicy').filter((policy) => !isAttached(policy) && statementsOf(policy).some(({ allows }) => !allows));
  return new Set([...named, ...loose]);
}

/** Identity statements that allow, without those of permissions boundaries. */
export const allowed = once((model: Model): readonly Statement[] => {
  const bounding = boundaries(model);
  return model.resources().filter((one) => !bounding.has(one)).flatMap(statementsOf).filter(({ kind, allows }) => kind === 'identity' && allows);
});

const LOOSE = /^aws:(securetransport|multifactorauth\w*|requestedregion|sourceip|currenttime|epochtime|useragent|viaawsservice|tokenissuetime)$/i;

/** Whether a condition narrows the statement to some resources or callers, not only to a way or a time of calling. */
export const narrowed = ({ conditions }: Statement): boolean => Object.values(conditions)
  .some((keys) => !isMapping(keys) || Object.keys(keys).some((key) => !LOOSE.test(key)));

/** `*`, or an ARN whose account and name are both open: every resource of the service. */
const isEverything = (resource: Value): boolean => resource === '*' || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:\*$/.test(plain(resource));

export const isEverywhere = ({ resources }: Statement): boolean => resources.some(isEverything);
