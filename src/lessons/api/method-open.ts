import { isMock, isPrivate, stages } from './stages';
import { Model, options, Resource, show, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { statementsOf } from '../policies';
import { absent, off, surely, target, text } from '../query';

/** Paths that are open by their nature: what they answer is public, or the sender proves itself by a signature of the body. */
const PUBLIC = /^\/?(health|healthz|healthcheck|health-check|status|ping|ready|live|docs|openapi\.json|swagger|favicon\.ico|\.well-known|login|signup|register|auth|token|webhooks?|callbacks?|hooks?)$/i;

const isNone = (value: Value | undefined): boolean => surely(value, (type) => type === undefined || type === 'NONE');

/** A resource policy that narrows who may call. */
const narrowed = (api: Resource): boolean => !absent(api.get('Policy')) && (statementsOf(api).length === 0
  || statementsOf(api).some(({ allows, principals, conditions }) => !allows || Object.keys(conditions).length > 0 || principals.every(({ value }) => value !== '*')));

/** Behind a web ACL it is open on purpose. */
function guarded(model: Model, api: Resource): boolean {
  const places = new Set([api, ...stages(model).filter((stage) => stage.api === api).map(({ holder }) => holder)]);
  return model.resources('AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation').some((one) => one.edges.some(({ to }) => places.has(to)))
    // An API that only CloudFront reaches.
    || model.resources('AWS::CloudFront::Distribution').some((one) => !absent(one.get('DistributionConfig.WebACLId')) && one.edges.some(({ to }) => places.has(to)));
}

/** `/payments/{id}`, as far as its parts are known. */
function pathOf(model: Model, method: Resource): readonly string[] {
  const parts: string[] = [];
  for (let one = target(model, method.get('ResourceId')); one?.type === 'AWS::ApiGateway::Resource' && parts.length < 20; one = target(model, one.get('ParentId'))) {
    parts.unshift(show(one.get('PathPart')));
  }
  return parts;
}

export const methodOpen: Lesson = {
  id: 'MethodOpen',
  title: 'An API asks who calls, or stands behind a web ACL on purpose',
  severity: 'high',
  facet: 'security',
  classes: ['api-auth', 'waf'],
  why: 'Anyone on the internet may call the method, read what it answers and write what it stores.',
  fix: 'Set AuthorizationType (AWS_IAM, COGNITO_USER_POOLS, CUSTOM, JWT), or ApiKeyRequired with a usage plan for machines; before an API that must stay open, a web ACL.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
  pci: ['7.2.1', '8.2.1', '6.4.2'],
  flawed: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Payments: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: payments } }
    Get:
      Type: AWS::ApiGateway::Method
      Properties: { RestApiId: !Ref Api, ResourceId: !Ref Payments, HttpMethod: GET, AuthorizationType: NONE }`,
  sound: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Payments: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: payments } }
    Get:
      Type: AWS::ApiGateway::Method
      Properties: { RestApiId: !Ref Api, ResourceId: !Ref Payments, HttpMethod: GET, AuthorizationType: AWS_IAM }
    Options:
      Type: AWS::ApiGateway::Method
      Properties: { RestApiId: !Ref Api, ResourceId: !Ref Payments, HttpMethod: OPTIONS, AuthorizationType: NONE }`,
  *check(model) {
    for (const method of model.resources('AWS::ApiGateway::Method')) {
      const verb = text(method.get('HttpMethod')) ?? '';
      const api = target(model, method.get('RestApiId'));
      if (verb === 'OPTIONS' || !api || isMock(method) || !isNone(method.get('AuthorizationType')) || !off(method.get('ApiKeyRequired'))) continue;
      if (isPrivate(api) || narrowed(api) || guarded(model, api) || pathOf(model, method).some((part) => PUBLIC.test(part))) continue;
      yield at(method, 'AuthorizationType', `${verb} /${pathOf(model, method).join('/')} is open to anyone`);
    }
    for (const route of model.resources('AWS::ApiGatewayV2::Route')) {
      const [verb, path = ''] = (text(route.get('RouteKey')) ?? '').split(' ');
      const api = target(model, route.get('ApiId'));
      const http = options(api?.get('ProtocolType')).includes('HTTP');
      // The other routes of a WebSocket come after $connect.
      if (verb === '' || verb === 'OPTIONS' || !api || (!http && verb !== '$connect') || !isNone(route.get('AuthorizationType')) || guarded(model, api)) continue;
      if (!off(route.get('ApiKeyRequired')) || path.split('/').some((part) => PUBLIC.test(part))) continue;
      yield at(route, 'AuthorizationType', `${verb} ${path} is open to anyone`);
    }
  },
};
