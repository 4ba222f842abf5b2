import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { loadMapping } from './mapping';
import { Finding, Missing, Severity, Tool } from './tool';

const PACKAGE = '@aws/cloudformation-validate';
const VERSION = '1.9.0-beta';
/** Not a dependency: 10 MB that only this needs. */
const CACHE = path.join(__dirname, '..', '..', 'node_modules', '.cache', 'bench-pairs');

interface Diagnostic {
  readonly ruleId: string;
  readonly severity: 'FATAL' | 'ERROR' | 'WARN' | 'INFO' | 'DEBUG';
  readonly message: string;
  readonly propertyPath?: string;
  readonly entity?: { readonly entityType: string; readonly resourceType?: string };
}

interface Engine {
  validateStandard(template: object): { readonly status: string; readonly diagnostics: Diagnostic[] };
}

interface Validate {
  readonly CelEngine: new () => Engine;
  readonly TemplateFile: new (file: string) => object;
}

const SEVERITIES: Record<Diagnostic['severity'], Severity> = { FATAL: 'critical', ERROR: 'high', WARN: 'medium', INFO: 'info', DEBUG: 'info' };

/** The rules that aws-cdk-lib runs from 2.262 at synth, with the faster of their two engines. */
export function cloudformationValidate(): Tool {
  const classesOf = loadMapping('cloudformation-validate');
  let validate: (file: string) => ReturnType<Engine['validateStandard']> = () => ({ status: 'ERROR', diagnostics: [] });
  return {
    name: 'cloudformation-validate',
    prepare: install,
    start: async () => {
      const { CelEngine, TemplateFile } = await import(path.join(CACHE, 'node_modules', PACKAGE, 'index.js')) as Validate;
      const engine = new CelEngine();
      validate = (file) => engine.validateStandard(new TemplateFile(file));
    },
    audit: async (file) => {
      const { status, diagnostics } = validate(file);
      if (status === 'ERROR') throw new Error(diagnostics[0]?.message ?? status);
      return diagnostics.map(({ ruleId, severity, message, propertyPath, entity }): Finding => ({
        rule: ruleId,
        severity: SEVERITIES[severity],
        classes: classesOf({ rule: ruleId, message, property: propertyPath, type: entity?.resourceType ?? entity?.entityType }),
      }));
    },
  };
}

function install(): void {
  const manifest = path.join(CACHE, 'node_modules', PACKAGE, 'package.json');
  if (fs.existsSync(manifest) && (JSON.parse(fs.readFileSync(manifest, 'utf8')) as { version: string }).version === VERSION) return;
  fs.mkdirSync(CACHE, { recursive: true });
  const { status, stderr } = spawnSync('npm', ['install', '--prefix', CACHE, '--no-audit', '--no-fund', '--ignore-scripts', `${PACKAGE}@${VERSION}`], { encoding: 'utf8' });
  if (status !== 0) throw new Missing(`${PACKAGE}@${VERSION} could not be installed: ${stderr.trim().split('\n').at(-1)}`);
}
