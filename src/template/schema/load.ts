import * as fs from 'fs';
import * as path from 'path';
import { IndexData, Node, NodeBody, ServiceData, serviceOf, TypeSchema } from './node';
import { onceByText } from '../once';

const LEVELS = 4;

/** The folder of the data: `assets/schema` beside the compiled code, or the one beside the sources. */
export function schemaFolder(from = __dirname): string {
  let folder = from;
  for (let level = 0; level < LEVELS; level++) {
    folder = path.dirname(folder);
    const packed = path.join(folder, 'assets', 'schema');
    if (fs.existsSync(path.join(packed, 'index.json'))) return packed;
  }
  return path.join(from, 'data');
}

const loaded = onceByText((name): unknown => JSON.parse(fs.readFileSync(path.join(schemaFolder(), `${name}.json`), 'utf8')));

/** A data file, read once. */
export const readData = <T>(name: string): T => loaded(name) as T;

export const index = (): IndexData => readData<IndexData>('index');

interface Found {
  readonly data: ServiceData;
  readonly schema: TypeSchema;
}

/** The data of a type's service, and the schema of the type; undefined: there is none. */
export const schemaOf = onceByText((type): Found | undefined => {
  if (!/^AWS::\w+::\w+$/.test(type) || !index().services.includes(serviceOf(type))) return undefined;
  const data = readData<ServiceData>(serviceOf(type));
  return Object.hasOwn(data.t, type) ? { data, schema: data.t[type]! } : undefined;
});

const plain = onceByText((types): NodeBody => ({ t: types }));

/** The node itself, where a shared definition or a plain type stands for it. */
export function bodyOf(data: ServiceData, node: Node): NodeBody {
  if (typeof node === 'object') return node;
  if (typeof node === 'number') return bodyOf(data, data.d[node]!);
  return plain(node);
}
