import * as fs from 'fs';
import * as path from 'path';

export const SIDES = ['flawed', 'ideal'] as const;
export type Side = typeof SIDES[number];

/** A documented failure that a simple predicate confirms: its count in the flawed template and in the ideal one. */
export interface Verified {
  readonly pair: Pair;
  readonly class: string;
  readonly flawed: number;
  readonly ideal: number;
}

export interface Pair {
  readonly name: string;
  readonly files: Record<Side, string>;
  readonly sizes: Record<Side, number>;
  readonly equalCount: boolean;
  /** Present in the flawed template and reduced in the ideal one. */
  readonly verified: readonly Verified[];
}

interface Meta {
  readonly verifiedClasses: Record<string, Counts> | null;
}

interface Counts {
  readonly model: number;
  readonly ideal: number;
  readonly present: boolean;
  readonly fixed: boolean;
}

export function loadPairs(folder: string): Pair[] {
  if (!fs.existsSync(folder)) throw new Error(`no pairs in ${folder}: pass their folder as the first argument`);
  const names = fs.readdirSync(folder).filter((name) => fs.existsSync(path.join(folder, name, 'meta.json'))).sort();
  if (names.length === 0) throw new Error(`no pairs in ${folder}: expected <name>/{flawed,ideal,meta}.json`);
  return names.map((name) => loadPair(path.join(folder, name), name));
}

function loadPair(folder: string, name: string): Pair {
  const files = { flawed: path.join(folder, 'flawed.json'), ideal: path.join(folder, 'ideal.json') };
  const { verifiedClasses } = JSON.parse(fs.readFileSync(path.join(folder, 'meta.json'), 'utf8')) as Meta;
  const verified: Verified[] = [];
  const pair: Pair = {
    name,
    files,
    sizes: { flawed: fs.statSync(files.flawed).size, ideal: fs.statSync(files.ideal).size },
    equalCount: resourceCount(files.flawed) === resourceCount(files.ideal),
    verified,
  };
  for (const [each, { model, ideal, present, fixed }] of Object.entries(verifiedClasses ?? {})) {
    if (present && fixed) verified.push({ pair, class: each, flawed: model, ideal });
  }
  return pair;
}

function resourceCount(file: string): number {
  const template = JSON.parse(fs.readFileSync(file, 'utf8')) as { readonly Resources?: object };
  return Object.keys(template.Resources ?? {}).length;
}
