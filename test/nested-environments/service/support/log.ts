import { createLogger } from '../../../../src/nested-environments/service/logger';

/** A logger whose lines can be read. */
export function memoryLog(level = 'debug') {
  const text: string[] = [];
  const logger = createLogger(level, { write: (line: string) => { text.push(line); } });
  return {
    logger,
    text: () => text.join(''),
    lines: () => text.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
