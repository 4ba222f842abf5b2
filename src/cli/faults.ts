import { Streams } from './streams';

/** What the user has to mend before the command can run: all of it at once, a line each. */
export class UsageError extends Error {
  public constructor(public readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

const DEBUG = 'cdk-payments';

/** One line, whatever a template holds: no escape sequence reaches the terminal. */
export const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g, ' ').trim();

export function printFaults(faults: readonly string[], { stderr }: Streams): void {
  for (const fault of faults) stderr.write(`error: ${oneLine(fault)}\n`);
}

/** A fault of ours, in one line. */
export function unexpected(error: unknown, { stderr, env }: Streams): string {
  const debug = env.DEBUG?.split(',').includes(DEBUG) ?? false;
  if (debug) stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return `unexpected: ${error instanceof Error ? error.message : String(error)}${debug ? '' : ` (set DEBUG=${DEBUG} to see more)`}`;
}
