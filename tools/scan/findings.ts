/** What cfn-lint and checkov find in templates. Neither needs a network. */
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';

const SUFFIX = '.template.json';
/** Whatever wants a network fails at once. */
const NOWHERE = 'http://127.0.0.1:9';
const LIMIT = { timeout: 600_000, maxBuffer: 512 * 1024 * 1024 };

export type Scanner = 'cfn-lint' | 'checkov';

export interface Finding {
  readonly scanner: Scanner;
  readonly rule: string;
  readonly level: 'error' | 'warning';
  /** Name of the golden. */
  readonly template: string;
  /** Logical id, or where else in the template. */
  readonly resource: string;
  readonly message: string;
}

/** What checkov says. */
export interface Checked {
  readonly findings: Finding[];
  /** How many checks passed, by template. */
  readonly passed: ReadonlyMap<string, number>;
  /** Resources that it read. */
  readonly resources: number;
}

/** Name of a golden by its file. */
export const nameOf = (file: string): string => path.basename(file, SUFFIX);

/** Where the scanners are, and where they look. */
interface Place {
  /** Of the environment with the scanners. */
  readonly python: string;
  /** The templates. */
  readonly folder: string;
  /** Empty: no setting of the user is read. */
  readonly home: string;
}

async function run({ python, folder, home }: Place, program: string, ...args: string[]): Promise<unknown> {
  const env = { PATH: process.env.PATH, HOME: home, HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE, LC_ALL: 'C.UTF-8' };
  const read = ({ stdout }: { stdout: string }): unknown => JSON.parse(stdout);
  try {
    return read(await promisify(execFile)(path.join(path.dirname(python), program), args, { ...LIMIT, env, cwd: folder }));
  } catch (error) {
    // A finding is an exit code too.
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code === 'number' && stdout) {
      try {
        return read({ stdout });
      } catch {
        // No result at all: below.
      }
    }
    throw new Error(`${program} failed (${String(code)}): ${stderr?.trim() || stdout?.trim() || String(error)}`);
  }
}

interface LintMatch {
  readonly Filename: string;
  readonly Level: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path?: ReadonlyArray<string | number> | null };
}

/** cfn-lint, with what each of the Regions offers. */
export async function lint(place: Place, files: readonly string[], regions: readonly string[]): Promise<Finding[]> {
  const matches = await run(place, 'cfn-lint', '--format', 'json', '--regions', ...regions, '--template', ...files) as LintMatch[];
  return matches.map(({ Filename, Level, Message, Rule, Location }): Finding => ({
    scanner: 'cfn-lint',
    rule: Rule.Id,
    level: Level === 'Error' ? 'error' : 'warning',
    template: nameOf(Filename),
    resource: Location.Path?.[0] === 'Resources' ? String(Location.Path[1]) : (Location.Path ?? []).join('/'),
    message: Message,
  }));
}

interface CheckResult {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_path: string;
  readonly resource: string;
}

interface CheckReport {
  readonly results: { readonly passed_checks: CheckResult[]; readonly failed_checks: CheckResult[]; readonly parsing_errors: string[] };
  readonly summary: { readonly resource_count: number };
  readonly check_type: string;
}

/** checkov's rules on resources, and its search for secrets. */
export async function check(place: Place): Promise<Checked> {
  const frameworks = ['--framework', 'cloudformation', 'secrets'];
  const output = await run(place, 'checkov', '--directory', '.', ...frameworks, '--output', 'json', '--compact', '--skip-download');
  const reports = (Array.isArray(output) ? output : [output]) as CheckReport[];
  const resources = reports.find(({ check_type: type }) => type === 'cloudformation')?.summary.resource_count;
  const unread = reports.flatMap(({ results }) => results.parsing_errors);
  if (resources === undefined || unread.length > 0) throw new Error(`checkov could not read ${unread.join(', ') || 'any template'}`);
  const passed = new Map<string, number>();
  const names = reports.flatMap(({ results }) => results.passed_checks).map(({ file_path: file }) => nameOf(file));
  for (const name of names) passed.set(name, (passed.get(name) ?? 0) + 1);
  const findings = reports.flatMap(({ results }) => results.failed_checks).map((failed): Finding => ({
    scanner: 'checkov',
    rule: failed.check_id,
    level: 'error',
    template: nameOf(failed.file_path),
    resource: failed.resource.slice(failed.resource.lastIndexOf('.') + 1),
    message: failed.check_name,
  }));
  return { findings, passed, resources };
}
