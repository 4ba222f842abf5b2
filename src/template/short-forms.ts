import { CORE_SCHEMA, defineMappingTag, defineScalarTag, defineSequenceTag, mergeTag, TagDefinition } from 'js-yaml';

const FUNCTIONS = [
  'And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'ForEach', 'GetAZs', 'GetAtt', 'If', 'ImportValue', 'Join', 'Length', 'Not', 'Or', 'Select',
  'Split', 'Sub', 'ToJsonString', 'Transform',
];

type Mapping = Record<string, unknown>;

const never = () => false;

function longForm(tag: string, key: string): TagDefinition[] {
  const wrap = <T>(value: T) => ({ [key]: value });
  return [
    // `!GetAtt Queue.Arn`: both forms mean the same.
    defineScalarTag(tag, { implicit: false, resolve: (source) => wrap(source), identify: never }),
    defineSequenceTag<unknown[], Mapping>(tag, {
      create: () => [],
      addItem: (items, item) => { items.push(item); return ''; },
      finalize: wrap,
      identify: never,
    }),
    defineMappingTag<Mapping, Mapping>(tag, {
      create: () => ({}),
      addPair: (mapping, name, value) => { Object.defineProperty(mapping, String(name), { value, enumerable: true, configurable: true, writable: true }); return ''; },
      has: (mapping, name) => Object.hasOwn(mapping, String(name)),
      keys: (mapping) => Object.keys(mapping),
      get: (mapping, name) => mapping[String(name)],
      finalize: wrap,
      identify: never,
    }),
  ];
}

/** YAML as CloudFormation reads it: dates stay text, short forms become long ones. */
export const CLOUDFORMATION_YAML = CORE_SCHEMA.withTags(
  mergeTag,
  ...longForm('!Ref', 'Ref'),
  ...longForm('!Condition', 'Condition'),
  ...FUNCTIONS.flatMap((name) => longForm(`!${name}`, `Fn::${name}`)),
);
