import { createHash } from 'crypto';
import { LEVELS, SCHEMA, SCORES, uriOf } from './sarif';
import { isRead } from '../../compare/report';
import type { CompareFinding, CompareReport, Comparison, FoundPlace } from '../../compare/result';

/** Of an assertion, else of the lesson. */
const idOf = ({ assertion, lessons }: CompareFinding): string => assertion ?? lessons[0];

/** SARIF 2.1.0, for code scanning: a result for each place; at the top of the first template where something is missing altogether. */
export function compareSarif(report: CompareReport): string {
  const read = report.candidates.filter(isRead);
  const all = read.flatMap((comparison) => comparison.findings.map((finding) => ({ comparison, finding })));
  const rules = [...new Map(all.map(({ finding }) => [idOf(finding), finding])).values()];
  const ids = rules.map(idOf);
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: report.tool.name, semanticVersion: report.tool.version, rules: rules.map(rule) } },
      columnKind: 'utf16CodeUnits',
      invocations: [{
        executionSuccessful: report.errors.length === 0,
        toolExecutionNotifications: [
          ...report.errors.map((message) => ({ level: 'error', message: { text: message } })),
          ...read.flatMap(({ notes }) => notes.map((text) => ({ level: 'note', message: { text } }))),
        ],
      }],
      results: all.flatMap(({ comparison, finding }) => finding.places.length > 0
        ? finding.places.map((place) => result(comparison, finding, ids, place)) : [result(comparison, finding, ids)]),
      properties: { grades: Object.fromEntries(read.map(({ candidate, grade }) => [candidate, grade.grade])) },
    }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rule(finding: CompareFinding) {
  const { title, why, impact, fix, severity, facet, requirement } = finding;
  return {
    id: idOf(finding),
    shortDescription: { text: title },
    fullDescription: { text: `${why} ${impact}` },
    help: { text: `${impact} ${fix}`, markdown: `${impact}\n\n**Fix:** ${fix}` },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { 'tags': [facet, ...requirement ? [requirement] : []], 'security-severity': SCORES[severity] },
  };
}

function result({ candidate }: Comparison, finding: CompareFinding, ids: readonly string[], place?: FoundPlace) {
  const { kind, severity, title, found, fix } = finding;
  const id = idOf(finding);
  return {
    ruleId: id,
    ruleIndex: ids.indexOf(id),
    // Nobody knows whether it holds.
    ...kind === 'open' ? { kind: 'open', level: 'none' } : { kind: 'fail', level: LEVELS[severity] },
    message: { text: `${title}. ${place?.found || found}. ${fix}` },
    locations: [{
      physicalLocation: {
        artifactLocation: { uri: uriOf(place?.file ?? candidate) }, region: { startLine: place?.line ?? 1, startColumn: place?.column ?? 1 },
      },
      ...place?.logicalId && { logicalLocations: [{ name: place.logicalId, fullyQualifiedName: `${place.stack}/${place.logicalId}`, kind: 'resource' }] },
    }],
    partialFingerprints: {
      'cdkPaymentsComparison/v1': createHash('sha256').update(JSON.stringify([id, candidate, place?.stack, place?.path])).digest('hex').slice(0, 32),
    },
  };
}
