import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const running = new Map<ChildProcess, NodeJS.Signals>();
let isOver = false;

export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/**
 * Remembered until it ends, so that nothing of ours outlives this test. A scenario that goes on after an interruption starts nothing more.
 * By default SIGQUIT ends it at last, the immediate stop of PostgreSQL.
 */
export function remember(child: ChildProcess, endBy: NodeJS.Signals = 'SIGQUIT'): ChildProcess {
  if (isOver) child.kill('SIGKILL');
  running.set(child, endBy);
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

export async function endAll(): Promise<void> {
  isOver = true;
  await Promise.all([...running].map(([child, signal]) => end(child, signal, 5_000)));
}
