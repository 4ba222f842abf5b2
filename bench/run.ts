import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { build } from 'esbuild';

export const ROOT = path.join(__dirname, '..');
export const LIBRARY = path.join(ROOT, 'lib', 'index.js');
/** Folders with the bundles of handlers. */
export const HANDLERS = ['webhook-pipeline', 'disaster-recovery', 'hardened'].map((system) => path.join(ROOT, 'assets', system, 'handlers'));
/** Below node_modules, so that the children resolve the same packages as the repository. */
const CHILDREN = path.join(ROOT, 'node_modules', '.cache', 'bench');

/** One line of the table; without `limit` for information. */
export interface Measurement {
  readonly what: string;
  readonly figure: string;
  readonly limit?: { readonly text: string; readonly met: boolean };
}

/** Compiles the children once: loading TypeScript is not what is measured. */
export async function compileChildren(): Promise<void> {
  await build({
    entryPoints: fs.readdirSync(path.join(__dirname, 'children')).map((file) => path.join(__dirname, 'children', file)),
    outdir: CHILDREN,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
    packages: 'external',
    supported: { 'dynamic-import': false }, // require, as in a CommonJS app
    plugins: [{
      name: 'compiled-library', // as users load it, not its sources
      setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/\.\.\/src(\/index\.js)?$/ }, () => ({ path: LIBRARY, external: true })),
    }],
  });
}

/** Runs a child and parses the last line that it prints. */
export function run<T>(child: string, args: string[], env: Record<string, string> = {}): T {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(CHILDREN, `${child}.js`), ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1', ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  // Node prints the minified line of aws-cdk-lib that threw.
  if (status !== 0) throw new Error(`${child} ${args[0] ?? ''} failed:\n${stderr.split('\n').filter((line) => line.length < 1000).join('\n')}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const ms = (value: number): string => `${value.toFixed(1)} ms`;
