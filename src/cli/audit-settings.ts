import { existsSync } from 'fs';
import { UsageError } from './faults';
import { lessonOf } from './lesson-ids';
import { AuditOptions, Lesson, LESSONS, SEVERITIES, Severity, suffixOf } from '../lessons';
import { STANDARD_INPUT } from '../template';

const FORMATS = ['text', 'json', 'sarif'] as const;
export type Format = (typeof FORMATS)[number];

/** As commander gives them: nothing is checked yet. */
export interface AuditArguments {
  readonly format: string;
  readonly output?: string;
  readonly severity?: string;
  readonly failOn: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly environmentSuffix?: string;
  readonly requiredTags?: readonly string[];
  readonly accountConcurrency?: string;
  readonly parameter?: readonly string[];
  readonly together?: boolean;
  readonly color: boolean;
}

export interface AuditSettings {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly output?: string;
  readonly failOn: Severity | 'never';
  /** That are applied. */
  readonly lessons: readonly Lesson[];
  /** Below the lowest severity: what they find is only counted. */
  readonly unshown: readonly Lesson[];
  readonly options: Partial<AuditOptions>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly together: boolean;
  readonly color: boolean;
}

/** @throws UsageError with every fault of the arguments */
export function settingsOf(paths: readonly string[], given: AuditArguments): AuditSettings {
  const faults: string[] = [];
  const oneOf = <T extends string>(option: string, value: string, allowed: readonly T[]): T => {
    if (!allowed.includes(value as T)) faults.push(`--${option} ${value}: expected ${allowed.join(', ')}`);
    return value as T;
  };
  const lessonsOf = (option: string, ids: readonly string[] = []) => ids.flatMap((id) => {
    const lesson = lessonOf(id, LESSONS);
    if (typeof lesson !== 'string') return [lesson];
    faults.push(`--${option}: ${lesson}`);
    return [];
  });

  // Who names a lesson, or fails on low, wants to see it.
  const usual = given.only || given.failOn === 'low' ? 'low' : 'medium';
  const lowest = SEVERITIES.indexOf(oneOf('severity', given.severity ?? usual, SEVERITIES));
  const only = lessonsOf('only', given.only);
  const skip = lessonsOf('skip', given.skip);
  const chosen = LESSONS.filter((lesson) => (!given.only || only.includes(lesson)) && !skip.includes(lesson));
  const isShown = ({ severity }: Lesson) => SEVERITIES.indexOf(severity) <= lowest;
  const settings: AuditSettings = {
    paths: [...new Set(paths)],
    format: oneOf('format', given.format, FORMATS),
    output: given.output,
    failOn: oneOf('fail-on', given.failOn, [...SEVERITIES, 'never']),
    lessons: chosen.filter(isShown),
    unshown: chosen.filter((lesson) => !isShown(lesson)),
    options: {
      ...suffixOptionOf(given.environmentSuffix, faults),
      ...given.requiredTags && { requiredTags: given.requiredTags },
      ...given.accountConcurrency !== undefined && { accountConcurrency: whole(given.accountConcurrency, faults) },
    },
    parameters: parametersOf(given.parameter, faults),
    together: given.together ?? false,
    color: given.color,
  };
  if (faults.length === 0 && settings.lessons.length === 0) faults.push('no lesson is left to apply: see --only, --skip and --severity');
  if (faults.length > 0) throw new UsageError([...faults, ...paths.filter((path) => path !== STANDARD_INPUT && !existsSync(path)).map((path) => `${path}: no such file or folder`)]);
  return settings;
}

/** What `--environment-suffix` says. */
export function suffixOptionOf(given: string | undefined, faults: string[]): Partial<AuditOptions> {
  if (given === undefined) return {};
  const suffix = suffixOf(given);
  if (suffix instanceof RegExp) return { environmentSuffix: suffix };
  faults.push(`--environment-suffix ${suffix}`);
  return {};
}

function whole(text: string, faults: string[]): number {
  if (!/^[1-9]\d*$/.test(text)) faults.push(`--account-concurrency ${text}: expected a whole number above 0`);
  return Number(text);
}

/** `Name=Value` of the command line. */
export function parametersOf(given: readonly string[] | undefined, faults: string[]): Record<string, string> {
  return Object.fromEntries((given ?? []).flatMap((one) => {
    const at = one.indexOf('=');
    if (at > 0) return [[one.slice(0, at), one.slice(at + 1)]];
    faults.push(`--parameter ${one}: expected Name=Value`);
    return [];
  }));
}
