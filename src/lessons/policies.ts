import { list } from './query';
import { isMapping, Mapping, Model, once, onceByText, Resource, Value } from '../template';

/** One statement of an IAM or resource policy. */
export interface Statement {
  readonly holder: Resource;
  /** `trust`: who may take the role. `identity`: what it may do. `resource`: who may use the resource. */
  readonly kind: 'trust' | 'identity' | 'resource';
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly Value[];
  readonly notResources: readonly Value[];
  readonly principals: readonly { readonly type: string; readonly value: Value }[];
  readonly conditions: Mapping;
  readonly sid?: string;
  /** Below `Properties`, for `at()`. */
  readonly path: string;
}

/** Where each type keeps a policy document. */
const DOCUMENTS: Readonly<Record<string, readonly (readonly [property: string, kind: Statement['kind']])[]>> = {
  'AWS::ApiGateway::RestApi': [['Policy', 'resource']],
  'AWS::Backup::BackupVault': [['AccessPolicy', 'resource']],
  'AWS::EC2::VPCEndpoint': [['PolicyDocument', 'resource']],
  'AWS::ECR::Repository': [['RepositoryPolicyText', 'resource']],
  'AWS::IAM::GroupPolicy': [['PolicyDocument', 'identity']],
  'AWS::IAM::ManagedPolicy': [['PolicyDocument', 'identity']],
  'AWS::IAM::Policy': [['PolicyDocument', 'identity']],
  'AWS::IAM::Role': [['AssumeRolePolicyDocument', 'trust']],
  'AWS::IAM::RolePolicy': [['PolicyDocument', 'identity']],
  'AWS::IAM::UserPolicy': [['PolicyDocument', 'identity']],
  'AWS::KMS::Key': [['KeyPolicy', 'resource']],
  'AWS::S3::BucketPolicy': [['PolicyDocument', 'resource']],
  'AWS::SNS::TopicPolicy': [['PolicyDocument', 'resource']],
  'AWS::SQS::QueuePolicy': [['PolicyDocument', 'resource']],
  'AWS::SecretsManager::ResourcePolicy': [['ResourcePolicy', 'resource']],
};
const INLINE = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

/** The statements of a resource's policy documents, its inline policies included. */
export const statementsOf = once((holder: Resource): readonly Statement[] => [
  ...(DOCUMENTS[holder.type] ?? []).flatMap(([property, kind]) => read(holder, kind, property)),
  ...INLINE.includes(holder.type) ? list(holder.get('Policies')).flatMap((_, at) => read(holder, 'identity', `Policies.${at}.PolicyDocument`)) : [],
]);

/** Every statement of every policy of the model. */
export const statements = once((model: Model): readonly Statement[] => model.resources(...new Set([...Object.keys(DOCUMENTS), ...INLINE]))
  .flatMap(statementsOf));

function read(holder: Resource, kind: Statement['kind'], property: string): Statement[] {
  return list(holder.get(`${property}.Statement`)).flatMap((one, at) => isMapping(one) ? [statement(holder, kind, `${property}.Statement.${at}`, one)] : []);
}

const strings = (value: Value | undefined) => list(value).filter((one): one is string => typeof one === 'string');

function statement(holder: Resource, kind: Statement['kind'], path: string, body: Mapping): Statement {
  const principal = body.Principal;
  return {
    holder,
    kind,
    path,
    allows: body.Effect !== 'Deny',
    actions: strings(body.Action),
    notActions: strings(body.NotAction),
    resources: list(body.Resource),
    notResources: list(body.NotResource),
    principals: isMapping(principal) ? Object.entries(principal).flatMap(([type, value]) => list(value).map((one) => ({ type, value: one })))
      : list(principal).map((value) => ({ type: value === '*' ? 'AWS' : '', value })),
    conditions: isMapping(body.Condition) ? body.Condition : {},
    sid: typeof body.Sid === 'string' ? body.Sid : undefined,
  };
}

const expression = onceByText((pattern) => new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i'));

/** `s3:Get*` covers `s3:GetObject`. */
export function covers(pattern: string, action: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === action.toLowerCase();
  return expression(pattern).test(action);
}

/** Whether the statement gives the action. */
export function gives({ allows, actions, notActions }: Statement, action: string): boolean {
  const named = (all: readonly string[]) => all.some((pattern) => covers(pattern, action));
  return allows && (named(actions) || (notActions.length > 0 && !named(notActions)));
}

/** Whether a condition asks for one of these keys, or cannot be read. */
export const conditionNames = (conditions: Mapping, keys: RegExp): boolean => Object.values(conditions)
  .some((test) => !isMapping(test) || Object.keys(test).some((key) => keys.test(key)));
