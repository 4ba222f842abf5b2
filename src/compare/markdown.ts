import { detectedAs, likenessIn, percent } from './detect';
import { isRead, unreadCandidates } from './report';
import type { CompareFinding, CompareReport, Comparison, FoundPlace } from './result';
import { SEVERITIES, Severity } from '../lessons/lesson';
import { oneLine } from '../template/one-line';

const MOST_PLACES = 8;
const HEADINGS: Readonly<Record<Severity, string>> = { critical: 'Critical failures', high: 'High failures', medium: 'Medium failures', low: 'Low failures' };

/** A failure analysis of each candidate, the best first; of several a ranking before them. */
export function markdownOf(report: CompareReport): string {
  const read = report.candidates.filter(isRead);
  return [
    ...read.length > 1 ? ['# Ranking', '', ...ranking(read), ''] : [],
    ...read.flatMap(analysis),
    ...unreadCandidates(report).flatMap(({ candidate, error }) => [`# ${escaped(candidate)}`, '', `Could not be read: ${escaped(error)}`, '']),
  ].join('\n');
}

/** What a template says is text, whatever it says. */
const escaped = (text: string): string => oneLine(text).replace(/[\\`*_{}[\]<>#|!]/g, '\\$&');
const code = (text: string): string => {
  const line = oneLine(text);
  const fence = line.includes('`') ? '``' : '`';
  return `${fence}${fence === '``' ? ' ' : ''}${line}${fence === '``' ? ' ' : ''}${fence}`;
};

function ranking(all: readonly Comparison[]): string[] {
  return [
    '| | Grade | Critical | High | Medium | Low | Open | System | Candidate |',
    '|---|---|---|---|---|---|---|---|---|',
    ...all.map(({ candidate, system, grade, statistics: { findings, open } }, at) =>
      `| ${at + 1} | ${grade.grade} | ${SEVERITIES.map((severity) => findings[severity]).join(' | ')} | ${open} | ${system.id}${likenessIn(system)} | ${escaped(candidate)} |`),
  ];
}

function analysis(comparison: Comparison): string[] {
  const { candidate, system, grade, findings } = comparison;
  const open = findings.filter(({ kind }) => kind === 'open');
  return [
    `# Failure analysis: ${escaped(candidate)}`,
    '',
    `Compared with the reference **${system.title}** (\`${system.id}\`, ${system.variant})${system.isDetected ? `, which was detected: ${escaped(detectedAs(system))}` : ''}. **Grade: ${grade.grade} of 100.**`,
    '',
    ...SEVERITIES.flatMap((severity) => {
      const some = findings.filter((finding) => finding.severity === severity && finding.kind !== 'open');
      return [`## ${HEADINGS[severity]}`, '', ...some.length === 0 ? ['None.', ''] : some.flatMap(failure)];
    }),
    ...open.length > 0 ? ['## Open', '', 'The templates do not tell whether these hold. Give values to parameters, or compare all stacks together.', '', ...open.flatMap(failure)] : [],
    ...summary(comparison),
  ];
}

function failure({
  number, title, severity, facet, requirement, assertion, also, lessons, kind, found, places, placeCount, reference, why, impact, fix,
}: CompareFinding): string[] {
  const ids = [assertion ?? requirement, ...also, ...lessons].filter(Boolean).map((id) => `\`${id}\``).join(', ');
  return [
    `### ${number}. ${escaped(title)}`,
    '',
    `**Impact level**: ${severity} · ${facet} · ${ids}`,
    '',
    `**Candidate**: ${escaped(found)}`,
    '',
    ...placesOf(places, placeCount),
    `**Reference**: ${escaped(reference.text)}`,
    '',
    ...placesOf(reference.places, reference.places.length),
    ...kind === 'lesson' ? [] : [`**Why**: ${escaped(why)}`, ''],
    `**Impact**: ${escaped(impact)}`,
    '',
    `**Fix**: ${escaped(fix)}`,
    '',
  ];
}

function placesOf(places: readonly FoundPlace[], count: number): string[] {
  if (places.length === 0) return [];
  const shown = places.slice(0, MOST_PLACES);
  return [
    ...shown.map(({ file, line, logicalId, type }) => `- ${code(`${file}:${line}`)}${logicalId ? ` ${code(logicalId)}${type ? ` (${type})` : ''}` : ''}`),
    ...count > shown.length ? [`- and ${count - shown.length} more`] : [],
    '',
  ];
}

function summary({ grade, statistics, structure, requirements, notes, unresolved }: Comparison): string[] {
  const { findings, assertions, lessons, resources, stacks } = statistics;
  return [
    '## Summary',
    '',
    '### Statistics',
    '',
    `- Failures: ${SEVERITIES.map((severity) => `${findings[severity]} ${severity}`).join(', ')}; ${statistics.open} open`,
    `- Assertions: ${assertions.pass} hold, ${assertions.fail} do not, ${assertions.unknown} are open, ${assertions['not-applicable']} do not apply`,
    `- Lessons: ${lessons.broken} of ${lessons.applied} broken, ${lessons.acknowledged} findings acknowledged`,
    `- Templates: ${stacks}, with ${resources} resources`,
    ...(['resources', 'edges'] as const).map((what) => {
      const { matched, candidate, reference, precision, recall, f1 } = structure[what];
      return `- ${what === 'resources' ? 'Resources' : 'Links'}: ${matched} of ${reference} of the reference found in ${candidate}; precision ${percent(precision)}, recall ${percent(recall)}, F1 ${percent(f1)}`;
    }),
    '',
    '| Requirement | If missing | Outcome |',
    '|---|---|---|',
    ...requirements.map(({ id, title, severity, outcome, assertions: all }) =>
      `| ${id} ${escaped(title)} | ${severity} | ${outcome === 'fail' ? `${all.filter((one) => one.outcome === 'fail').length} of ${all.length} assertions do not hold` : outcome} |`),
    '',
    '### Score',
    '',
    `**${grade.grade} of 100**${grade.lowest < grade.highest ? ` (${grade.lowest} to ${grade.highest}, by what is open)` : ''}`,
    '',
    ...grade.justification.map((line) => `- ${escaped(line)}`),
    ...Object.entries(grade.facets).map(([facet, share]) => `- ${facet}: ${percent(share)}`),
    '',
    ...notes.length + unresolved.length > 0 ? ['### Notes', '', ...notes.map((note) => `- ${escaped(note)}`), ...unresolved.slice(0, MOST_PLACES).map(({ reason, values }) => `- not known: ${escaped(reason)} (${values})`), ''] : [],
  ];
}
