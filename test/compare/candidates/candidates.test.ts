import * as fs from 'node:fs';
import * as path from 'node:path';
import { DISASTER_RECOVERY } from './disaster-recovery';
import { EVENT_API } from './event-api';
import { MIGRATION } from './migration';
import { NESTED_ENVIRONMENTS } from './nested-environments';
import { Planted } from './planted';
import { WEBHOOK_PIPELINE } from './webhook-pipeline';
import { compared } from '../../../src/compare/compare';
import { load } from '../../../src/template';

const FOLDER = path.join(__dirname, '..', '..', '..', 'examples', 'candidates');
const CANDIDATES: Readonly<Record<string, readonly Planted[]>> = {
  'event-api': EVENT_API,
  'disaster-recovery': DISASTER_RECOVERY,
  'migration': MIGRATION,
  'nested-environments': NESTED_ENVIRONMENTS,
  'webhook-pipeline': WEBHOOK_PIPELINE,
};

describe.each(Object.entries(CANDIDATES))('the flawed candidate %s', (system, planted) => {
  // As a user would: the system is not named.
  const folder = path.join(FOLDER, system);
  const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [`${system}.yaml`];
  const { comparison } = compared(system, load([fs.existsSync(folder) ? folder : path.join(FOLDER, files[0])]));

  test('is known as what it is, and fails', () => {
    expect(comparison.system.id).toBe(system);
    expect(comparison.grade.grade).toBeLessThan(50);
    expect(comparison.notes).toEqual([]);
  });

  test.each(planted.map(({ failure, finding }) => [failure, finding]))('%s: %s', (_, wanted) => {
    const found = comparison.findings.find(({ kind, assertion, lessons }) => kind !== 'open' && (assertion === wanted || (assertion === null && lessons.includes(wanted))));
    expect(found).toBeDefined();
    // A lesson may be told under a requirement that names it.
    if (wanted.includes('/')) expect(found!.requirement).toBe(wanted.split('/')[0]);
    for (const text of [found!.found, found!.reference.text, found!.why, found!.impact, found!.fix]) expect(text).toMatch(/\S{3}/);
    // Where something is wrong, and not merely missing, the report says in which line.
    for (const { file, line } of found!.places) expect([files.includes(path.basename(file)), line > 1]).toEqual([true, true]);
  });
});
