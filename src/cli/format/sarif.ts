import { createHash } from 'crypto';
import { resolve, sep } from 'path';
import { pathToFileURL } from 'url';
import { Lesson, Severity } from '../../lessons';
import { localOf } from '../here';
import { atEachPlace, Report, ReportedFinding } from '../report';

export const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
export const LEVELS: Record<Severity, 'error' | 'warning' | 'note'> = { critical: 'error', high: 'error', medium: 'warning', low: 'note' };
/** By which GitHub ranks: 9 and above is critical, 7 high, 4 medium. */
export const SCORES: Record<Severity, string> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };

/** SARIF 2.1.0, for code scanning. */
export function sarif(report: Report, lessons: readonly Lesson[]): string {
  // Code scanning marks the line of each result.
  const findings = report.templates.flatMap((template) => template.findings.flatMap(atEachPlace));
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: report.tool.name, semanticVersion: report.tool.version, rules: lessons.map(rule) } },
      columnKind: 'utf16CodeUnits',
      invocations: [{
        executionSuccessful: report.errors.length === 0,
        toolExecutionNotifications: [
          ...report.errors.map((message) => ({ level: 'error', message: { text: message } })),
          ...report.templates.flatMap(({ notes }) => notes.map(({ file, message }) => ({ level: 'note', message: { text: message.startsWith(file) ? message : `${file}: ${message}` } }))),
        ],
      }],
      results: findings.map((finding) => result(finding, lessons)),
    }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rule({ id, title, why, fix, source, severity, facet, classes, pci = [] }: Lesson) {
  const link = /^https?:/.test(source) ? source : undefined;
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why} ${fix} Source: ${source}`, markdown: `${why}\n\n**Fix:** ${fix}\n\n**Source:** ${source}` },
    ...link && { helpUri: link },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      'tags': [facet, ...classes, ...pci.map((requirement) => `PCI DSS ${requirement}`)],
      'security-severity': SCORES[severity],
    },
  };
}

function result(finding: ReportedFinding, lessons: readonly Lesson[]) {
  const { id, severity, found, title, fix, file, line, column, logicalId, constructPath, stack, acknowledged } = finding;
  return {
    ruleId: id,
    ruleIndex: lessons.findIndex((lesson) => lesson.id === id),
    level: LEVELS[severity],
    message: { text: `${title}. ${found}. ${fix}` },
    locations: [{
      physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line, startColumn: column } },
      ...logicalId !== null && { logicalLocations: [{ name: logicalId, fullyQualifiedName: constructPath ?? `${stack}/${logicalId}`, kind: 'resource' }] },
    }],
    partialFingerprints: { 'cdkPaymentsFinding/v1': fingerprint(finding) },
    suppressions: acknowledged === undefined ? [] : [{ kind: 'inSource', status: 'accepted', justification: acknowledged }],
  };
}

/** Says what was found where, without lines: it stays while other parts of the template change. */
function fingerprint({ id, stack, logicalId, path, detail }: ReportedFinding): string {
  return createHash('sha256').update(JSON.stringify([id, stack, logicalId, path, detail])).digest('hex').slice(0, 32);
}

/** From the working directory, as code scanning wants it; elsewhere in full. */
export function uriOf(file: string): string {
  const local = localOf(file);
  return local === undefined ? pathToFileURL(resolve(file)).href : local.split(sep).map(encodeURIComponent).join('/');
}
