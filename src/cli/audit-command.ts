import { writeFileSync } from 'fs';
import { auditPaths } from './audit-paths';
import { AuditArguments, AuditSettings, settingsOf } from './audit-settings';
import { coloursFor } from './colours';
import { CLEAN, FAULTS, FINDINGS } from './exit-code';
import { printFaults } from './faults';
import { json } from './format/json';
import { headline, text } from './format/text';
import { lazy } from './lazy';
import { Report } from './report';
import { Streams } from './streams';
import { widthOf } from './wrap';
import { SEVERITIES } from '../lessons';

/**
 * `cdk-payments audit`: the exit code.
 *
 * @throws UsageError
 */
export function auditCommand(paths: readonly string[], given: AuditArguments, streams: Streams): number {
  const settings = settingsOf(paths, given);
  const report = auditPaths(settings, streams);
  const faults = [...report.errors, ...deliver(format(report, settings, streams), report, settings, streams)];
  printFaults(faults, streams);
  if (faults.length > 0) return FAULTS;
  return fails(report, settings) ? FINDINGS : CLEAN;
}

function format(report: Report, { format: wanted, lessons, output, color }: AuditSettings, streams: Streams): string {
  if (wanted === 'json') return json(report);
  if (wanted === 'sarif') return lazy.sarif().sarif(report, lessons);
  const terminal = output === undefined ? streams.stdout : undefined;
  // The clock of the process: what the user waited for.
  return text(report, { width: widthOf(terminal, streams), colours: coloursFor(terminal, color, streams), milliseconds: performance.now() });
}

/** The faults of it. */
function deliver(written: string, report: Report, { output }: AuditSettings, { stdout, stderr }: Streams): string[] {
  if (output === undefined) {
    stdout.write(written);
    return [];
  }
  try {
    writeFileSync(output, written);
    const { notShown } = report.summary;
    stderr.write(`${headline(report.summary)}${notShown.findings > 0 ? ` · ${notShown.findings} not shown` : ''}, see ${output}\n`);
    return [];
  } catch (error) {
    return [`--output ${output}: cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`];
  }
}

function fails({ summary }: Report, { failOn }: AuditSettings): boolean {
  return failOn !== 'never' && SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1).some((severity) => summary.findings[severity] > 0);
}
