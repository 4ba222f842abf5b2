import { CommanderError } from 'commander';
import { CLEAN, FAULTS } from './exit-code';
import { printFaults, unexpected, UsageError } from './faults';
import { program } from './program';
import { Streams } from './streams';

/** Runs the command of `args` and gives its exit code. Never throws. */
export function run(args: readonly string[], streams: Streams): number {
  let code = CLEAN;
  try {
    program(streams, (given) => { code = given; }).parse(args, { from: 'user' });
  } catch (error) {
    // Commander has printed already: help, or what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? CLEAN : FAULTS;
    printFaults(error instanceof UsageError ? error.faults : [unexpected(error, streams)], streams);
    return FAULTS;
  }
  return code;
}
