import { existsSync } from 'fs';
import { parametersOf, suffixOptionOf } from './audit-settings';
import { UsageError } from './faults';
import { nearest } from './nearest';
import { systems } from '../compare/reference';
import type { AuditOptions } from '../lessons';
import { STANDARD_INPUT } from '../template';

const FORMATS = ['text', 'json', 'markdown', 'sarif', 'html'] as const;
export type CompareFormat = (typeof FORMATS)[number];

/** As commander gives them: nothing is checked yet. */
export interface CompareArguments {
  readonly system?: string;
  readonly format: string;
  readonly output?: string;
  readonly failUnder?: string;
  readonly environmentSuffix?: string;
  readonly parameter?: readonly string[];
  readonly together?: boolean;
  readonly color: boolean;
}

export interface CompareSettings {
  /** Each a candidate. */
  readonly candidates: readonly (readonly string[])[];
  readonly system?: string;
  readonly format: CompareFormat;
  readonly output?: string;
  /** A lower grade makes the command fail. */
  readonly failUnder: number;
  /** Of the lessons. */
  readonly audit: Partial<AuditOptions>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly color: boolean;
}

/** @throws UsageError with every fault of the arguments */
export function compareSettingsOf(paths: readonly string[], given: CompareArguments): CompareSettings {
  const faults: string[] = [];
  const all = [...new Set(paths)];
  const known = systems();
  if (!FORMATS.includes(given.format as CompareFormat)) faults.push(`--format ${given.format}: expected ${FORMATS.join(', ')}`);
  if (given.system !== undefined && !known.includes(given.system)) {
    const [near] = nearest(given.system, known, 1);
    faults.push(`--system ${given.system}: ${near ? `did you mean ${near}? ` : ''}There are ${known.join(', ')}`);
  }
  const failUnder = Number(given.failUnder ?? 0);
  if (!Number.isFinite(failUnder) || failUnder < 0 || failUnder > 100 || given.failUnder?.trim() === '') {
    faults.push(`--fail-under ${given.failUnder}: expected a grade from 0 to 100`);
  }
  const settings: CompareSettings = {
    candidates: given.together ? [all] : all.map((path) => [path]),
    system: given.system,
    format: given.format as CompareFormat,
    output: given.output,
    failUnder,
    audit: suffixOptionOf(given.environmentSuffix, faults),
    parameters: parametersOf(given.parameter, faults),
    color: given.color,
  };
  if (faults.length > 0) throw new UsageError([...faults, ...all.filter((path) => path !== STANDARD_INPUT && !existsSync(path)).map((path) => `${path}: no such file or folder`)]);
  return settings;
}
