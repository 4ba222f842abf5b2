import { intrinsic, isRecord, Path, RawReference, rawReferences, Resource, Stack } from '../../template';
import { Finding } from '../lesson';

/** Transforms that add no resources which a template may then name. */
const PLAIN_TRANSFORMS = /^AWS::(LanguageExtensions|SecretsManager-|CodeDeployBlueGreen)/;
const SERVERLESS = 'AWS::Serverless-2016-10-31';
const LOOP = 'Fn::ForEach::';

/** A resource, an output or a condition, as written. */
export interface Part {
  readonly section: 'Resources' | 'Outputs' | 'Conditions' | 'Rules' | 'Hooks';
  readonly id: string;
  readonly body: unknown;
  /** Of the section `Resources`. */
  readonly resource?: Resource;
}

const parts = new WeakMap<Stack, readonly Part[]>();

/** All that may name something else. Worked out once, as what is below: many lessons ask. */
export function partsOf(stack: Stack): readonly Part[] {
  let found = parts.get(stack);
  if (!found) {
    const section = (name: 'Outputs' | 'Conditions' | 'Rules' | 'Hooks') =>
      Object.entries(record(stack.template[name])).map(([id, body]): Part => ({ section: name, id, body }));
    found = [
      ...[...stack.resources.values()].map((resource): Part => ({ section: 'Resources', id: resource.id, body: resource.body, resource })),
      ...section('Outputs'), ...section('Conditions'), ...section('Rules'), ...section('Hooks'),
    ];
    parts.set(stack, found);
  }
  return found;
}

export const record = (value: unknown): Readonly<Record<string, unknown>> => isRecord(value) ? value : {};

const names = new WeakMap<Part, readonly RawReference[]>();

/** What a part names; a condition that names another condition too. */
export function namedBy(part: Part): readonly RawReference[] {
  let found = names.get(part);
  if (!found) {
    const { section, body, resource } = part;
    const condition = record(body).Condition;
    found = resource ? [...resource.references, ...rawReferences(resource.body.Metadata, ['Metadata'])] : [
      ...rawReferences(body),
      ...section === 'Conditions' ? conditionsIn(body) : [],
      ...section === 'Outputs' && typeof condition === 'string' ? [{ kind: 'Condition', target: condition, path: ['Condition'] } as const] : [],
    ];
    names.set(part, found);
  }
  return found;
}

/** A function as it is called, and where. */
export interface Call {
  readonly name: string;
  readonly argument: unknown;
  readonly path: Path;
}

const calls = new WeakMap<Part, readonly Call[]>();

/** The functions that a part calls, the outer ones first. */
export function callsOf(part: Part): readonly Call[] {
  let found = calls.get(part);
  if (!found) {
    const all: Call[] = [];
    collectCalls(part.body, [], all);
    calls.set(part, found = all);
  }
  return found;
}

function collectCalls(value: unknown, path: (string | number)[], found: Call[]): void {
  if (typeof value !== 'object' || value === null) return;
  const call = intrinsic(value);
  if (call) found.push({ ...call, path: [...path] });
  for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    if (typeof item !== 'object') continue;
    path.push(key);
    collectCalls(item, path, found);
    path.pop();
  }
}

function conditionsIn(value: unknown, path: Path = []): RawReference[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => conditionsIn(item, [...path, at]));
  if (!isRecord(value)) return [];
  if (Object.keys(value).length === 1 && typeof value.Condition === 'string') return [{ kind: 'Condition', target: value.Condition, path }];
  return Object.entries(value).flatMap(([key, item]) => conditionsIn(item, [...path, key]));
}

/** A finding inside of a part. */
export function inPart(stack: Stack, { section, id, resource }: Part, path: Path, found: string, detail: string): Finding {
  return { stack, resource, path: [section, id, ...path], found, detail: resource ? detail : `${section}.${id} ${detail}` };
}

/** Whether macros or loops may add what is named: then nothing can be said to be absent. */
export function isOpen(stack: Stack): boolean {
  const transforms = [stack.template.Transform].flat();
  return transforms.some((one) => one !== undefined && one !== SERVERLESS && !(typeof one === 'string' && PLAIN_TRANSFORMS.test(one)))
    || ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'].some((section) => Object.keys(record(stack.template[section]))
      .some((key) => key === 'Fn::Transform' || key.startsWith(LOOP)));
}

/** What the serverless transform makes of a function or an API: `<id>Role`, `ServerlessRestApi`. */
export function isMadeByTransform(stack: Stack, id: string): boolean {
  return [stack.template.Transform].flat().includes(SERVERLESS)
    && (id.startsWith('Serverless') || [...stack.resources.values()].some((one) => one.type.startsWith('AWS::Serverless::') && id.startsWith(one.id)));
}

/** Whether the CDK wrote it: for one environment then, with account and Region in it where they are known. */
export function isSynthesised(stack: Stack): boolean {
  return (stack.parent !== undefined && isSynthesised(stack.parent.stack)) || 'BootstrapVersion' in stack.parameters || stack.resources.has('CDKMetadata')
    || [...stack.resources.values()].some((resource) => resource.constructPath !== undefined);
}

/** Longer texts are code. */
const LONGEST_VALUE = 2_000;
const CODE = ['ZipFile', 'UserData', 'FunctionCode', 'InlineCode'];
/** What these take are names. */
const NAMING = ['Ref', 'Fn::GetAtt', 'Fn::FindInMap'];

export interface PropertyText {
  readonly text: string;
  readonly path: Path;
}

const texts = new WeakMap<Resource, readonly PropertyText[]>();

/** The texts of the properties, as written; not those that a function takes as a name, and not code. */
export function propertyTexts(resource: Resource): readonly PropertyText[] {
  let found = texts.get(resource);
  if (!found) {
    const all: PropertyText[] = [];
    collectTexts(record(resource.body.Properties), ['Properties'], all);
    texts.set(resource, found = all);
  }
  return found;
}

function collectTexts(value: unknown, path: (string | number)[], found: PropertyText[]): void {
  if (typeof value === 'string' && value.length <= LONGEST_VALUE) found.push({ text: value, path: [...path] });
  if (typeof value !== 'object' || value === null) return;
  const call = intrinsic(value);
  if (call && NAMING.includes(call.name)) return;
  for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    if (CODE.includes(String(key))) continue;
    path.push(key);
    collectTexts(item, path, found);
    path.pop();
  }
}

/** The property that a path ends in, functions left out. */
export const propertyOf = (path: Path): string => String([...path].reverse().find((one) => typeof one === 'string' && !one.startsWith('Fn::')));
