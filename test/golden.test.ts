import * as fs from 'fs';
import { audit, PACKS } from '../golden/apps/audit';
import { synthesise } from '../golden/apps/synthesise';

const goldens = synthesise();

describe.each(goldens.map((golden) => [golden.name, golden] as const))('golden %s', (_, golden) => {
  test('is what the constructs synthesise: run `npm run golden` and read the diff', () => {
    expect(golden.text).toBe(fs.readFileSync(golden.file, 'utf8'));
  });

  test('adds no warning', () => expect(golden.warnings).toEqual([]));

  test.each(Object.entries(PACKS))('has no unacknowledged finding of %s', (_pack, pack) => expect(audit(golden.stack, pack())).toEqual([]));

  test('is within CloudFormation\'s limits: 500 resources, 200 outputs, 1 MB', () => {
    expect(Object.keys(golden.template.Resources).length).toBeLessThanOrEqual(500);
    expect(Object.keys(golden.template.Outputs ?? {}).length).toBeLessThanOrEqual(200);
    expect(JSON.stringify(golden.template).length).toBeLessThan(1_000_000);
  });

  test('holds no literal account, no secret and no asset hash', () => {
    expect(golden.text).not.toMatch(/\b\d{12}\b(?!:)/);
    expect(golden.text).not.toMatch(/sk_live_|whsec_|AKIA[A-Z0-9]{16}/);
    expect(golden.text).not.toMatch(/[0-9a-f]{64}\.zip/);
  });
});

test('the audit finds what is wrong: a bucket of the plain kind has findings', () => {
  const { App, Stack } = jest.requireActual<typeof import('aws-cdk-lib')>('aws-cdk-lib');
  const s3 = jest.requireActual<typeof import('aws-cdk-lib/aws-s3')>('aws-cdk-lib/aws-s3');
  const stack = new Stack(new App(), 'Plain');
  new s3.Bucket(stack, 'Bucket');
  for (const name of ['AwsSolutions', 'PCI DSS 3.2.1']) expect(audit(stack, PACKS[name]()).length).toBeGreaterThan(0);
});
