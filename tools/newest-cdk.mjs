/**
 * The working tree on the newest CDK: unit tests, then the goldens with the built-in validator. In a copy, so that node_modules
 * stays as it is.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const NEWEST = ['aws-cdk-lib@2.276.0', 'constructs@10.8.1'];
/** At the top; the layer of the event API has a folder `node_modules` of its own. */
const NOT_COPIED = new Set(['node_modules', '.git', 'coverage', 'dist', 'test-reports', 'cdk.out', 'reports']);
/** npm writes it in place, hence through a hard link. */
const HIDDEN_LOCK = '.package-lock.json';
/** A newer CDK has warnings of its own, and other integration snapshots. */
const BOUND_TO_VERSION = ['adds no warning', 'the snapshot of'];

const started = performance.now();
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(0)} s`;

/** Changes when any file of an installation does. */
function fingerprint(modules) {
  const hash = createHash('sha256');
  for (const entry of readdirSync(modules, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isFile() || file.includes(join(modules, '.cache'))) continue;
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function copyTree(folder) {
  cpSync(ROOT, folder, { recursive: true, filter: (source) => !NOT_COPIED.has(relative(ROOT, source)) });
  const from = join(ROOT, 'node_modules');
  const to = join(folder, 'node_modules');
  if (spawnSync('cp', ['-al', from, to]).status !== 0) {
    // Another file system, or a cp without links.
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    return;
  }
  rmSync(join(to, '.cache'), { recursive: true, force: true });
  if (existsSync(join(from, HIDDEN_LOCK))) {
    rmSync(join(to, HIDDEN_LOCK));
    copyFileSync(join(from, HIDDEN_LOCK), join(to, HIDDEN_LOCK));
  }
}

/** Runs a step; its output is printed when it fails, or when it is what one wants to read. */
function step(name, cwd, env, command, ...args) {
  const since = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, env: { ...process.env, ...env } });
  if (error) throw error;
  if (status !== 0) {
    process.stderr.write(`${stdout}\n${stderr}\n`);
    throw new Error(`${name} failed`);
  }
  console.log(`${name}: OK, ${seconds(since)}`);
  return { stdout, stderr };
}

function main(folder) {
  const modules = join(ROOT, 'node_modules');
  const before = fingerprint(modules);
  try {
    copyTree(folder);
    step(`install ${NEWEST.join(' ')}`, folder, {}, 'npm', 'install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', ...NEWEST);
    for (const wanted of NEWEST) {
      const [name, version] = wanted.split('@');
      const installed = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
      if (installed !== version) throw new Error(`${name} is ${installed} instead of ${version}`);
    }
    // A newer CDK writes other templates: the tests read its own.
    step('goldens', folder, { CDK_VALIDATION: 'false' }, 'npx', 'ts-node', '-T', '-P', 'test/tsconfig.json', 'golden/apps/write.ts');
    const pattern = `^${BOUND_TO_VERSION.map((title) => `(?!.*${title})`).join('')}`;
    const tests = step('unit tests', folder, { CDK_VALIDATION: 'false' }, 'npx', 'jest', '--reporters=default', '-t', pattern,
      // They never meet the CDK.
      '--testPathIgnorePatterns', '/node_modules/', 'test/(lessons|template|cli|compare|diagram)/', 'test/.*/(handlers|service)/');
    console.log(tests.stderr.split('\n').filter((line) => /^(Tests|Test Suites):/.test(line)).join('\n'));
    const validation = step('goldens with the built-in validator', folder, { CDK_VALIDATION: 'true' },
      'npx', 'ts-node', '-T', '-P', 'test/tsconfig.json', 'tools/validate-goldens.ts');
    console.log(validation.stdout.trim());
    const deprecated = new Set(validation.stderr.match(/^\[WARNING\] .* is deprecated/gm));
    for (const warning of deprecated) console.log(warning);
  } finally {
    if (fingerprint(modules) !== before) {
      console.error('node_modules of the working tree has changed: run `npm ci`');
      process.exitCode = 1;
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'compat-'));
try {
  main(folder);
  console.log(`Newest CDK: OK, ${seconds(started)}`);
} catch (error) {
  console.error(`compat: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
