import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const running = new Set<ChildProcess>();
let isOver = false;

export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Remembered until it ends, so that nothing of ours outlives this test. A scenario that goes on after an interruption starts nothing more. */
export function remember(child: ChildProcess): ChildProcess {
  if (isOver) child.kill('SIGKILL');
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Sends `signal`, and SIGKILL after `patienceMs`. How it ended. */
export async function end(child: ChildProcess, signal: NodeJS.Signals, patienceMs: number): Promise<number | NodeJS.Signals | null> {
  if (!hasEnded(child)) {
    const ended = once(child, 'exit');
    child.kill(signal);
    const killer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await ended;
    clearTimeout(killer);
  }
  return child.exitCode ?? child.signalCode;
}

/** SIGQUIT is the immediate stop of PostgreSQL, and ends a service at once. */
export async function endAll(): Promise<void> {
  isOver = true;
  await Promise.all([...running].map((child) => end(child, 'SIGQUIT', 5_000)));
}
