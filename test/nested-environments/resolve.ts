import { Environment, Part, PARTS } from './templates';
import { EnvironmentType } from '../../src';
import { Json, Template } from '../webhook-pipeline/template';

/** What a deployment knows: parameters, Region and partition. */
export type Given = Readonly<Record<string, Json>>;

/** `AWS::NoValue`. */
const NOTHING = Symbol('AWS::NoValue');
const isMapping = (value: Json): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A template as CloudFormation sees it with these parameters: conditions decided, mappings read, texts joined. Written for the tests, without the
 * resolver of src/template, so that the two check each other. What is not known stays as it is.
 */
export function resolveTemplate(template: Json, given: Given): Json {
  const condition = (raw: Json): boolean => {
    if (raw.Condition) return condition(template.Conditions[raw.Condition]);
    if (raw['Fn::Not']) return !condition(raw['Fn::Not'][0]);
    if (!raw['Fn::Equals']) throw new Error(`no condition: ${JSON.stringify(raw)}`);
    const [left, right] = raw['Fn::Equals'].map(resolve);
    if (typeof left !== 'string' || typeof right !== 'string') throw new Error(`undecided: ${JSON.stringify(raw)}`);
    return left === right;
  };
  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== NOTHING);
    if (!isMapping(value)) return value;
    const [[name, argument] = []] = Object.entries<Json>(value);
    if (Object.keys(value).length === 1) {
      if (name === 'Ref') return argument === 'AWS::NoValue' ? NOTHING : given[argument] ?? value;
      if (name === 'Fn::If') return resolve(argument[condition({ Condition: argument[0] }) ? 1 : 2]);
      if (name === 'Fn::FindInMap') {
        const [map, first, second] = argument.map(resolve);
        const found = template.Mappings[map]?.[first]?.[second];
        if (found === undefined) throw new Error(`nothing in the mapping: ${JSON.stringify(value)}`);
        return found;
      }
      if (name === 'Fn::Join') return joined(argument[0], resolve(argument[1]));
      if (name === 'Fn::Split' || name === 'Fn::Select') {
        const [first, second] = argument.map(resolve);
        if (name === 'Fn::Split' && typeof second === 'string') return second.split(first);
        if (name === 'Fn::Select' && Array.isArray(second)) return second[first];
        return { [name]: [first, second] };
      }
    }
    return Object.fromEntries(Object.entries<Json>(value).map(([key, item]) => [key, resolve(item)]).filter(([, item]) => item !== NOTHING));
  };
  const sections = (section: string) => Object.fromEntries(Object.entries<Json>(template[section] ?? {})
    .filter(([, { Condition }]) => Condition === undefined || condition({ Condition }))
    .map(([id, { Condition: _, ...body }]) => [id, resolve(body)]));
  const { Conditions: _c, Mappings: _m, Transform, ...rest } = template;
  const Resources = sections('Resources');
  for (const resource of Object.values<Json>(Resources)) resource.DependsOn = dependencies(resource, Resources);
  const transforms = [Transform ?? []].flat().filter((one) => one !== 'AWS::LanguageExtensions');
  return { ...rest, ...transforms.length > 0 && { Transform: transforms.length === 1 ? transforms[0] : transforms }, Resources, Outputs: sections('Outputs') };
}

function joined(separator: string, items: Json): Json {
  if (!Array.isArray(items)) return { 'Fn::Join': [separator, items] };
  const parts: Json[] = [];
  for (const [index, item] of items.entries()) {
    const nested = separator === '' && isMapping(item) && item['Fn::Join']?.[0] === '' ? item['Fn::Join'][1] : [item];
    for (const part of index > 0 && separator !== '' ? [separator, ...nested] : nested) {
      const text = isMapping(part) ? part : String(part);
      if (typeof text === 'string' && typeof parts.at(-1) === 'string') parts[parts.length - 1] += text;
      else parts.push(text);
    }
  }
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  return separator === '' ? { 'Fn::Join': ['', parts] } : { 'Fn::Join': [separator, items] };
}

/** What a resource waits for: what it names, and `DependsOn` that is there. */
function dependencies({ DependsOn, Properties }: Json, resources: Json): string[] {
  const found = new Set<string>([DependsOn ?? []].flat());
  const walk = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return;
    if (typeof value.Ref === 'string') found.add(value.Ref);
    if (Array.isArray(value['Fn::GetAtt'])) found.add(value['Fn::GetAtt'][0]);
    Object.values(value).forEach(walk);
  };
  walk(Properties);
  return [...found].filter((id) => Object.hasOwn(resources, id)).sort();
}

/** The portable set as one environment sees it: the nested templates with what the master passes down, where that is known. */
export function resolvePortable(parts: Record<Part, Template>, type: EnvironmentType, given: Given, runbook = ''): Environment {
  const master = resolveTemplate(parts.master.json, { EnvironmentSuffix: '', ...given, EnvironmentType: type });
  const resolved: Record<string, Template> = {};
  for (const part of PARTS.filter((one) => one !== 'master')) {
    const id = Object.keys(master.Resources).find((one) => one.toLowerCase().includes(`payment${part}stack`))!;
    const { Parameters: passed } = master.Resources[id].Properties;
    const known = Object.fromEntries(Object.entries<Json>(passed).filter(([name, value]) => typeof value === 'string' && name !== 'CertificateArn'));
    const declared = parts[part].json.Parameters;
    for (const name of Object.keys(known)) {
      const { AllowedValues, AllowedPattern } = declared[name] ?? {};
      const takes = (!AllowedValues || AllowedValues.includes(known[name])) && (!AllowedPattern || new RegExp(AllowedPattern).test(known[name]));
      if (!declared[name] || !takes) {
        throw new Error(`${part} does not take ${name}=${known[name]}`);
      }
      delete passed[name];
    }
    const missing = Object.keys(declared).filter((name) => !(name in known) && !(name in passed) && declared[name].Default === undefined);
    if (missing.length > 0) throw new Error(`${part} is not given ${missing.join(', ')}`);
    const template = resolveTemplate(parts[part].json, { ...known, 'AWS::Region': given['AWS::Region'], 'AWS::Partition': given['AWS::Partition'] });
    const left = Object.fromEntries(Object.entries(template.Parameters).filter(([name]) => !(name in known)));
    resolved[part] = new Template({ ...template, Parameters: left });
  }
  return new Environment(type, { master: new Template(master), ...resolved } as Record<Part, Template>, runbook);
}

/** All resources and exports of an environment with names that hold over all templates: nothing depends on what parameters and outputs are called. */
export function flatten(environment: Environment): Json {
  const global = (part: Part, value: Json): Json => {
    if (Array.isArray(value)) return value.map((item) => global(part, item));
    if (!isMapping(value)) return value;
    if (value.Ref !== undefined) return lead(part, value);
    const [id, attribute] = value['Fn::GetAtt'] ?? [];
    if (id !== undefined) return attribute.startsWith('Outputs.') ? lead(part, value) : { 'Fn::GetAtt': [`${part}/${id}`, attribute] };
    const mapped = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, global(part, item)]));
    return mapped['Fn::Join'] ? joined(mapped['Fn::Join'][0], mapped['Fn::Join'][1]) : mapped;
  };
  // Through parameters and outputs, as far as it goes.
  const lead = (part: Part, value: Json): Json => {
    const { json } = environment.parts[part];
    if (value.Ref !== undefined) {
      if (json.Resources[value.Ref]) return { Ref: `${part}/${value.Ref}` };
      if (part === 'master' || value.Ref.startsWith('AWS::')) return value;
      const passed = environment.nested(part).Properties.Parameters[value.Ref];
      return passed === undefined ? { unknown: value.Ref } : global('master', passed);
    }
    const [id, attribute] = value['Fn::GetAtt'];
    const child = PARTS.find((one) => one !== 'master' && environment.nested(one).id === id)!;
    const output = environment.parts[child].json.Outputs[attribute.slice('Outputs.'.length)];
    return output === undefined ? { unknown: attribute } : global(child, output.Value);
  };
  const resources = PARTS.flatMap((part) => Object.entries<Json>(environment.parts[part].json.Resources).map(([id, resource]): [string, Json] => {
    const { Type, DependsOn, DeletionPolicy, UpdateReplacePolicy } = resource;
    const { TemplateURL: _url, Parameters, ...properties } = resource.Properties ?? {};
    const isStack = Type === 'AWS::CloudFormation::Stack';
    // What is passed to a nested stack is seen in the resources that take it. The code of deployment helpers is compared apart.
    if (Type === 'AWS::Lambda::Function') for (const key of ['Code', 'Handler']) delete properties[key];
    const own = { ...properties, ...!isStack && Parameters !== undefined && { Parameters } };
    return [`${part}/${id}`, { Type, Properties: global(part, own), DependsOn, DeletionPolicy, UpdateReplacePolicy }];
  }));
  const exports = Object.entries<Json>(environment.master.json.Outputs).map(([id, output]) => [id, global('master', output)]);
  return { resources: Object.fromEntries(resources), exports: Object.fromEntries(exports) };
}
