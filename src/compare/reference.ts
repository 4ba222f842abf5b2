import * as fs from 'fs';
import * as path from 'path';
import { CORE_SCHEMA, load as parse, mergeTag } from 'js-yaml';
import type { AssertionFile } from './assertion';
import { lazily } from './lazily';
import { partsOf } from './match';
import { load, Model, onceByText, Stack } from '../template';

/** Root of the package: two folders above src/compare, lib/compare and assets/cli. */
const ROOT = path.join(__dirname, '..', '..');
const FOLDER = path.join(ROOT, 'golden');
/** Written by tools/references.mjs. */
const COMPILED = path.join(ROOT, 'assets', 'compare');
const SUFFIX = '.assertions.yaml';

/** A variant of a system, and how many resources of each type its golden has. */
export interface Fingerprint {
  readonly system: string;
  readonly variant: string;
  readonly files: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

const goldens = new Map<string, Model>();

/** The golden templates of a variant; read once. */
export function goldenOf({ system, variant, files }: Fingerprint): Model {
  const key = `${system} ${variant}`;
  let model = goldens.get(key);
  if (!model) goldens.set(key, model = load(files.map((file) => path.join(FOLDER, file))));
  return model;
}

/** How many resources of each type; in a root stack and what it nests alone, when given. */
export function countsOf(model: Model, root?: Stack): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type, stack } of partsOf(model)) if (!root || stack.root === root) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

/** The systems that there are assertions for. */
export const systems = lazily((): readonly string[] =>
  fs.readdirSync(FOLDER).filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length)).sort());

/** Of all variants of all systems. */
export const fingerprints = lazily((): readonly Fingerprint[] => compiled('fingerprints', sources()) ?? systems().flatMap((system) =>
  Object.entries(assertionsOf(system).variants).map(([variant, files]): Fingerprint =>
    ({ system, variant, files, counts: countsOf(goldenOf({ system, variant, files, counts: {} })) }))));

/** The assertions of a system; read once. Not validated: tests do that against docs/assertions.schema.json. */
export const assertionsOf = onceByText((system): AssertionFile => interned(compiled(system, [sourceOf(system)]) ?? readAssertions(sourceOf(system))));

const sources = () => fs.readdirSync(FOLDER).filter((name) => /\.(assertions\.yaml|template\.json)$/.test(name)).map((name) => path.join(FOLDER, name));
const sourceOf = (system: string) => path.join(FOLDER, `${system}${SUFFIX}`);

export const readAssertions = (file: string): AssertionFile =>
  parse(fs.readFileSync(file, 'utf8'), { schema: CORE_SCHEMA.withTags(mergeTag) }) as AssertionFile;

/** Equal parts become one, so that what several assertions ask for is looked up once. */
function interned<Content>(content: Content): Content {
  const known = new Map<string, object>();
  const numbers = new Map<object, number>();
  const visit = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const copy: unknown = Array.isArray(value) ? value.map(visit)
      : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item)]));
    const key = JSON.stringify(copy, (name, item: unknown) => name !== '' && typeof item === 'object' && item !== null ? `#${numbers.get(item)}` : item);
    let found = known.get(key);
    if (!found) {
      known.set(key, found = copy as object);
      numbers.set(found, numbers.size);
    }
    return found;
  };
  return visit(content) as Content;
}

/** What was compiled, unless a source is younger. */
function compiled<Content>(name: string, writtenFrom: readonly string[]): Content | undefined {
  const file = path.join(COMPILED, `${name}.json`);
  const made = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (made === undefined || writtenFrom.some((source) => fs.statSync(source).mtimeMs > made)) return undefined;
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Content;
}
