import { detectedAs, likenessIn, otherwise } from '../../compare/detect';
import { isRead } from '../../compare/report';
import type { CompareFinding, CompareReport, Comparison } from '../../compare/result';
import { SEVERITIES } from '../../lessons/lesson';
import { Colours, paint } from '../colours';
import { oneLine } from '../faults';
import { fileFromHere, fromHere } from '../here';
import { hanging } from '../wrap';

export interface CompareTextOptions {
  readonly width: number;
  readonly colours: Colours;
}

const MOST_PLACES = 5;
const MOST_REASONS = 5;

/** For people: the grade, then what is wrong, the worst first; of several candidates a ranking. */
export function compareText(report: CompareReport, options: CompareTextOptions): string {
  const read = report.candidates.filter(isRead);
  const lines = [...read.length === 1 ? one(read[0], options) : read.length > 1 ? ranking(read, options) : [], ...untold(report, read, options)];
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

/** What could not be read, where no note above says it. */
function untold({ errors }: CompareReport, read: readonly Comparison[], { width, colours: { bold, red } }: CompareTextOptions): string[] {
  const left = errors.filter((error) => read.length !== 1 || !read[0].notes.includes(error));
  if (left.length === 0) return [];
  return [...read.length > 0 ? [''] : [], `${red('✖')} ${bold('Could not be read')}`, ...left.flatMap((error) => hanging(fromHere(error), '  ', width))];
}

/** `42 of 100: 3 critical, 2 high` */
export function headlineOf(report: CompareReport): string {
  const read = report.candidates.filter(isRead);
  return read.length === 1 ? `${read[0].grade.grade} of 100${counts(read[0])}` : `${read.length} of ${report.candidates.length} candidates graded`;
}

function counts({ statistics: { findings, open } }: Comparison): string {
  const found = SEVERITIES.filter((severity) => findings[severity] > 0).map((severity) => `${findings[severity]} ${severity}`);
  return [...found.length > 0 ? found : ['no findings'], ...open > 0 ? [`${open} open`] : []].map((text, at) => (at === 0 ? ': ' : ', ') + text).join('');
}

function one(comparison: Comparison, options: CompareTextOptions): string[] {
  const { candidate, system, grade, findings, notes } = comparison;
  const { width, colours } = options;
  const { bold, dim } = colours;
  return [
    `${bold(oneLine(fromHere(candidate)))} ${dim(`against ${system.title} (${system.id}, ${system.variant}${system.isDetected ? ', detected' : ''})`)}`,
    ...system.isDetected ? hanging(detectedAs(system), '', width, dim) : [],
    '',
    ...SEVERITIES.flatMap((severity) => section(severity.toUpperCase(), findings.filter((one_) => one_.severity === severity && one_.kind !== 'open'), paint(severity, colours), options)),
    ...section('OPEN: the templates do not tell', findings.filter(({ kind }) => kind === 'open'), bold, options),
    ...notesOf(comparison, notes, options),
    `${bold(`Grade ${grade.grade} of 100`)}${counts(comparison)}`,
    ...grade.justification.flatMap((line) => hanging(line, '  ', width, dim)),
    ...grade.lowest < grade.highest ? hanging(`Between ${grade.lowest} and ${grade.highest}, by what is open.`, '  ', width, dim) : [],
  ];
}

function section(heading: string, findings: readonly CompareFinding[], colour: (text: string) => string, options: CompareTextOptions): string[] {
  if (findings.length === 0) return [];
  return [`${colour(heading)} ${options.colours.dim(`· ${findings.length}`)}`, '', ...findings.flatMap((finding) => [...told(finding, colour, options), ''])];
}

function told(
  { number, title, assertion, also, lessons, found, places, placeCount, reference, fix }: CompareFinding,
  colour: (text: string) => string, { width, colours }: CompareTextOptions,
): string[] {
  const { bold, dim, green, cyan } = colours;
  const id = assertion ?? lessons.join(', ');
  const more = placeCount - Math.min(MOST_PLACES, places.length);
  return [
    ...hanging(`${number}. ${title} · ${id}`, '  ', width).map((line) => bold(colour(line))),
    ...hanging(found, '    ', width),
    ...places.slice(0, MOST_PLACES).map(({ file, line, column, logicalId }) => `      ${cyan(`${oneLine(fileFromHere(file))}:${line}:${column}`)}${logicalId ? `  ${oneLine(logicalId)}` : ''}`),
    ...more > 0 ? [dim(`      and ${more} more`)] : [],
    ...also.length > 0 ? hanging(`with it: ${also.join(', ')}`, '    ', width, dim) : [],
    ...hanging(reference.text, '    Reference: ', width, dim),
    ...hanging(fix, '  → ', width, green),
  ];
}

function notesOf({ unresolved }: Comparison, notes: readonly string[], { width, colours }: CompareTextOptions): string[] {
  const reasons = unresolved.slice(0, MOST_REASONS).map(({ reason, values }) => values === 1 ? reason : `${reason} (${values} times)`).join(', ');
  const lines = [
    ...notes.flatMap((note) => hanging(fromHere(note), '  ', width)),
    ...reasons ? hanging(`not known: ${reasons}${unresolved.some(({ reason }) => reason.startsWith('parameter ')) ? '; set parameters by --parameter Name=Value' : ''}`, '  ', width, colours.dim) : [],
  ];
  return lines.length > 0 ? [colours.bold('Notes'), ...lines, ''] : [];
}

const COLUMNS = ['', 'Grade', 'Critical', 'High', 'Medium', 'Low', 'Open', 'System', 'Candidate'];
const LAST_NUMBER = 6;

function ranking(all: readonly Comparison[], { width, colours }: CompareTextOptions): string[] {
  const rows = all.map(({ candidate, system, grade, statistics: { findings, open } }, at) => [
    `${at + 1}.`, `${grade.grade}`, ...SEVERITIES.map((severity) => `${findings[severity]}`), `${open}`, `${system.id}${likenessIn(system)}`, oneLine(fromHere(candidate)),
  ]);
  const widths = COLUMNS.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]) => cells.map((cell, column) => column <= LAST_NUMBER ? cell.padStart(widths[column]) : cell.padEnd(widths[column])).join('  ').trimEnd();
  const hints = all.flatMap(({ candidate, system }) => {
    const hint = otherwise(system);
    return hint === undefined ? [] : hanging(`${fromHere(candidate)}: ${hint}`, '', width);
  });
  return [colours.bold(line(COLUMNS)), ...rows.map(line), '', ...hints, colours.dim('Name one candidate, or --format markdown, to see what is wrong.')];
}
