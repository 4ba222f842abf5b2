import { setTimeout as sleep } from 'node:timers/promises';
import { memoryLog } from './support/log';
import { Shutdown, type ShutdownOptions } from '../../../src/nested-environments/service/shutdown';

function setUp(options: Partial<ShutdownOptions> = {}) {
  const log = memoryLog();
  const steps: string[] = [];
  const shutdown = new Shutdown({
    drainDelayMs: 30, stopTimeoutMs: 1_000, close: async () => { steps.push('close'); }, exit: (code) => { steps.push(`exit ${code}`); }, logger: log.logger, ...options,
  });
  return { log, steps, shutdown };
}

test('draining begins at once, closing after the delay, and a second signal changes nothing', async () => {
  const { steps, shutdown } = setUp();
  expect([shutdown.isDraining, shutdown.signal.aborted]).toEqual([false, false]);
  const done = shutdown.begin('SIGTERM');
  expect([shutdown.isDraining, shutdown.signal.aborted, steps]).toEqual([true, true, []]);
  await shutdown.begin('SIGTERM');
  await done;
  expect(steps).toEqual(['close', 'exit 0']);
});

test('what does not end is cut off at the limit, before ECS does it', async () => {
  const { steps, log, shutdown } = setUp({ drainDelayMs: 0, stopTimeoutMs: 50, close: () => new Promise(() => undefined) });
  void shutdown.begin('SIGTERM');
  await sleep(120);
  expect(steps).toEqual(['exit 1']);
  expect(log.text()).toContain('Not done in time');
});

test('a failure to close is no success', async () => {
  const { steps, shutdown } = setUp({ drainDelayMs: 0, close: () => Promise.reject(new Error('broken')) });
  await shutdown.begin('SIGTERM');
  expect(steps).toEqual(['exit 1']);
});
