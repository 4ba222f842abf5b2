import { functionOf, permissionsFor } from '../../lessons/functions/functions';
import { plain } from '../../lessons/iam/roles';
import { Reference, Resource, show, Text, Unknown } from '../../template';
import { leadsTo } from '../links';
import type { Subject } from '../subject';
import { fails, HOLDS, open, Verdict } from '../verdict';

/** Whether API Gateway may call the function behind a method, on the path of the method. */
export function isMethodPermitted({ resource, model, id }: Subject): Verdict {
  const callee = resource && functionOf(model, resource.get('Integration.Uri'));
  if (!resource || !callee || resource.get('Integration.Credentials') !== undefined) return HOLDS;
  const permissions = permissionsFor(model, callee, 'apigateway');
  if (permissions.length === 0) return fails(() => `nothing lets API Gateway call ${callee.id}`);
  const path = pathOf(resource);
  const wanted = `${show(resource.get('HttpMethod'))}${path}`;
  if (path === undefined || permissions.some((permission) => covers(permission, wanted))) return HOLDS;
  if (permissions.some((permission) => permission.get('SourceArn') instanceof Unknown)) return open(() => `the SourceArn of the permissions for ${callee.id} is not known`);
  return fails(() => `no permission of ${callee.id} is for ${wanted}, which ${id} calls it on`);
}

/** `/webhooks/stripe` */
function pathOf(method: Resource): string | undefined {
  const parts: string[] = [];
  const { model } = method.stack;
  let [at] = leadsTo(model, method.get('ResourceId')) ?? [];
  for (let depth = 0; at?.type === 'AWS::ApiGateway::Resource' && depth < 20; depth += 1) {
    parts.unshift(show(at.get('PathPart')));
    [at] = leadsTo(model, at.get('ParentId')) ?? [];
  }
  return at?.type === 'AWS::ApiGateway::RestApi' ? `/${parts.join('/')}` : undefined;
}

/** `arn:aws:execute-api:region:account:api/stage/METHOD/path`, with stars anywhere; variables of a path are stars. */
function covers(permission: Resource, wanted: string): boolean {
  const arn = permission.get('SourceArn');
  if (arn === undefined) return true;
  // Api, stage, method, path; names of resources may hold slashes.
  const written = arn instanceof Text ? arn.parts.map((part) => part instanceof Reference ? '_' : plain(part)).join('') : plain(arn);
  const [, , method, ...rest] = written.replace(/^.*:/, '').split('/');
  if (method === undefined) return true;
  const pattern = [method, ...rest].join('/').replace(/[.+?^$|[\]\\()]/g, '\\$&').replace(/\{[^}]*\}/g, '*').replace(/\*/g, '.*');
  return new RegExp(`^${pattern}$`).test(wanted.replace(/\{[^}]*\}/g, '*'));
}
