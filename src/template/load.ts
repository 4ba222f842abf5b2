import * as fs from 'fs';
import * as path from 'path';
import { expandForEach } from './for-each';
import { isRecord } from './intrinsics';
import { Environment, Model, Resource, Stack } from './model';
import { NoTemplateError, Source, STANDARD_INPUT, TemplateError } from './source';
import { Value } from './value';

const EXTENSIONS = ['.json', '.yaml', '.yml', '.template'];
const DEEPEST_NESTING = 10;
const MOST_STACKS = 500;
const MANIFEST = 'manifest.json';
const SERVERLESS = 'AWS::Serverless-2016-10-31';
const MOST_RESOURCES = 10_000;

export interface LoadOptions {
  /** Values of the root templates' parameters. Without one the default holds, and no branch of a condition is left out. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Reads templates as one graph: files, `-` for the standard input, folders of templates, or cloud assemblies (`cdk.out`). Nested stacks are followed;
 * a file that another one nests is looked at there alone.
 *
 * @throws TemplateError when a path is not there, or a file that was named is no template
 */
export function load(paths: readonly string[], options: LoadOptions = {}): Model {
  const files = new Map(paths.filter((one) => one === STANDARD_INPUT || isFileAt(one)).map((one) => [one, Source.read(one)]));
  // A file that another one nests is read already.
  const model = new Model(files);
  const roots = rootsAmong([...files.values()]);
  for (const one of paths) {
    const source = files.get(one);
    if (source) {
      if (roots.includes(source)) addRoot(model, source, path.parse(one).name.replace(/\.template$/, ''), options);
    } else if (fs.existsSync(path.join(one, MANIFEST))) {
      addAssembly(model, one, options);
    } else {
      addFolder(model, one, options);
    }
  }
  return model;
}

/** @throws TemplateError when nothing is there */
function isFileAt(one: string): boolean {
  if (!fs.existsSync(one)) throw new TemplateError(`${one}: no such file or folder`);
  return !fs.statSync(one).isDirectory();
}

/** The same templates, with other values of the root templates' parameters. */
export function redeployed(model: Model, parametersOf: (root: Stack) => Readonly<Record<string, string>>): Model {
  const again = new Model(model.sources);
  for (const root of model.roots) {
    addStack(again, root.source, root.name, { ...Object.fromEntries(root.arguments), ...parametersOf(root) }, undefined, root.environment);
  }
  return again;
}

/** One template that is not a file. @throws TemplateError */
export function loadText(text: string, name = 'template', options: LoadOptions = {}): Model {
  const model = new Model();
  addRoot(model, Source.parse(text, name), name, options);
  return model;
}

/** @throws TemplateError in one line, with what was found instead */
function resourcesOf(source: Source, isKnown = false): Record<string, unknown> {
  const { value, file } = source;
  if (!isRecord(value)) throw new NoTemplateError(file, `${kindOf(value)}, not a mapping`);
  // The CDK writes stacks without resources: an assembly, or a parent stack, says that it is one.
  if (isKnown && value.Resources === undefined) return {};
  if (value.Resources === undefined) throw new NoTemplateError(file, 'no Resources');
  if (!isRecord(value.Resources)) throw new NoTemplateError(file, `Resources is ${kindOf(value.Resources)}, not a mapping`);
  refuseWithoutType(value.Resources, file);
  return value.Resources;
}

/** Where not one resource can be looked at, there is nothing to say of the others either. What `Fn::ForEach` and `Fn::Transform` make is not written. */
function refuseWithoutType(resources: Record<string, unknown>, file: string): void {
  const all = Object.entries(resources);
  if (all.length === 0 || all.some(([id, body]) => id.startsWith('Fn::') || (isRecord(body) && typeof body.Type === 'string'))) return;
  const [[id, body]] = all;
  const found = isRecord(body) ? body.Type === undefined ? 'has none' : `has one that is ${kindOf(body.Type)}` : `is ${kindOf(body)}`;
  const many = all.length === 1 ? 'the only resource has no Type' : `none of the ${all.length} resources has a Type`;
  throw new NoTemplateError(file, `${many}: Resources.${id} ${found}; expected a mapping, such as { Type: AWS::SQS::Queue }`);
}

/** What stands there, without quoting it. */
const kindOf = (value: unknown): string => value === null ? 'empty' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;

function addRoot(model: Model, source: Source, name: string, options: LoadOptions, environment?: Environment): void {
  const taken = model.roots.filter((root) => root.name === name).length;
  addStack(model, source, taken > 0 ? `${name}-${taken + 1}` : name, options.parameters ?? {}, undefined, environment);
}

function addStack(
  model: Model, source: Source, name: string, given: Readonly<Record<string, Value | undefined>>, parent?: Resource, environment?: Environment,
): Stack {
  const isKnown = parent !== undefined || environment !== undefined;
  const { resources, unresolved } = expandForEach(resourcesOf(source, isKnown), source.value as Record<string, unknown>);
  const count = Object.keys(resources).length;
  if (count > MOST_RESOURCES) throw new TemplateError(`${source.file}: ${count} resources, at most ${MOST_RESOURCES} are read (CloudFormation takes 500)`);
  const stack = new Stack(model, name, source, resources, parent, environment);
  model.stacks.push(stack);
  if (!parent) model.roots.push(stack);
  for (const message of unresolved) model.notes.push({ file: source.file, message });
  for (const id of Object.keys(resources)) {
    if (!stack.resources.has(id)) model.notes.push({ file: source.file, message: `Resources.${id} has no Type and was not looked at` });
  }
  if ([stack.template.Transform].flat().includes(SERVERLESS)) {
    model.notes.push({ file: source.file, message: 'AWS::Serverless resources were not looked into: audit what `sam validate` or a deployment makes of them' });
  }
  for (const [parameter, value] of Object.entries(given)) {
    if (parameter in stack.parameters) stack.arguments.set(parameter, value);
  }
  for (const resource of stack.resources.values()) {
    if (resource.type === 'AWS::CloudFormation::Stack') addNested(model, resource, environment);
  }
  return stack;
}

function addNested(model: Model, resource: Resource, environment?: Environment): void {
  const note = (message: string) => model.notes.push({ file: resource.stack.source.file, message: `nested stack ${resource.id}: ${message}` });
  const file = nestedFile(resource);
  if (!file) return void note('its template was not found beside this one');
  const chain = ancestors(resource);
  if (chain.includes(path.resolve(file))) return void note('contains itself');
  if (chain.length > DEEPEST_NESTING || model.stacks.length >= MOST_STACKS) return void note('nested too deep, or too many stacks');
  const parameters = resource.get('Parameters');
  const given = typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters) ? parameters as Record<string, Value> : {};
  try {
    resource.child = addStack(model, readOnce(model, file), resource.id, given, resource, environment);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    note(error.message);
  }
}

function readOnce({ sources }: Model, file: string): Source {
  const source = sources.get(file) ?? Source.read(file);
  sources.set(file, source);
  return source;
}

const ancestors = (resource: Resource): string[] => [
  path.resolve(resource.stack.source.file),
  ...resource.stack.parent ? ancestors(resource.stack.parent) : [],
];

/** The CDK says where the template is; else a file of that name beside the parent, or beneath it. */
function nestedFile(resource: Resource): string | undefined {
  const folder = path.dirname(resource.stack.source.file);
  const asset = resource.metadata['aws:asset:path'];
  const url = resource.get('TemplateURL');
  const written = typeof url === 'string' ? url : JSON.stringify(resource.raw('TemplateURL') ?? '');
  const named = /([\w.-]+\/)?[\w.-]+\.(?:json|ya?ml|template)/.exec(written)?.[0];
  const candidates = [
    ...typeof asset === 'string' ? [asset] : publishedFrom(folder, written),
    ...typeof url === 'string' && !url.includes('://') ? [url] : [],
    ...named ? [named, path.basename(named)] : [],
  ];
  const files = candidates.map((one) => path.isAbsolute(one) ? one : path.join(folder, one));
  return files.find((file) => fs.existsSync(file) && fs.statSync(file).isFile());
}

/** An assembly lists under which hash each of its files is published. */
function publishedFrom(folder: string, url: string): string[] {
  const hash = /[0-9a-f]{64}/.exec(url)?.[0];
  if (!hash) return [];
  return fs.readdirSync(folder).filter((name) => name.endsWith('.assets.json')).flatMap((name) => {
    const { files } = readRecord(path.join(folder, name));
    return Object.entries(isRecord(files) ? files : {}).flatMap(([key, file]) => {
      const source = isRecord(file) && isRecord(file.source) ? file.source.path : undefined;
      return key.startsWith(hash) && typeof source === 'string' ? [source] : [];
    });
  });
}

/** A file of an assembly; nothing when it is broken: the template says more then. */
function readRecord(file: string): Record<string, unknown> {
  try {
    const { value } = Source.read(file);
    return isRecord(value) ? value : {};
  } catch (error) {
    if (error instanceof TemplateError) return {};
    throw error;
  }
}

const text = (value: unknown): string | undefined => typeof value === 'string' ? value : undefined;

function addAssembly(model: Model, folder: string, options: LoadOptions, depth = 0): void {
  const { artifacts } = readRecord(path.join(folder, MANIFEST));
  for (const [id, artifact] of Object.entries(isRecord(artifacts) ? artifacts : {})) {
    if (!isRecord(artifact) || !isRecord(artifact.properties)) continue;
    const { templateFile, directoryName, stackName } = artifact.properties;
    if (artifact.type === 'cdk:cloud-assembly' && text(directoryName) && depth < DEEPEST_NESTING) {
      addAssembly(model, path.join(folder, text(directoryName)!), options, depth + 1);
    }
    if (artifact.type === 'aws:cloudformation:stack' && text(templateFile)) {
      addRoot(model, Source.read(path.join(folder, text(templateFile)!)), text(stackName) ?? id, options, environmentOf(text(artifact.environment)));
    }
  }
  if (model.stacks.length === 0 && depth === 0) model.notes.push({ file: folder, message: 'a cloud assembly without stacks' });
}

/** `aws://123456789012/eu-west-1`; `unknown-account` where the stack is agnostic. */
function environmentOf(written?: string): Environment {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(written ?? '') ?? [];
  const known = (value?: string) => value?.startsWith('unknown-') ? undefined : value;
  return { account: known(account), region: known(region) };
}

/** Every template in the folder that no other one nests. */
function addFolder(model: Model, folder: string, options: LoadOptions): void {
  const sources = fs.readdirSync(folder).sort().filter((name) => EXTENSIONS.includes(path.extname(name))).flatMap((name) => {
    const file = path.join(folder, name);
    try {
      const source = Source.read(file);
      resourcesOf(source);
      return [source];
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      model.notes.push({ file, message: error.message, isUnread: !(error instanceof NoTemplateError) });
      return [];
    }
  });
  if (sources.length === 0) throw new TemplateError(`${folder}: no CloudFormation template in this folder`);
  const inside = fs.readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory()).map(({ name }) => name).sort();
  if (inside.length > 0) model.notes.push({ file: folder, message: `folders inside were not looked at: ${inside.slice(0, 5).join(', ')}${inside.length > 5 ? ', ...' : ''}` });
  for (const source of rootsAmong(sources)) addRoot(model, source, path.parse(source.file).name, options);
}

/** Those that no other one nests. */
function rootsAmong(sources: readonly Source[]): readonly Source[] {
  if (sources.length < 2) return sources;
  const nested = new Set(sources.flatMap((source) => nestedOf(source)));
  const roots = sources.filter((source) => !nested.has(path.resolve(source.file)));
  // Templates that nest each other in a circle have no root: all are looked at.
  return roots.length > 0 ? roots : sources;
}

function nestedOf(source: Source): string[] {
  const probe = new Stack(new Model(), '', source, resourcesOf(source));
  return [...probe.resources.values()].filter(({ type }) => type === 'AWS::CloudFormation::Stack').flatMap((resource) => {
    const file = nestedFile(resource);
    return file === undefined ? [] : [path.resolve(file)];
  });
}
