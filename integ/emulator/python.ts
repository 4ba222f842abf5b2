import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** What the emulator needs, pinned. */
export const PINS = ['ministack==1.5.33', 'boto3==1.43.106'];
const OLDEST = [3, 10];
const CANDIDATES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** Something that this machine lacks: said in one line. */
export class MissingError extends Error {}

function isUsable(python: string): boolean {
  try {
    const check = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${OLDEST.join(', ')}))`;
    execFileSync(python, ['-c', check], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The interpreter of a private environment below `cache`, made again when the pins changed. */
export function pythonEnvironment(cache: string): string {
  const folder = path.join(cache, 'python');
  const stamp = path.join(folder, 'pins.json');
  const interpreter = path.join(folder, 'bin', 'python');
  const pins = JSON.stringify(PINS);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === pins && isUsable(interpreter)) return interpreter;

  const python = CANDIDATES.find(isUsable);
  if (!python) throw new MissingError(`The deployed test needs Python ${OLDEST.join('.')} or newer with venv: install it (Debian: apt-get install python3-venv)`);
  fs.rmSync(folder, { recursive: true, force: true });
  execFileSync(python, ['-m', 'venv', folder], { stdio: 'inherit', timeout: 120_000 });
  execFileSync(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PINS], { stdio: 'inherit', timeout: 300_000 });
  fs.writeFileSync(stamp, pins);
  return interpreter;
}
