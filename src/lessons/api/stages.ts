import { isMapping, Mapping, Model, options, Resource, Value } from '../../template';
import { absent, isFalse, mappings, possibly, surely, target } from '../query';

/** A stage of an API, also one that a deployment makes on the way. */
export interface Stage {
  readonly holder: Resource;
  readonly kind: 'REST' | 'HTTP';
  /** Before the names of its settings. */
  readonly prefix: '' | 'StageDescription.';
  readonly api?: Resource;
}

export function stages(model: Model): readonly Stage[] {
  const api = (holder: Resource, property: string) => target(model, holder.get(property));
  const own = model.resources('AWS::ApiGateway::Stage').map((holder): Stage => ({ holder, kind: 'REST', prefix: '', api: api(holder, 'RestApiId') }));
  const named = new Set(own.map(({ holder }) => target(model, holder.get('DeploymentId'))));
  return [
    ...own,
    ...model.resources('AWS::ApiGateway::Deployment').filter((one) => !absent(one.get('StageName')) && !named.has(one))
      .map((holder): Stage => ({ holder, kind: 'REST', prefix: 'StageDescription.', api: api(holder, 'RestApiId') })),
    ...model.resources('AWS::ApiGatewayV2::Stage').map((holder): Stage => ({ holder, kind: 'HTTP', prefix: '', api: api(holder, 'ApiId') })),
  ];
}

/** A setting of the stage itself. */
export const setting = ({ holder, prefix }: Stage, name: string): Value | undefined => holder.get(`${prefix}${name}`);

/** What a setting of methods may be: by method, or for the stage as a whole. */
export function methodSettings(stage: Stage, name: string): readonly (Value | undefined)[] {
  return [...mappings(setting(stage, 'MethodSettings')).map((one: Mapping) => one[name]), ...stage.prefix === '' ? [] : [setting(stage, name)]];
}

/** Whether the settings by method can be read. */
export const readable = (stage: Stage): boolean => options(setting(stage, 'MethodSettings'))
  .every((all) => all === undefined || (Array.isArray(all) && (all as readonly Value[]).every(isMapping)));

/** A setting of methods that at least one method has. */
export const has = (stage: Stage, name: string, test: (value: Value | undefined) => boolean): boolean => methodSettings(stage, name)
  .some((value) => possibly(value, test));

/** Reached from inside of a VPC alone. */
export const isPrivate = (api: Resource): boolean => mappings(api.get('EndpointConfiguration'))
  .some(({ Types: types }) => Array.isArray(types) && types.includes('PRIVATE'));

/** Its methods stand in an OpenAPI document, not in the template. */
export const fromDocument = (api: Resource): boolean => ['Body', 'BodyS3Location', 'CloneFrom'].some((property) => api.get(property) !== undefined);

export const isMock = (method: Resource): boolean => possibly(method.get('Integration.Type'), (type) => type === 'MOCK');

export const disabled = (value: Value | undefined): boolean => surely(value, (one) => one === undefined || isFalse(one));
