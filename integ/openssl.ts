import { execFileSync } from 'node:child_process';
import { MissingError } from './python';

/** Runs it in a folder. @throws MissingError when there is none */
export function openssl(folder: string, ...args: string[]): void {
  try {
    execFileSync('openssl', args, { cwd: folder, env: process.env, stdio: 'pipe' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new MissingError('The deployed tests need openssl: apt-get install -y openssl');
    throw error;
  }
}
