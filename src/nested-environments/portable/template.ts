import { columnsOf } from './lists';
import { keysOf, merge, mergeRecords } from './merge';
import { ANY, Choice, conditionOf, filled, map, same, seen, Slots } from './slots';
import { mergeText } from './texts';
import { isRecord, record } from '../../template';

/** A section, or a resource. */
export type Section = Record<string, unknown>;

const POLICIES = ['DeletionPolicy', 'UpdateReplacePolicy'];
/** Attributes of a resource that are no expression. */
const LITERAL = ['Type', 'Condition', 'Metadata'];

/**
 * Three templates of one stack as one, with `Choice` where the mapping selects and `Fn::If` where that cannot.
 *
 * @throws when something differs that no template can choose: a type, a parameter, a transform
 */
export function mergeTemplates(templates: Slots<Section>): Section {
  const merged = Object.fromEntries(keysOf(templates).map((key): [string, unknown] => {
    const slots = map(templates, (template) => template[key]);
    switch (key) {
      case 'Resources': return [key, mergeEach(map(slots, record), mergeResource)];
      case 'Outputs': return [key, mergeEach(map(slots, record), mergeOutput)];
      case 'Parameters': return [key, mergeEach(map(slots, record), mergeParameter)];
      case 'Description': return [key, neutral(slots)];
      default: return [key, equal(slots, key)];
    }
  }));
  return merged;
}

type MaybeSection = Section | typeof ANY;
type MergeOne = (slots: Slots<MaybeSection>, id: string) => Section;

/** Entry by entry. Where an environment has none, nobody sees it: it gets a condition. */
function mergeEach(sections: Slots<Section>, mergeOne: MergeOne): Section {
  const slotsOf = (id: string) => map(sections, (section) => Object.hasOwn(section, id) ? section[id] as Section : ANY);
  return Object.fromEntries(keysOf(sections).map((id) => [id, mergeOne(slotsOf(id), id)]));
}

const attribute = (slots: Slots<MaybeSection>, key: string): Slots => map(slots, (one) => one === ANY ? ANY : one[key]);
const withCondition = (slots: Slots<MaybeSection>) => slots.includes(ANY) ? { Condition: conditionOf(map(slots, (one) => one !== ANY)) } : {};

function mergeResource(slots: Slots<MaybeSection>, id: string): Section {
  const { Type, Condition, ...rest } = Object.fromEntries(keysOf(filled(slots)).map((key): [string, unknown] => {
    const values = attribute(slots, key);
    if (LITERAL.includes(key)) return [key, equal(values, `${id}.${key}`)];
    // A resource that is not there is not waited for.
    if (key === 'DependsOn') return [key, columnsOf(map(filled(values), (one) => [one ?? []].flat()), false).map((column) => column.find((other) => other !== undefined))];
    if (POLICIES.includes(key)) return [key, mergePolicy(values, id, key)];
    return [key, merge(values, [id, key])];
  }));
  if (Condition !== undefined) throw new Error(`${id} has a condition of its own`);
  return { Type, ...withCondition(slots), ...rest };
}

/** No condition: the language extensions read the mapping. */
function mergePolicy(values: Slots, id: string, key: string): unknown {
  const given = seen(values);
  if (given.some((value) => typeof value !== 'string')) throw new Error(`${id}.${key} is not given in each environment`);
  return given.every((value) => value === given[0]) ? given[0] : new Choice(values as Slots<string>, [id, key]);
}

function mergeOutput(slots: Slots<MaybeSection>, id: string): Section {
  const { Description, Condition, ...rest } = mergeRecords(slots, [id]);
  if (Condition !== undefined) throw new Error(`output ${id} has a condition of its own`);
  return { ...Description !== undefined && { Description: neutral(attribute(slots, 'Description')) }, ...withCondition(slots), ...rest };
}

/** A parameter that some environments lack is given nothing there. */
function mergeParameter(slots: Slots<MaybeSection>, id: string): Section {
  const { Description: _, ...rest } = Object.fromEntries(keysOf(filled(slots)).map((key) => [key, key === 'Description' ? undefined : equal(attribute(slots, key), `${id}.${key}`)]));
  const descriptions = attribute(slots, 'Description');
  return { ...rest, ...seen(slots).length < slots.length && { Default: '' }, ...seen(descriptions)[0] !== undefined && { Description: neutral(descriptions) } };
}

function equal(slots: Slots, what: string): unknown {
  const values = seen(slots);
  if (values.every((value) => same(value, values[0]))) return values[0];
  throw new Error(`${what} differs between the environments, and a template cannot choose it: ${values.map((value) => JSON.stringify(value)).join(', ')}`);
}

/** A description takes no function: the values of all environments stand beside each other. */
function neutral(slots: Slots): unknown {
  const values = seen(slots);
  if (values.every((value) => same(value, values[0]))) return values[0];
  const list = (all: Slots) => [...new Set(seen(all).map(String))].join('/');
  const text = mergeText(slots, [], list) ?? list(slots);
  if (!isRecord(text)) return text;
  return (text['Fn::Join'] as [string, unknown[]])[1].map((part) => part instanceof Choice ? list(part.values) : part).join('');
}
