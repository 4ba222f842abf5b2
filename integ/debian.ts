/** A server from Debian's packages: found, or installed, and never gone on without. */
import { execFileSync, spawnSync } from 'node:child_process';
import { MissingError } from './python';

const INSTALL_MS = 300_000;

export interface DebianProgram<T> {
  /** Of the test that needs it, in a sentence. */
  readonly test: string;
  readonly needs: string;
  readonly packages: readonly string[];
  readonly find: () => T | undefined;
}

function apt(...args: string[]): void {
  execFileSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'], timeout: INSTALL_MS, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** @throws MissingError where it can be neither found nor installed */
export function ensureDebian<T>({ test, needs, packages, find }: DebianProgram<T>): T {
  const found = find();
  if (found !== undefined) return found;
  const advice = `The ${test} test needs ${needs}: apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0) throw new MissingError(`${advice} (as root)`);
  if (spawnSync('apt-get', ['--version']).status !== 0) throw new MissingError(advice);
  console.log(`Installing ${test} (apt-get) ...`);
  try {
    apt('update', '--quiet');
    apt('install', '-y', '--no-install-recommends', ...packages, 'openssl');
  } catch {
    throw new MissingError(`${advice} failed`);
  }
  const installed = find();
  if (installed === undefined) throw new MissingError(`${advice}: it was installed, but is not where Debian puts it`);
  return installed;
}

/** A server refuses to run as root: the first of these users that is there. Undefined: we are not root. */
export function unprivileged(test: string, ...names: string[]): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of names) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  throw new MissingError(`The ${test} test needs a user other than root: ${names.join(' or ')}`);
}
