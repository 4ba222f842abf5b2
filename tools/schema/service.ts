import { attributesOf, paths } from './attributes';
import { compact } from './compact';
import { at, Raw, Resource } from './raw';
import { corrected, LISTED, RULES, wrapped } from './rules';
import { share } from './share';
import { Source, SOURCE } from './source';
import type { Node, ServiceData, TypeSchema } from '../../src/template/schema/node';

/** An added schema of a type, in the scope of its own document. */
interface Added {
  readonly scope: string;
  readonly rule: Raw;
}

/** Builds the data of a service from the schemas of its types. */
export class Service {
  private readonly documents = new Map<string, Raw>();
  private readonly definitions = new Map<string, Node>();

  constructor(private readonly source: Source) {}

  public build(resources: readonly Resource[]): ServiceData {
    const whole = this.source.attributes<string[]>('_all_property_types');
    const exceptions = this.source.attributes<Record<string, string[]>>('_exceptions');
    const types = resources.map((resource) => [resource.typeName, this.type(resource, attributesOf(resource, whole, exceptions))] as const);
    return share(SOURCE, Object.fromEntries(types), this.definitions);
  }

  private type(resource: Resource, attributes: readonly string[]): TypeSchema {
    const scope = resource.typeName;
    const all = [this.node(scope, resource), ...this.added(scope).map((added) => compact(added.rule, this.gathered(added)))];
    const writable = new Set(paths([...resource.createOnlyProperties ?? [], ...resource.writeOnlyProperties ?? [],
      ...resource.conditionalCreateOnlyProperties ?? [], ...(resource.required ?? []).map((name) => `/properties/${name}`)]));
    // Within a property that a template sets, AWS ignores what is read-only.
    const readOnly = paths(resource.readOnlyProperties).filter((name) => !name.includes('.') && !writable.has(name));
    const tag = resource.tagging?.tagProperty?.split('/').pop() ?? 'Tags';
    return {
      s: all.length > 1 ? { ...all[0] as object, all: [...(all[0] as { all?: Node[] }).all ?? [], ...all.slice(1)] } : all[0]!,
      ...attributes.length > 0 ? { ga: attributes } : {},
      ...readOnly.length > 0 ? { ro: readOnly } : {},
      ...resource.tagging?.taggable !== false && resource.properties?.[tag] ? { tag } : {},
    };
  }

  private added(type: string): Added[] {
    const of = (places: readonly string[]) => places.filter((place) => place.split('/')[0] === type).map((place) => place.split('/').slice(1));
    const rules = Object.entries(RULES).flatMap(([file, places]) => of(places).map((path) => {
      const document = corrected(file, this.source.extension(file));
      this.documents.set(file, document);
      const { definitions: _, ...rule } = document as Raw & { definitions?: object };
      return { scope: file, rule: wrapped(path, rule) };
    }));
    const lists = Object.entries(LISTED).flatMap(([list, places]) => of(places).map((path) => ({ scope: list, rule: wrapped(path, { list }) })));
    return [...rules, ...lists, ...this.engine(type)];
  }

  /** The engines of a database; RDS takes them in any case. */
  private engine(type: string): Added[] {
    const folder = { 'AWS::RDS::DBInstance': 'aws_rds_dbinstance', 'AWS::RDS::DBCluster': 'aws_rds_dbcluster' }[type];
    if (!folder) return [];
    const [first] = this.source.extension(`${folder}/engine_version`).allOf as Raw[];
    const engines = ((first!.then as Raw).properties!.Engine as Raw).enum;
    return [{ scope: type, rule: wrapped(['Engine'], { enumCaseInsensitive: engines }) }];
  }

  private node(scope: string, resource: Resource): Node {
    this.documents.set(scope, resource);
    this.gathered({ scope, rule: resource });
    return compact(resource, scope);
  }

  /** Takes over all definitions that a schema refers to. */
  private gathered({ scope, rule }: Added): string {
    const pointers = JSON.stringify(rule).matchAll(/"\$ref":"([^"]+)"/g);
    for (const [, pointer] of pointers) {
      const name = `$${scope}${pointer}`;
      if (this.definitions.has(name)) continue;
      const definition = at(this.documents.get(scope)!, pointer!) ?? true;
      this.definitions.set(name, compact(definition, scope));
      this.gathered({ scope, rule: definition as Raw });
    }
    return scope;
  }
}
