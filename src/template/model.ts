import { isRecord, record } from './intrinsics';
import { objectIn } from './json-text';
import { onceByText } from './once';
import { RawReference, rawReferences, referencesOf } from './references';
import { Resolver, sameText } from './resolver';
import { Path, Position, Source } from './source';
import { isMapping, mapOptions, OneOf, Text, Unknown, Value } from './value';
import { Written, writtenIn } from './written';

export type EdgeKind = 'Ref' | 'GetAtt' | 'DependsOn';

/** `from` names `to`: directly, through a nested stack's parameter or output, or through an export. */
export interface Edge {
  readonly from: Resource;
  readonly to: Resource;
  readonly kind: EdgeKind;
  readonly attribute?: string;
  /** Where `from` says so, inside the resource. */
  readonly path: Path;
}

/** What could not be read or resolved. */
export interface Note {
  readonly file: string;
  readonly message: string;
  /** A file that was to be read, and could not be. */
  readonly isUnread?: boolean;
}

const NONE: readonly Resource[] = [];
/** The attributes that name resources, beside `Condition` and `DependsOn`. */
const NAMING = ['Properties', 'UpdatePolicy', 'CreationPolicy', 'DeletionPolicy', 'UpdateReplacePolicy'];

/** Lessons ask for the same paths of every resource. */
const keysOf = onceByText((path): readonly string[] => path.split('.'));

/** One resource of one template. */
export class Resource {
  /** Of a nested stack whose template was found. */
  public child?: Stack;
  private values?: Value;
  private walked?: Written;
  private named?: readonly RawReference[];

  /** Empty when it is no type name at all. */
  public readonly type: string;

  public constructor(public readonly stack: Stack, public readonly id: string, public readonly body: Readonly<Record<string, unknown>>) {
    this.type = typeof body.Type === 'string' && body.Type.includes('::') ? body.Type : '';
  }

  public get metadata(): Readonly<Record<string, unknown>> { return record(this.body.Metadata); }
  public get condition(): string | undefined { return typeof this.body.Condition === 'string' ? this.body.Condition : undefined; }
  public get dependsOn(): string[] { return [this.body.DependsOn].flat().filter((id): id is string => typeof id === 'string'); }
  /** `Delete`, `Retain`, `Snapshot`, `RetainExceptOnCreate`; a choice where it depends on the environment. */
  public get deletionPolicy(): Value | undefined { return this.stack.resolver.resolve(this.body.DeletionPolicy); }
  public get updateReplacePolicy(): Value | undefined { return this.stack.resolver.resolve(this.body.UpdateReplacePolicy); }
  /** Path in the CDK's tree, when the template keeps it. */
  public get constructPath(): string | undefined {
    const path = this.metadata['aws:cdk:path'];
    return typeof path === 'string' ? path : undefined;
  }

  /** Stack and logical id: unique in a model. The id alone in the only root template. */
  public get address(): string { return `${this.stack.prefix}${this.id}`; }

  public get properties(): Value {
    this.values ??= this.stack.resolver.resolve(record(this.body.Properties)) ?? {};
    return this.values;
  }

  /**
   * A property, resolved: `get('RedrivePolicy.maxReceiveCount')`. `undefined` when absent.
   * A number selects an item of a list. A choice anywhere on the way gives a choice.
   */
  public get(path: string): Value | undefined {
    let value: Value | undefined = this.properties;
    for (const key of keysOf(path)) value = step(value, key);
    return value;
  }

  /** A property as it is written. */
  public raw(path: string): unknown {
    return path.split('.').reduce<unknown>((value, key) => typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined, this.body.Properties);
  }

  /** All functions and texts of the resource, metadata included. */
  public get written(): Written { return this.walked ??= writtenIn(this.body); }

  /** Everything this resource names, as written. */
  public get references(): readonly RawReference[] {
    this.named ??= [
      ...NAMING.flatMap((attribute) => referencesOf(this.written.calls.filter(({ path }) => path[0] === attribute))),
      ...this.condition ? [{ kind: 'Condition', target: this.condition, path: ['Condition'] } as const] : [],
      ...this.dependsOn.map((target): RawReference => ({ kind: 'DependsOn', target, path: ['DependsOn'] })),
    ];
    return this.named;
  }

  /** What it points at. */
  public get edges(): readonly Edge[] { return this.stack.model.edgesFrom(this); }
  /** What points at it. */
  public get users(): readonly Edge[] { return this.stack.model.edgesTo(this); }

  /** Line and column of the resource, or of a path inside it (`['Properties', 'QueueName']`). */
  public position(path: Path = []): Position {
    return this.stack.source.position(['Resources', this.id, ...path]);
  }
}

/** One more key of a path, through choices. */
export function step(value: Value | undefined, key: string): Value | undefined {
  if (Array.isArray(value)) return (value as readonly Value[])[Number(key)];
  if (isMapping(value)) return Object.hasOwn(value, key) ? value[key] : undefined;
  if (value instanceof OneOf) return mapOptions(value, (option) => step(option, key));
  if (typeof value === 'string' || value instanceof Text) return step(objectIn(value), key);
  return value instanceof Unknown ? value : undefined;
}

/** Where an assembly says that a stack is deployed. */
export interface Environment {
  readonly account?: string;
  readonly region?: string;
}

/** One template, as deployed once. A template that is nested twice is two stacks. */
export class Stack {
  public readonly resources: ReadonlyMap<string, Resource>;
  public readonly parameters: Readonly<Record<string, unknown>>;
  public readonly mappings: Readonly<Record<string, unknown>>;
  public readonly conditions: Readonly<Record<string, unknown>>;
  public readonly outputs: Readonly<Record<string, unknown>>;
  /** Given by the parent stack, or by the caller. */
  public readonly arguments = new Map<string, Value | undefined>();
  public readonly resolver: Resolver;
  public readonly template: Readonly<Record<string, unknown>>;

  public constructor(
    public readonly model: Model, public readonly name: string, public readonly source: Source, resources: Record<string, unknown>,
    public readonly parent?: Resource, public readonly environment: Environment = {},
  ) {
    this.template = record(source.value);
    this.parameters = record(this.template.Parameters);
    this.mappings = record(this.template.Mappings);
    this.conditions = record(this.template.Conditions);
    this.outputs = record(this.template.Outputs);
    this.resources = new Map(Object.entries(resources)
      .flatMap(([id, body]) => isRecord(body) && typeof body.Type === 'string' ? [[id, new Resource(this, id, body)]] : []));
    this.resolver = new Resolver(this);
  }

  /** The one that nests it, and so on up to the one that is deployed. */
  public get root(): Stack { return this.parent ? this.parent.stack.root : this; }

  /** What is deployed at once with it: its root, and all that this nests. */
  public get together(): readonly Stack[] { return this.model.stacks.filter(({ root }) => root === this.root); }

  /** What its resources' addresses begin with. */
  public get prefix(): string {
    if (this.parent) return `${this.parent.address}/`;
    return this.model.roots.length > 1 ? `${this.name}/` : '';
  }

  /** Region and account, where the assembly states them. */
  public pseudo(name: string): string | undefined {
    if (name === 'AWS::Region') return this.environment.region;
    return name === 'AWS::AccountId' ? this.environment.account : undefined;
  }

  public output(name: string): Value | undefined {
    const output = this.outputs[name];
    return isRecord(output) ? this.resolver.resolve(output.Value) : undefined;
  }
}

/** All stacks that were given, as one graph. */
export class Model {
  public readonly stacks: Stack[] = [];
  /** The stacks that no other one nests. */
  public readonly roots: Stack[] = [];
  public readonly notes: Note[] = [];
  private types?: Map<string, Resource[]>;
  private all?: readonly Resource[];
  private out?: Map<Resource, Edge[]>;
  private in?: Map<Resource, Edge[]>;

  /** `sources`: files that were read already. */
  public constructor(public readonly sources: Map<string, Source> = new Map()) {}

  /** Resources of these types, over all stacks; all resources without a type. */
  public resources(...types: string[]): readonly Resource[] {
    if (!this.types) {
      this.types = new Map();
      for (const resource of this.stacks.flatMap((stack) => [...stack.resources.values()])) {
        const same = this.types.get(resource.type);
        if (same) same.push(resource); else this.types.set(resource.type, [resource]);
      }
    }
    const [type] = types;
    if (types.length === 1) return this.types.get(type) ?? NONE;
    if (types.length === 0) return this.all ??= [...this.types.values()].flat();
    return types.flatMap((one) => this.types!.get(one) ?? NONE);
  }

  public edgesFrom(resource: Resource): readonly Edge[] { return this.graph().out.get(resource) ?? []; }
  public edgesTo(resource: Resource): readonly Edge[] { return this.graph().in.get(resource) ?? []; }

  /** The value that a stack of the model exports under this name. */
  public exported(name: Value | undefined): Value | undefined {
    return this.exportNamed(name)?.value();
  }

  private exportNamed(name: Value | undefined) {
    if (name === undefined) return undefined;
    for (const stack of this.stacks) {
      for (const output of Object.values(stack.outputs)) {
        const exportName = isRecord(output) && isRecord(output.Export) ? output.Export.Name : undefined;
        if (exportName !== undefined && sameText(stack.resolver.resolve(exportName), name)) {
          const { Value: raw } = output as Record<string, unknown>;
          return { stack, raw, value: () => stack.resolver.resolve(raw) };
        }
      }
    }
    return undefined;
  }

  private graph() {
    if (!this.out || !this.in) {
      this.out = new Map();
      this.in = new Map();
      for (const from of this.resources()) {
        for (const reference of from.references) {
          for (const { to, attribute, kind } of this.targets(from.stack, reference, 0)) {
            const edge: Edge = { from, to, kind, attribute, path: reference.path };
            push(this.out, from, edge);
            push(this.in, to, edge);
          }
        }
      }
    }
    return { out: this.out, in: this.in };
  }

  /** The resources that a name of `stack` leads to, through parameters and outputs of nested stacks. */
  private targets(stack: Stack, reference: RawReference, depth: number): { to: Resource; kind: EdgeKind; attribute?: string }[] {
    const { kind, target, attribute, name } = reference;
    if (kind === 'Condition' || kind === 'FindInMap' || depth > 10) return [];
    if (kind === 'ImportValue') {
      const found = this.exportNamed(stack.resolver.resolve(name));
      return found ? this.through(found.stack, found.raw, depth) : [];
    }
    const to = stack.resources.get(target);
    if (to) {
      const output = attribute?.startsWith('Outputs.') && to.child ? to.child.outputs[attribute.slice('Outputs.'.length)] : undefined;
      const direct = { to, kind: kind === 'DependsOn' ? 'DependsOn' as const : attribute ? 'GetAtt' as const : 'Ref' as const, attribute };
      return isRecord(output) ? [direct, ...this.through(to.child!, output.Value, depth)] : [direct];
    }
    if (stack.parent && target in stack.parameters) {
      const given = record(record(stack.parent.body.Properties).Parameters)[target];
      return given === undefined ? [] : this.through(stack.parent.stack, given, depth);
    }
    return [];
  }

  private through(stack: Stack, raw: unknown, depth: number) {
    return rawReferences(raw).flatMap((reference) => this.targets(stack, reference, depth + 1));
  }
}

function push(map: Map<Resource, Edge[]>, key: Resource, edge: Edge): void {
  const edges = map.get(key);
  if (edges) edges.push(edge); else map.set(key, [edge]);
}
