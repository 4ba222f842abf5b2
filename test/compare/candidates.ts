import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { load, Model } from '../../src/template';
import { Json } from '../webhook-pipeline/template';

/** Templates of one candidate, by file. */
export type Files = Readonly<Record<string, Json>>;

const folders: string[] = [];

/** A candidate of these templates, those that nest others among them. */
export function candidateOf(files: Readonly<Record<string, Json | string>>): Model {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'compare-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return load([folder]);
}

export function removeCandidates(): void {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
}

const MARKED = /(<[A-Za-z0-9:]+(?:\.[A-Za-z0-9.]+)?>)/;

/** What test/webhook-pipeline/template.ts left in the template: ids of resources that were looked at, and `<Id>` for references of a definition. */
export function cleaned(template: Json): Json {
  if (template === null || typeof template !== 'object') return template;
  const resources = Object.entries<Json>(template.Resources ?? {}).map(([key, { id: _, ...resource }]) => [key, withReferences(resource)]);
  return { ...template, Resources: Object.fromEntries(resources) };
}

function withReferences(resource: Json): Json {
  const text = resource.Properties?.DefinitionString;
  if (typeof text !== 'string') return resource;
  const parts = text.split(MARKED).filter((part) => part !== '').map((part) => {
    const [id, ...attribute] = MARKED.test(part) ? part.slice(1, -1).split('.') : [];
    if (id === undefined) return part;
    return attribute.length > 0 ? { 'Fn::GetAtt': [id, attribute.join('.')] } : { Ref: id };
  });
  return { ...resource, Properties: { ...resource.Properties, DefinitionString: { 'Fn::Join': ['', parts] } } };
}
