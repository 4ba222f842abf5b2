import * as fs from 'fs';
import { audit, PACKS } from '../../golden/apps/audit';
import { synthesiseEventApis } from '../../golden/apps/event-api';

const goldens = synthesiseEventApis();

describe.each(goldens.map((golden) => [golden.name, golden] as const))('golden %s', (_, golden) => {
  test('is what the constructs synthesise: run `npm run golden` and read the diff', () => {
    expect(golden.text).toBe(fs.readFileSync(golden.file, 'utf8'));
  });

  test('adds no warning', () => expect(golden.warnings).toEqual([]));

  test.each(Object.entries(PACKS))('has no unacknowledged finding of %s', (_pack, pack) => expect(audit(golden.stack, pack())).toEqual([]));

  test('is within CloudFormation\'s limits: 500 resources, 200 outputs and parameters, 1 MB', () => {
    const sizes = ['Resources', 'Outputs', 'Parameters'].map((section) => Object.keys(golden.template[section] ?? {}).length);
    expect([sizes[0] <= 500, sizes[1] <= 200, sizes[2] <= 200]).toEqual([true, true, true]);
    expect(JSON.stringify(golden.template).length).toBeLessThan(1_000_000);
  });
});
