import { dump } from 'js-yaml';
import { Template } from './mutants/mutant';
import { intrinsic, isRecord, rawReferences } from '../../src/template';

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value), (key, one: unknown) => {
  if (key !== 'Fn::GetAtt' || typeof one !== 'string') return one;
  const [id, ...attribute] = one.split('.');
  return [id, attribute.join('.')];
}) as T;

/** Changes every value, from the leaves up. */
function mapped(value: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return change(value.map((item) => mapped(item, change)));
  if (isRecord(value)) return change(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, change)])));
  return value;
}

/** Every logical id becomes another one, wherever it is named. */
export function renamed(template: Template): Template {
  const ids = Object.keys(template.Resources);
  const names = new Map(ids.map((id, at) => [id, `Renamed${at}`]));
  const target = (name: unknown) => typeof name === 'string' ? names.get(name) ?? name : name;
  const body = mapped(copy(template), (value) => {
    const call = intrinsic(value);
    if (call?.name === 'Ref') return { Ref: target(call.argument) };
    if (call?.name === 'Fn::GetAtt' && Array.isArray(call.argument)) return { 'Fn::GetAtt': [target(call.argument[0]), ...call.argument.slice(1)] };
    if (call?.name === 'Fn::Sub' && typeof call.argument === 'string') {
      return { 'Fn::Sub': call.argument.replace(/\$\{([A-Za-z0-9]+)/g, (_, name: string) => `\${${String(target(name))}`) };
    }
    return value;
  }) as Template;
  for (const resource of Object.values(body.Resources)) {
    if (resource.DependsOn) resource.DependsOn = [resource.DependsOn].flat().map((id) => String(target(id)));
  }
  body.Resources = Object.fromEntries(Object.entries(body.Resources).map(([id, resource]) => [String(target(id)), resource]));
  return body;
}

/** Keys of every mapping the other way round. */
export const reordered = (template: Template): Template =>
  mapped(copy(template), (value) => isRecord(value) ? Object.fromEntries(Object.entries(value).reverse()) : value) as Template;

/** `Fn::Sub` where `Fn::Join` with nothing between joined names and text. */
export const subForJoin = (template: Template): Template => mapped(copy(template), (value) => {
  const call = intrinsic(value);
  if (call?.name !== 'Fn::Join' || !Array.isArray(call.argument) || call.argument[0] !== '' || !Array.isArray(call.argument[1])) return value;
  const parts = (call.argument[1] as unknown[]).map((part) => {
    if (typeof part === 'string') return part.includes('${') ? undefined : part;
    const inner = intrinsic(part);
    if (inner?.name === 'Ref') return `\${${String(inner.argument)}}`;
    return inner?.name === 'Fn::GetAtt' && Array.isArray(inner.argument) ? `\${${inner.argument.join('.')}}` : undefined;
  });
  return parts.includes(undefined) ? value : { 'Fn::Sub': parts.join('') };
}) as Template;

/** The same template as YAML, with long forms. */
export const asYaml = (template: Template): string => dump(template);

/** `Fn::Join` of references for each `Fn::Sub` that names a resource: what moves is then seen. */
const joinForSub = (template: Template): Template => mapped(copy(template), (value) => {
  const call = intrinsic(value);
  if (call?.name !== 'Fn::Sub' || typeof call.argument !== 'string') return value;
  const parts = call.argument.split(/(\$\{[^!}]+\})/).filter((part) => part !== '').map((part) => {
    const [id, ...attribute] = /^\$\{(.+)\}$/.exec(part)?.[1].split('.') ?? [];
    if (id === undefined || !(id in template.Resources)) return part.includes('${') ? { 'Fn::Sub': part } : part;
    return attribute.length > 0 ? { 'Fn::GetAtt': [id, attribute.join('.')] } : { Ref: id };
  });
  return parts.some((part) => targetOf(part) !== '') ? { 'Fn::Join': ['', parts] } : value;
}) as Template;

/** The logical id that `Ref` or `Fn::GetAtt` names. */
function targetOf(value: unknown): string {
  const call = intrinsic(value);
  return call && ['Ref', 'Fn::GetAtt'].includes(call.name) ? String([call.argument].flat()[0]) : '';
}

const CHILD = 'Child';

/** Resources that the chosen ones need, themselves included. */
function closure(template: Template, chosen: readonly string[]): Set<string> {
  const all = new Set<string>();
  const add = (id: string): void => {
    if (all.has(id) || !(id in template.Resources)) return;
    all.add(id);
    const resource = template.Resources[id];
    for (const { target } of rawReferences({ ...resource, Metadata: undefined })) add(target);
    for (const other of [resource.DependsOn ?? []].flat()) add(other);
  };
  chosen.forEach(add);
  return all;
}

/**
 * The chosen resources, and all that they need, move to a nested stack; the rest reaches them by its outputs.
 * Beside that, what nothing else names (`leaves`) moves to a second one, which takes parameters.
 */
export function nested(
  template: Template, chosen: (type: string) => boolean, leaves: (type: string) => boolean,
): { root: Template; child: Template; leaf: Template } {
  const root = joinForSub(template);
  const ids = Object.keys(root.Resources);
  const down = closure(root, ids.filter((id) => chosen(root.Resources[id].Type)));
  const named = new Set([
    ...ids.map((id) => root.Resources[id])
      .flatMap((resource) => [...rawReferences(resource).map(({ target }) => target), ...[resource.DependsOn ?? []].flat()]),
    ...rawReferences(root.Outputs).map(({ target }) => target),
  ]);
  const up = new Set(ids.filter((id) => leaves(root.Resources[id].Type) && !named.has(id) && !down.has(id)));
  const pick = (set: Set<string>): Template['Resources'] => Object.fromEntries(ids.filter((id) => set.has(id)).map((id) => [id, root.Resources[id]]));
  const sections = { Parameters: root.Parameters, Mappings: root.Mappings, Conditions: root.Conditions } as Partial<Template>;
  const child = copy({ ...sections, Resources: pick(down), Outputs: {} }) as Template;
  const leaf = copy({ ...sections, Resources: pick(up), Outputs: {} }) as Template;

  const given: Record<string, unknown> = {};
  leaf.Resources = mapped(leaf.Resources, (value) => {
    const call = intrinsic(value);
    const target = targetOf(value);
    if (!(target in root.Resources) || up.has(target)) return value;
    const name = `P${[call!.argument].flat().join('')}`.replace(/[^A-Za-z0-9]/g, '');
    leaf.Parameters = { ...leaf.Parameters, [name]: { Type: 'String', Description: 'Of the parent', MinLength: 1 } };
    given[name] = value;
    return { Ref: name };
  }) as Template['Resources'];
  for (const resource of Object.values(leaf.Resources)) delete resource.DependsOn;

  for (const id of [...down, ...up]) delete root.Resources[id];
  const moved = (value: unknown): unknown => {
    const call = intrinsic(value);
    const target = targetOf(value);
    if (!down.has(target)) return value;
    const name = [call!.argument].flat().join('').replace(/[^A-Za-z0-9]/g, '');
    const { Condition } = child.Resources[target] as { Condition?: string };
    child.Outputs[name] = { Value: value, ...Condition && { Condition } };
    return { 'Fn::GetAtt': [CHILD, `Outputs.${name}`] };
  };
  root.Resources = mapped(root.Resources, moved) as Template['Resources'];
  root.Outputs = mapped(root.Outputs ?? {}, moved) as Template['Outputs'];
  for (const resource of Object.values(root.Resources)) {
    if (resource.DependsOn) resource.DependsOn = [...new Set([resource.DependsOn].flat().map((id) => down.has(id) ? CHILD : id))];
  }
  root.Resources[CHILD] = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './child.template.json' } };
  root.Resources.Leaf = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './leaf.template.json', Parameters: mapped(given, moved) } };
  prune(root, template, ['Conditions', 'Mappings']);
  for (const part of [child, leaf]) prune(part, template, SECTIONS);
  return { root, child, leaf };
}

const SECTIONS = ['Parameters', 'Conditions', 'Mappings'] as const;
const entriesOf = (template: Template, section: typeof SECTIONS[number]) => (template[section as 'Parameters'] ?? {}) as Record<string, unknown>;
const isUsed = (template: Template, section: typeof SECTIONS[number], name: string) => {
  const { [name]: _, ...others } = entriesOf(template, section);
  return JSON.stringify({ ...template, [section]: others }).includes(`"${name}"`);
};

/** What went to another stack took its parameters, conditions and mappings along; what nothing used before stays. */
function prune(template: Template, original: Template, sections: readonly (typeof SECTIONS[number])[]): void {
  for (let gone = 1; gone > 0;) {
    gone = 0;
    for (const section of sections) {
      for (const name of Object.keys(entriesOf(original, section))) {
        if (!(name in entriesOf(template, section)) || isUsed(template, section, name) || !isUsed(original, section, name)) continue;
        delete entriesOf(template, section)[name];
        gone += 1;
      }
    }
  }
}
