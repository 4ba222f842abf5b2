import { ANY, Choice, conditionNamed, mapValues, PARAMETER, Slots, TYPES } from './slots';
import { Table } from './table';
import { Section } from './template';
import { isRecord, record } from '../../template';
import { Settings } from '../settings';

/** What the mapping and its parameter need to be read in a policy. */
const EXTENSIONS = 'AWS::LanguageExtensions';
const ORDER = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Transform', 'Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'];

/** Gives every choice its entry of the table: first what all environments see, last parts of texts, so that the others find the entries that are there. */
function nameChoices(template: Section, table: Table): void {
  const turn = ({ isText, values }: Choice) => isText ? 2 : values.includes(ANY) ? 1 : 0;
  for (const now of [0, 1, 2]) visit(template, (choice) => { if (turn(choice) === now) table.expression(choice); });
}

function visit(value: unknown, see: (choice: Choice) => void): void {
  if (value instanceof Choice) see(value);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) visit(item, see);
}

/** A template that CloudFormation takes: with mapping, conditions, the transform and the parameter that selects. Only what is in use. */
export function finish(template: Section, settings: Slots<Settings>, conditions: Section = {}): Section {
  const table = new Table(settings);
  nameChoices(template, table);
  const plain = replace(template, (value) => value instanceof Choice ? table.expression(value) : undefined) as Section;
  const used = [...conditionsIn(plain)].sort();
  const transforms = [...usesExtensions(plain) ? [EXTENSIONS] : [], ...[plain.Transform ?? []].flat()];
  const all: Section = {
    AWSTemplateFormatVersion: '2010-09-09',
    ...plain,
    ...transforms.length > 0 && { Transform: transforms.length === 1 ? transforms[0] : transforms },
    ...used.length > 0 && { Conditions: Object.fromEntries(used.map((name) => [name, conditions[name] ?? conditionNamed(name)])) },
    ...table.size > 0 && { Mappings: table.mapping() },
  };
  if (JSON.stringify(all).includes(`{"Ref":"${PARAMETER}"}`)) all.Parameters = { [PARAMETER]: environmentParameter(), ...record(all.Parameters) };
  return Object.fromEntries(ORDER.filter((key) => all[key] !== undefined).map((key) => [key, all[key]]));
}

const environmentParameter = () => ({
  Type: 'String', AllowedValues: [...TYPES], Description: 'Selects sizes, retention, alarms and what outlives the stack', ConstraintDescription: `one of ${TYPES.join(', ')}`,
});

/** Every condition that is named, by a resource, an output or `Fn::If`. */
function conditionsIn(template: Section): Set<string> {
  const names = new Set<string>();
  for (const part of [...Object.values(record(template.Resources)), ...Object.values(record(template.Outputs))]) {
    const { Condition } = record(part);
    if (typeof Condition === 'string') names.add(Condition);
  }
  replace(template, (value) => {
    const call = isRecord(value) ? value['Fn::If'] : undefined;
    if (Array.isArray(call)) names.add(String(call[0]));
    return undefined;
  });
  return names;
}

const usesExtensions = ({ Resources }: Section) => Object.values(record(Resources))
  .some((resource) => ['DeletionPolicy', 'UpdateReplacePolicy'].some((key) => isRecord(record(resource)[key])));

/** A copy in which `change` takes the place of what it knows. */
export function replace(value: unknown, change: (value: unknown) => unknown): unknown {
  const changed = change(value);
  if (changed !== undefined) return changed;
  if (Array.isArray(value)) return value.map((item) => replace(item, change));
  return isRecord(value) && !(value instanceof Choice) ? mapValues(value, (item) => replace(item, change)) : value;
}
