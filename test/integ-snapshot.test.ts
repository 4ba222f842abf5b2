import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const INTEG = path.join(__dirname, '..', 'integ');
const RUNNER = path.join(path.dirname(require.resolve('@aws-cdk/integ-runner/package.json')), 'lib');
const TEST = 'integ.disaster-recovery.ts';

/** By file, without hashes of assets: an edit of a handler changes no snapshot, as in integ-runner. */
function templatesIn(folder: string): Record<string, string> {
  const files = fs.readdirSync(folder).filter((file) => /^PaymentDisasterRecovery.*\.template\.json$/.test(file));
  return Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8').replaceAll(/[0-9a-f]{64}/g, '<hash>')]));
}

// integ-runner knows a stack by its path and the snapshot by its id, which are the same at the top of an app alone: of these stacks it compares nothing.
test(`the snapshot of ${TEST} is what the constructs synthesise: else delete its folder, then npm run integ -- --update-on-failed --dry-run`, () => {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'integ-'));
  process.env.CDK_OUTDIR = outdir;
  process.env.CDK_CONTEXT_JSON = fs.readFileSync(path.join(RUNNER, 'recommended-feature-flags.json'), 'utf8');
  try {
    require(path.join(INTEG, TEST)); // eslint-disable-line @typescript-eslint/no-require-imports -- the test is a program
    const synthesised = templatesIn(outdir);
    expect(Object.keys(synthesised)).toHaveLength(3);
    expect(synthesised).toEqual(templatesIn(path.join(INTEG, `${TEST}.snapshot`)));
  } finally {
    delete process.env.CDK_OUTDIR;
    delete process.env.CDK_CONTEXT_JSON;
    fs.rmSync(outdir, { recursive: true, force: true });
  }
});
