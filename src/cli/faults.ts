import { fromHere } from './here';
import { Streams } from './streams';
import { oneLine } from '../template/one-line';

export { oneLine };

/** What the user has to mend before the command can run: all of it at once, a line each. */
export class UsageError extends Error {
  public constructor(public readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

const DEBUG = 'cdk-payments';

export function printFaults(faults: readonly string[], { stderr }: Streams): void {
  for (const fault of faults) stderr.write(`error: ${oneLine(fromHere(fault))}\n`);
}

/** A fault of ours, in one line. */
export function unexpected(error: unknown, { stderr, env }: Streams): string {
  const debug = env.DEBUG?.split(',').includes(DEBUG) ?? false;
  if (debug) stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return `unexpected: ${error instanceof Error ? error.message : String(error)}${debug ? '' : ` (set DEBUG=${DEBUG} to see more)`}`;
}
