import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { MissingError } from '../emulator/python';

/** Debian keeps each major version in a folder of its own, outside PATH. */
const DEBIAN = '/usr/lib/postgresql';
const INSTALL_MS = 300_000;
const NEEDED = ['initdb', 'postgres'];

const holdsAll = (folder: string): boolean => NEEDED.every((name) => fs.existsSync(path.join(folder, name)));

/** The folder of `postgres` and `initdb`, the newest first. */
export function findBinaries(debian = DEBIAN, searched = process.env.PATH ?? ''): string | undefined {
  const versions = fs.existsSync(debian) ? fs.readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => path.join(debian, version, 'bin')), ...searched.split(path.delimiter)].find(holdsAll);
}

function apt(...args: string[]): void {
  execFileSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'], timeout: INSTALL_MS, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** Finds PostgreSQL, or installs Debian's; never goes on without. */
export function ensureBinaries(): string {
  const found = findBinaries();
  if (found) return found;
  const advice = 'The PostgreSQL test needs postgres and initdb: apt-get install -y --no-install-recommends postgresql';
  if (process.getuid?.() !== 0) throw new MissingError(`${advice} (as root)`);
  if (spawnSync('apt-get', ['--version']).status !== 0) throw new MissingError(advice);
  console.log('Installing PostgreSQL (apt-get) ...');
  try {
    apt('update', '--quiet');
    apt('install', '-y', '--no-install-recommends', 'postgresql', 'openssl');
  } catch {
    throw new MissingError(`${advice} failed`);
  }
  const installed = findBinaries();
  if (!installed) throw new MissingError(`${advice}: it was installed, but is not below ${DEBIAN}`);
  return installed;
}
