import * as fs from 'fs';
import * as path from 'path';
import { CORE_SCHEMA, load as parse, mergeTag } from 'js-yaml';
import type { AssertionFile } from './assertion';
import { load, Model, onceByText } from '../template';

/** Where the golden templates stand: two folders above src/compare, lib/compare and assets/cli. */
const FOLDER = path.join(__dirname, '..', '..', 'golden');
const SUFFIX = '.assertions.yaml';

/** One golden: the templates of one variant of a system. */
export class Golden {
  private loaded?: Model;

  public constructor(public readonly system: string, public readonly variant: string, private readonly files: readonly string[]) {}

  public get model(): Model {
    return this.loaded ??= load(this.files.map((file) => path.join(FOLDER, file)));
  }
}

/** A system: what is asked of it, and its goldens. */
export class Reference {
  public readonly goldens: readonly Golden[];

  public constructor(public readonly file: AssertionFile) {
    this.goldens = Object.entries(file.variants).map(([variant, files]) => new Golden(file.system, variant, files));
  }
}

/** The systems that there are assertions for. */
export const systems = (): string[] => fs.readdirSync(FOLDER).filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length)).sort();

/** Its assertions and goldens; read once. */
export const referenceOf = onceByText((system) => new Reference(readAssertions(path.join(FOLDER, `${system}${SUFFIX}`))));

/** Not validated: tests do that against docs/assertions.schema.json. */
export const readAssertions = (file: string): AssertionFile =>
  parse(fs.readFileSync(file, 'utf8'), { schema: CORE_SCHEMA.withTags(mergeTag) }) as AssertionFile;
