import * as fs from 'node:fs';
import * as path from 'node:path';
import { ensureDebian } from '../debian';

/** Debian keeps each major version in a folder of its own, outside PATH. */
const DEBIAN = '/usr/lib/postgresql';
const NEEDED = ['initdb', 'postgres'];

const holdsAll = (folder: string): boolean => NEEDED.every((name) => fs.existsSync(path.join(folder, name)));

/** The folder of `postgres` and `initdb`, the newest first. */
export function findBinaries(debian = DEBIAN, searched = process.env.PATH ?? ''): string | undefined {
  const versions = fs.existsSync(debian) ? fs.readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => path.join(debian, version, 'bin')), ...searched.split(path.delimiter)].find(holdsAll);
}

/** Finds PostgreSQL, or installs Debian's; never goes on without. */
export const ensureBinaries = (): string => ensureDebian({
  test: 'PostgreSQL', needs: 'postgres and initdb', packages: ['postgresql'], find: () => findBinaries(),
});
