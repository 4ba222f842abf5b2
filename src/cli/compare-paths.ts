import { attempt } from './attempt';
import { CompareSettings } from './compare-settings';
import { refuseParameters } from './parameters';
import { Streams } from './streams';
import { version } from './version';
import { Compared, compared } from '../compare/compare';
import type { CompareReport } from '../compare/result';
import { load } from '../template';

/** The report, and the graphs behind it, in the same order. */
export interface ComparedPaths {
  readonly report: CompareReport;
  readonly compared: readonly Compared[];
}

/**
 * Compares each candidate; one that cannot be read stops none of the others.
 *
 * @throws UsageError when a parameter was given that no candidate takes
 */
export function comparePaths({ candidates, system, parameters, audit }: CompareSettings, streams: Streams): ComparedPaths {
  const errors: string[] = [];
  const unread: { candidate: string; error: string }[] = [];
  const progress = new Progress(candidates.length, streams);
  const read = candidates.map((paths) => {
    const name = paths.join(' + ');
    progress.next('reading', name);
    return { name, model: attempt(name, streams, () => load(paths, { parameters })) };
  });
  progress.done();
  refuseParameters(read.map(({ model }) => model), parameters);
  const all = read.flatMap(({ name, model }): Compared[] => {
    progress.next('comparing', name);
    if (typeof model !== 'string') errors.push(...model.notes.filter(({ isUnread }) => isUnread).map(({ message }) => message));
    const result = typeof model === 'string' ? model : attempt(name, streams, () => compared(name, model, { system, audit }));
    if (typeof result !== 'string') return [result];
    errors.push(result);
    unread.push({ candidate: name, error: result });
    return [];
  });
  progress.done();
  all.sort((a, b) => b.comparison.grade.grade - a.comparison.grade.grade || b.comparison.grade.assertions - a.comparison.grade.assertions);
  return {
    compared: all,
    report: { version: 1, tool: { name: 'cdk-payments', version: version() }, candidates: [...all.map(({ comparison }) => comparison), ...unread], errors },
  };
}

const CLEAR_LINE = '\r\u001b[K';

/** One line that tells how far it is, on a terminal. */
class Progress {
  private readonly isShown: boolean;
  private at = 0;

  public constructor(private readonly total: number, private readonly streams: Streams) {
    this.isShown = total > 1 && streams.stderr.isTTY === true;
  }

  public next(doing: string, name: string): void {
    this.at += 1;
    const width = (this.streams.stderr.columns ?? 80) - 1;
    if (this.isShown) this.streams.stderr.write(`${CLEAR_LINE}${`${doing} ${this.at} of ${this.total}: ${name}`.slice(0, width)}`);
  }

  public done(): void {
    this.at = 0;
    if (this.isShown) this.streams.stderr.write(CLEAR_LINE);
  }
}
