import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

const CANDIDATES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** Something that this machine lacks: said in one line. */
export class MissingError extends Error {}

/** A private environment of Python. */
export interface PythonEnvironment {
  /** What needs it, in a sentence. */
  readonly what: string;
  /** Holds the environment; made again when the pins changed. */
  readonly cache: string;
  /** Packages with their versions, as pip takes them. */
  readonly pins: readonly string[];
  /** The pins are all that there is: none has to be searched, and what is never run need not be compiled, which halves the time. */
  readonly complete?: boolean;
  /** Oldest version of Python that the packages take. */
  readonly oldest: readonly [major: number, minor: number];
}

function isUsable(python: string, oldest: readonly number[]): boolean {
  try {
    const check = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${oldest.join(', ')}))`;
    execFileSync(python, ['-c', check], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The interpreter of the environment. @throws MissingError when there is no Python to make it with */
export function pythonEnvironment({ what, cache, pins, complete = false, oldest }: PythonEnvironment): string {
  const folder = path.join(cache, 'python');
  const stamp = path.join(folder, 'pins.json');
  const interpreter = path.join(folder, 'bin', 'python');
  const wanted = JSON.stringify(pins);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted && isUsable(interpreter, oldest)) return interpreter;

  const python = CANDIDATES.find((candidate) => isUsable(candidate, oldest));
  if (!python) throw new MissingError(`${what} needs Python ${oldest.join('.')} or newer with venv: install it (Debian: apt-get install python3-venv)`);
  fs.rmSync(folder, { recursive: true, force: true });
  execFileSync(python, ['-m', 'venv', folder], { stdio: 'inherit', timeout: 120_000 });
  const quickly = complete ? ['--no-deps', '--no-compile'] : [];
  execFileSync(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...quickly, ...pins], { stdio: 'inherit', timeout: 300_000 });
  fs.writeFileSync(stamp, wanted);
  return interpreter;
}
