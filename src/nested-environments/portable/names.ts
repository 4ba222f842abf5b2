import { replace } from './finish';
import { Section } from './template';
import { isRecord, record } from '../../template';

/** Master and nested templates of a set. */
export interface Parts<Value> {
  readonly master: Value;
  readonly network: Value;
  readonly database: Value;
  readonly compute: Value;
}

export type Part = keyof Parts<unknown>;
export const NESTED: readonly Exclude<Part, 'master'>[] = ['network', 'database', 'compute'];
export const PARTS: readonly Part[] = ['master', ...NESTED];

/**
 * Gives parameters and outputs of the nested templates names for readers: `NetworkVpcPublicSubnet1` in place of
 * `referencetoPaymentEnvironmentPaymentsPaymentNetworkStack...OutputsPaymentEnvironment...VpcPublicSubnet1Subnet20360EEERef`.
 */
export function readable(templates: Parts<Section>, scope: string): Parts<Section> {
  const names = new Map<string, string>();
  const add = (part: Part, section: 'Parameters' | 'Outputs', rename: (id: string) => string) => {
    const taken = new Set<string>();
    for (const id of Object.keys(record(templates[part][section]))) {
      const name = rename(id);
      names.set(id, taken.has(name) ? id : name);
      taken.add(name);
    }
  };
  for (const part of NESTED) {
    add(part, 'Outputs', (id) => nameOf(id, scope).replace(/^(Network|Database|Compute)/, ''));
    add(part, 'Parameters', (id) => nameOf(id.replace(/^referenceto(.*Outputs)?/, ''), scope));
  }
  const changed = (template: Section) => replace(template, (value) => renamed(value, names)) as Section;
  return Object.fromEntries(PARTS.map((part) => [part, described(changed(templates[part]), names)])) as unknown as Parts<Section>;
}

/** Without the path of the scope, hashes, and `Ref`, which is what a reader expects. */
function nameOf(id: string, scope: string): string {
  return id.replace(new RegExp(`^${scope}(Payments(?=[A-Z]))?`), '')
    .replace(/^Payment(Network|Database|Compute)Stack/, '$1')
    .replace(/[0-9A-F]{8}(?=[A-Z][A-Za-z]*$)/, '')
    .replace(/Ref$/, '')
    .replace(/Subnet(\d)Subnet/, 'Subnet$1')
    .replace(/SecurityGroups([A-Za-z]+)GroupId$/, '$1SecurityGroupId');
}

/** Keys of `Parameters` and `Outputs`, and what refers to them. */
function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!isRecord(value)) return undefined;
  if (typeof value.Ref === 'string' && names.has(value.Ref)) return { Ref: names.get(value.Ref) };
  const attribute = value['Fn::GetAtt'];
  if (Array.isArray(attribute) && typeof attribute[1] === 'string' && attribute[1].startsWith('Outputs.')) {
    const output = attribute[1].slice('Outputs.'.length);
    return { 'Fn::GetAtt': [attribute[0], `Outputs.${names.get(output) ?? output}`] };
  }
  if (!Object.keys(value).some((key) => names.has(key))) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [names.get(key) ?? key, replace(item, (one) => renamed(one, names))]));
}

/** Parameters that the master passes down say so by their name. */
function described(template: Section, names: ReadonlyMap<string, string>): Section {
  const given = new Set(names.values());
  if (!isRecord(template.Parameters)) return template;
  return {
    ...template,
    Parameters: Object.fromEntries(Object.entries(template.Parameters).map(([name, parameter]) => {
      const { Description } = record(parameter);
      const isGiven = given.has(name) && typeof Description === 'string' && Description.startsWith('Passed down');
      return [name, isGiven ? { ...record(parameter), Description: `Passed down by the master stack: ${name}` } : parameter];
    })),
  };
}
