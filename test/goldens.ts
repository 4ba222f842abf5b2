import * as fs from 'fs';
import { PACKS } from '../golden/apps/audit';
import { AddStacks, Golden, synthesise } from '../golden/apps/synthesise';

/** Tests the golden stacks of a system: equal to what is committed, clean, within the limits. */
export function testGoldens(add: AddStacks): void {
  const goldens = synthesise(undefined, add);

  describe.each(goldens.map((golden) => [golden.name, golden] as const))('golden %s', (_, golden) => {
    test('is what the constructs synthesise: run `npm run golden` and read the diff', () => {
      expect(golden.text).toBe(fs.readFileSync(golden.file, 'utf8'));
    });

    test('adds no warning', () => expect(golden.warnings).toEqual([]));

    test('is within CloudFormation\'s limits: 500 resources, 200 outputs and parameters, 1 MB', () => {
      const sizes = ['Resources', 'Outputs', 'Parameters'].map((section) => Object.keys(golden.template[section] ?? {}).length);
      expect([sizes[0] <= 500, sizes[1] <= 200, sizes[2] <= 200]).toEqual([true, true, true]);
      expect(JSON.stringify(golden.template).length).toBeLessThan(1_000_000);
    });

    test('holds no literal account, no secret and no asset hash', () => testLiterals(golden));
  });

  // Nested stacks are audited with their master.
  const masters = goldens.filter(({ stack }) => stack.nestedStackParent === undefined);
  describe.each(masters.map(({ name, stack }) => [name, stack] as const))('audit of %s', (_, stack) => {
    test.each(Object.entries(PACKS))('no unacknowledged finding of %s', (_pack, pack) => expect(pack(stack)).toEqual([]));
  });
}

/** Expects no literal of an account, a secret or an asset. */
export function testLiterals({ text }: Pick<Golden, 'text'>): void {
  expect(text).not.toMatch(/\b\d{12}\b(?!:)/);
  expect(text).not.toMatch(/sk_live_|whsec_|AKIA[A-Z0-9]{16}/);
  expect(text).not.toMatch(/[0-9a-f]{64}\.(zip|json)/);
}
