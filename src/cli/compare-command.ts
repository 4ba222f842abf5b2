import { writeFileSync } from 'fs';
import { coloursFor } from './colours';
import { ComparedPaths, comparePaths } from './compare-paths';
import { CompareArguments, CompareSettings, compareSettingsOf } from './compare-settings';
import { CLEAN, FAULTS, FINDINGS } from './exit-code';
import { printFaults } from './faults';
import { compareText, headlineOf } from './format/compare-text';
import { lazy } from './lazy';
import { Streams } from './streams';
import { version } from './version';
import { widthOf } from './wrap';
import { unreadCandidates } from '../compare/report';

/**
 * `cdk-payments compare`: the exit code.
 *
 * @throws UsageError
 */
export function compareCommand(paths: readonly string[], given: CompareArguments, streams: Streams): number {
  const settings = compareSettingsOf(paths, given);
  const result = comparePaths(settings, streams);
  const faults = [...result.report.errors, ...deliver(formatted(result, settings, streams), result, settings, streams)];
  printFaults(faults, streams);
  if (faults.length > 0) return FAULTS;
  return result.compared.some(({ comparison }) => comparison.grade.grade < settings.failUnder) ? FINDINGS : CLEAN;
}

function formatted({ report, compared }: ComparedPaths, { format, output, color }: CompareSettings, streams: Streams): string {
  if (format === 'json') return `${JSON.stringify(report, null, 2)}\n`;
  if (format === 'markdown') return lazy.compareMarkdown().markdownOf(report);
  if (format === 'sarif') return lazy.compareSarif().compareSarif(report);
  if (format === 'html') return lazy.compareHtml().htmlOf(compared, { engine: lazy.layout().layOut, version: version(), unread: unreadCandidates(report) });
  const terminal = output === undefined ? streams.stdout : undefined;
  return compareText(report, { width: widthOf(terminal, streams), colours: coloursFor(terminal, color, streams) });
}

/** The faults of it. */
function deliver(written: string, { report }: ComparedPaths, { output }: CompareSettings, { stdout, stderr }: Streams): string[] {
  if (output === undefined) {
    stdout.write(written);
    return [];
  }
  try {
    writeFileSync(output, written);
    stderr.write(`${headlineOf(report)}, see ${output}\n`);
    return [];
  } catch (error) {
    return [`--output ${output}: cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`];
  }
}
