import { SEVERITIES, Severity } from '../../lessons/lesson';
import { Colours, paint } from '../colours';
import { oneLine } from '../faults';
import { fileFromHere, fromHere } from '../here';
import { plural } from '../plural';
import { atEachPlace, Report, ReportedFinding, ReportedTemplate, Summary } from '../report';
import { hanging } from '../wrap';

export interface TextOptions {
  readonly width: number;
  readonly colours: Colours;
  /** Since the start. */
  readonly milliseconds: number;
}

const MOST_REASONS = 5;

/** For people: the worst first, each lesson once with all the places that break it. */
export function text(report: Report, options: TextOptions): string {
  const findings = report.templates.flatMap((template) => template.findings).filter(({ acknowledged }) => acknowledged === undefined);
  const lines = [
    ...SEVERITIES.flatMap((severity) => section(severity, findings.filter((finding) => finding.severity === severity), options)),
    ...unresolved(report.templates, options),
    ...closing(report, options),
  ];
  return `${lines.join('\n')}\n`;
}

function section(severity: Severity, findings: readonly ReportedFinding[], options: TextOptions): string[] {
  if (findings.length === 0) return [];
  const lessons = new Map<string, ReportedFinding[]>();
  for (const finding of findings) lessons.set(finding.id, [...lessons.get(finding.id) ?? [], finding]);
  return [
    `${paint(severity, options.colours)(severity.toUpperCase())} ${options.colours.dim(`· ${plural(findings.length, 'finding')}`)}`,
    '',
    ...[...lessons.values()].flatMap((same) => [...lesson(same, options), '']),
  ];
}

function lesson(findings: readonly ReportedFinding[], { width, colours }: TextOptions): string[] {
  const [{ id, title, why, fix, pci, severity }] = findings;
  const { bold, dim, green } = colours;
  const colour = paint(severity, colours);
  const sorted = findings.flatMap(atEachPlace).sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
  return [
    ...hanging(`${title} · ${id}`, '  ', width).map((line) => bold(colour(line))),
    ...hanging(why, '    ', width, dim),
    ...hanging(fix, '  → ', width, green),
    ...pci.length > 0 ? hanging(`PCI DSS ${pci.join(', ')}`, '    ', width, dim) : [],
    '',
    ...sorted.flatMap((finding) => place(finding, width, colours)),
  ];
}

function place({ file, line, column, logicalId, constructPath, found }: ReportedFinding, width: number, { cyan, dim }: Colours): string[] {
  const names = [logicalId && oneLine(logicalId), constructPath && dim(oneLine(constructPath))].filter(Boolean).join('  ');
  return [
    `    ${cyan(`${oneLine(fileFromHere(file))}:${line}:${column}`)}${names ? `  ${names}` : ''}`,
    ...hanging(found, '      ', width),
  ];
}

function unresolved(templates: readonly ReportedTemplate[], { width, colours }: TextOptions): string[] {
  const lines = templates.flatMap(({ file, notes, unresolved: reasons }) => [
    ...notes.flatMap((note) => hanging(fromHere(note.message.startsWith(note.file) ? note.message : `${fileFromHere(note.file)}: ${note.message}`), '  ', width)),
    ...reasons.length > 0 ? hanging(`${fileFromHere(file)}: ${reasonsOf(reasons)}`, '  ', width, colours.dim) : [],
  ]);
  return lines.length > 0 ? [colours.bold('Notes'), ...lines, ''] : [];
}

function reasonsOf(reasons: ReportedTemplate['unresolved']): string {
  const told = reasons.slice(0, MOST_REASONS).map(({ reason, values }) => values === 1 ? reason : `${reason} (${values} times)`);
  const more = reasons.length > MOST_REASONS ? `, and ${reasons.length - MOST_REASONS} more` : '';
  return `not known: ${told.join(', ')}${more}${reasons.some(({ reason }) => reason.startsWith('parameter ')) ? '; set parameters by --parameter Name=Value' : ''}`;
}

function closing({ summary, errors }: Report, { width, colours, milliseconds }: TextOptions): string[] {
  const total = sum(summary);
  const { bold, green, red, dim } = colours;
  const mark = total === 0 && errors.length === 0 ? green('✔') : red('✖');
  const counts = [
    plural(summary.stacks, 'template'), plural(summary.resources, 'resource'), plural(summary.lessons, 'lesson'),
    `${(milliseconds / 1000).toFixed(2)} s`,
  ];
  return [
    `${mark} ${bold(headline(summary))}${errors.length > 0 ? red(` · ${plural(errors.length, 'error')}`) : ''}`,
    ...notShown(summary).flatMap((line) => hanging(line, '  ', width)),
    ...hanging(counts.join(', '), '  ', width, dim),
  ];
}

/** So that a short report does not pass for all there is. */
function notShown({ notShown: { findings, pci } }: Summary): string[] {
  if (findings === 0) return [];
  const named = pci > 0 ? `, ${pci} of them on requirements of PCI DSS` : '';
  return [`${findings} more below the severity that is shown${named}: --severity low`];
}

/** `3 findings: 1 critical, 2 low · 1 acknowledged` */
export function headline(summary: Summary): string {
  const counts = SEVERITIES.filter((severity) => summary.findings[severity] > 0).map((severity) => `${summary.findings[severity]} ${severity}`);
  const found = sum(summary) === 0 ? 'no findings' : `${plural(sum(summary), 'finding')}: ${counts.join(', ')}`;
  return summary.acknowledged > 0 ? `${found} · ${summary.acknowledged} acknowledged` : found;
}

const sum = ({ findings }: Summary) => SEVERITIES.reduce((total, severity) => total + findings[severity], 0);
