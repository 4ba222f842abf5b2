import { isMapping, Mapping, Model, Resource, Value } from '../../template';
import { list, mappings, num, possibly, surely, target } from '../query';

/** What starts machines, and where it keeps their settings. */
const HOSTS = { 'AWS::EC2::Instance': '', 'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.', 'AWS::AutoScaling::LaunchConfiguration': '' } as const;

export interface Host {
  readonly resource: Resource;
  /** Before the name of a setting. */
  readonly prefix: string;
  /** The settings may come from a launch template. */
  readonly inherits: boolean;
}

export const hosts = (model: Model): readonly Host[] => Object.entries(HOSTS).flatMap(([type, prefix]) => model.resources(type)
  .map((resource): Host => ({ resource, prefix, inherits: type === 'AWS::EC2::Instance' && resource.get('LaunchTemplate') !== undefined })));

export const setting = (host: Host, name: string): Value | undefined => host.resource.get(host.prefix + name);

export interface Container {
  readonly task: Resource;
  readonly body: Mapping;
  readonly name: string;
  /** Below `Properties`. */
  readonly path: string;
}

/** The containers of a task definition. */
export const containersOf = (task: Resource): readonly Container[] => list(task.get('ContainerDefinitions')).flatMap((body, index) => isMapping(body)
  ? [{ task, body, name: typeof body.Name === 'string' ? body.Name : String(index), path: `ContainerDefinitions.${index}` }] : []);

export const containers = (model: Model): readonly Container[] => model.resources('AWS::ECS::TaskDefinition').flatMap(containersOf);

export const isFargateTask = (task: Resource): boolean => list(task.get('RequiresCompatibilities')).includes('FARGATE');

/** Runs on Fargate in every case. */
export const isFargateService = (service: Resource): boolean => surely(service.get('LaunchType'), (type) => type === 'FARGATE')
  || (service.get('LaunchType') === undefined && mappings(service.get('CapacityProviderStrategy')).length > 0
    && mappings(service.get('CapacityProviderStrategy')).every(({ CapacityProvider: provider }) => provider === 'FARGATE' || provider === 'FARGATE_SPOT'));

export const taskOf = (model: Model, service: Resource): Resource | undefined => {
  const task = target(model, service.get('TaskDefinition'));
  return task?.type === 'AWS::ECS::TaskDefinition' ? task : undefined;
};

/** At most so many, in every case. */
export const atMost = (value: Value | undefined, most: number): boolean => value !== undefined
  && surely(value, (option) => (num(option) ?? Infinity) <= most);

export const includes = (value: Value | undefined, ...wanted: readonly string[]): boolean =>
  possibly(value, (option) => wanted.includes(String(option)));
