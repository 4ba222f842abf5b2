import * as fs from 'fs';
import * as path from 'path';

/** Regular expressions, all of which must match; without one, anything does. */
interface Line {
  readonly rule?: string;
  readonly message?: string;
  readonly property?: string;
  readonly type?: string;
  readonly classes: readonly string[];
}

export interface Subject {
  readonly rule: string;
  readonly message: string;
  readonly property?: string;
  readonly type?: string;
}

const KEYS = ['rule', 'message', 'property', 'type'] as const;

/** Which classes of failure a finding of another tool speaks of: those of all lines that match. */
export function loadMapping(name: string): (subject: Subject) => string[] {
  const file = path.join(__dirname, 'mappings', `${name}.json`);
  const lines = (JSON.parse(fs.readFileSync(file, 'utf8')) as Line[]).map((line) => ({
    classes: line.classes,
    tests: KEYS.flatMap((key) => (line[key] === undefined ? [] : [{ key, pattern: new RegExp(line[key]) }])),
  }));
  return (subject) => {
    const matching = lines.filter(({ tests }) => tests.every(({ key, pattern }) => pattern.test(subject[key] ?? '')));
    return [...new Set(matching.flatMap(({ classes }) => classes))];
  };
}
