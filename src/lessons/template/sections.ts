import { Call, isRecord, once, Path, RawReference, rawReferences, record, referencesOf, Resource, Stack, writtenIn, WrittenText } from '../../template';
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

/** All that may name something else. */
export const partsOf = once((stack: Stack): readonly Part[] => {
  const section = (name: 'Outputs' | 'Conditions' | 'Rules' | 'Hooks') =>
    Object.entries(record(stack.template[name])).map(([id, body]): Part => ({ section: name, id, body }));
  return [
    ...[...stack.resources.values()].map((resource): Part => ({ section: 'Resources', id: resource.id, body: resource.body, resource })),
    ...section('Outputs'), ...section('Conditions'), ...section('Rules'), ...section('Hooks'),
  ];
});

/** What a part names; a condition that names another condition too. */
export const namedBy = once(({ section, body, resource }: Part): readonly RawReference[] => {
  if (resource) return [...resource.references, ...referencesOf(resource.written.calls.filter(({ path }) => path[0] === 'Metadata'))];
  const condition = record(body).Condition;
  return [
    ...rawReferences(body),
    ...section === 'Conditions' ? conditionsIn(body) : [],
    ...section === 'Outputs' && typeof condition === 'string' ? [{ kind: 'Condition', target: condition, path: ['Condition'] } as const] : [],
  ];
});

/** The functions that a part calls, the outer ones first. */
export const callsOf = once(({ body, resource }: Part): readonly Call[] => (resource?.written ?? writtenIn(body)).calls);

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
export const isOpen = once((stack: Stack): boolean => {
  const transforms = [stack.template.Transform].flat();
  return transforms.some((one) => one !== undefined && one !== SERVERLESS && !(typeof one === 'string' && PLAIN_TRANSFORMS.test(one)))
    || ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'].some((section) => Object.keys(record(stack.template[section]))
      .some((key) => key === 'Fn::Transform' || key.startsWith(LOOP)));
});

/** What the serverless transform makes of a function or an API: `<id>Role`, `ServerlessRestApi`. */
export function isMadeByTransform(stack: Stack, id: string): boolean {
  return [stack.template.Transform].flat().includes(SERVERLESS)
    && (id.startsWith('Serverless') || [...stack.resources.values()].some((one) => one.type.startsWith('AWS::Serverless::') && id.startsWith(one.id)));
}

/** Whether the CDK wrote it: for one environment then, with account and Region in it where they are known. */
export const isSynthesised: (stack: Stack) => boolean = once((stack: Stack) => (stack.parent !== undefined && isSynthesised(stack.parent.stack))
  || 'BootstrapVersion' in stack.parameters
  || [...stack.resources.values()].some(({ type, constructPath }) => type === 'AWS::CDK::Metadata' || constructPath !== undefined));

/** Longer texts are code. */
const LONGEST_VALUE = 2_000;

/** The texts of the properties, as written; not those that a function takes as a name, and not code. */
export const propertyTexts = once((resource: Resource): readonly WrittenText[] => resource.written.texts
  .filter(({ text, path, isValue }) => isValue && text.length <= LONGEST_VALUE && path[0] === 'Properties'));

/** The texts of the properties with a dynamic reference of this kind; most resources have none of any kind. */
export const dynamicTexts = (resource: Resource, kind: 'secretsmanager' | 'ssm-secure'): readonly WrittenText[] => dynamic(resource)
  .filter(({ text }) => text.includes(`{{resolve:${kind}:`));

const dynamic = once((resource: Resource): readonly WrittenText[] => resource.written.texts
  .filter(({ text, path }) => text.includes('{{resolve:') && path[0] === 'Properties'));

/** The property that a path ends in, functions left out. */
export const propertyOf = (path: Path): string => String([...path].reverse().find((one) => typeof one === 'string' && !one.startsWith('Fn::')));
