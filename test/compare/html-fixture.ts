import { layOut } from '../../src/cli/layout';
import { ComparedModels, htmlOf } from '../../src/compare/html';
import type { CompareFinding, Comparison, FoundPlace, ResourceMatch } from '../../src/compare/result';
import { loadText, Model } from '../../src/template';

const NOTHING = { critical: 0, high: 0, medium: 0, low: 0 };

export const place = (address: string | null, more: Partial<FoundPlace> = {}): FoundPlace => ({
  address,
  logicalId: address,
  type: 'AWS::SQS::Queue',
  stack: 'candidate',
  path: ['Resources', `${address}`, 'Properties', 'QueueName'],
  file: 'folder/candidate.yaml',
  line: 3,
  column: 5,
  found: 'nothing',
  ...more,
});

export const finding = (number: number, more: Partial<CompareFinding> = {}): CompareFinding => ({
  number,
  kind: 'requirement',
  severity: 'critical',
  facet: 'reliability',
  requirement: 'WH-06',
  assertion: 'WH-06/own-dlq',
  also: [],
  lessons: [],
  title: 'A queue has a dead-letter queue',
  found: 'Queue has none',
  places: [place('Queue')],
  placeCount: 1,
  reference: { text: 'Each queue has one', places: [place('Golden', { file: '/deep/in/golden.json' })] },
  why: 'What cannot be processed comes back for ever',
  impact: 'Payments are lost',
  fix: 'Set RedrivePolicy',
  ...more,
});

export const match = (state: ResourceMatch['state'], candidate: string | null, reference: string | null, findings: number[] = []): ResourceMatch =>
  ({ state, type: 'AWS::SQS::Queue', candidate, reference, likeness: 0.5, findings });

export function comparison(more: Partial<Comparison> = {}): Comparison {
  const likeness = { candidate: 2, reference: 2, matched: 1, precision: 0.5, recall: 0.5, f1: 0.5 };
  return {
    candidate: 'candidate.yaml',
    system: { id: 'webhook-pipeline', title: 'Payment webhook pipeline', variant: 'zip', isDetected: true, likeness: [{ system: 'webhook-pipeline', variant: 'zip', likeness: 0.504 }, { system: 'event-api', variant: 'default', likeness: 0.219 }] },
    grade: { grade: 42, lowest: 40, highest: 55, assertions: 0.5, lessons: 0.75, structure: 0.5, facets: { reliability: 0.25 }, cap: { at: 59, because: 'WH-06 is critical' }, justification: ['Half of it holds.'] },
    findings: [finding(1)],
    requirements: [{ id: 'WH-06', title: 'Queues', severity: 'critical', outcome: 'fail', assertions: [{ id: 'WH-06/own-dlq', title: 'DLQ', severity: 'critical', facet: 'reliability', outcome: 'fail', value: 0 }] }],
    structure: {
      resources: likeness,
      edges: likeness,
      edgeMatches: [],
      matches: [match('weaker', 'Queue', 'Golden', [1]), match('extra', 'Topic', null), match('missing', null, 'Lost')],
    },
    statistics: {
      stacks: 1,
      resources: 2,
      findings: { ...NOTHING, critical: 1 },
      open: 0,
      assertions: { 'pass': 1, 'fail': 1, 'unknown': 0, 'not-applicable': 0 },
      lessons: { applied: 9, broken: 1, acknowledged: 0 },
    },
    notes: ['a note'],
    unresolved: [{ reason: 'a parameter without default', values: 3 }],
    ...more,
  };
}

const model = (resources: object, name: string): Model => loadText(JSON.stringify({ Resources: resources }), name);

export const compared = (more: Partial<Comparison> = {}, candidate: object = { Queue: { Type: 'AWS::SQS::Queue' }, Topic: { Type: 'AWS::SNS::Topic' } }): ComparedModels => ({
  comparison: comparison(more), candidate: model(candidate, 'candidate'), reference: model({ Golden: { Type: 'AWS::SQS::Queue' }, Lost: { Type: 'AWS::DynamoDB::Table' } }, 'golden'),
});

export const page = (...all: ComparedModels[]): string => htmlOf(all, { engine: layOut, version: '1.2.3' });
