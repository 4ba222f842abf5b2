/**
 * Synthesises the goldens with CloudFormation's own rules, which aws-cdk-lib checks from 2.262. Prints the findings by rule; fails
 * on an error. `npm run newest-cdk` runs it on the newest CDK.
 */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { addAll } from '../golden/apps/all';
import { newApp } from '../golden/apps/synthesise';

const VALIDATOR = 'CloudFormation Validate';
const REPORT = 'validation-report.json';

interface Report {
  readonly pluginReports: Array<{
    readonly pluginName: string;
    readonly conclusion: string;
    readonly violations: Array<{
      readonly ruleName: string;
      readonly severity: string;
      readonly description: string;
      readonly violatingConstructs: Array<{ readonly constructPath?: string }>;
    }>;
  }>;
}

function validate(outdir: string): void {
  const app = newApp({
    outdir,
    postCliContext: {
      // Otherwise errors are reported as warnings.
      '@aws-cdk/core:validateAgainstDefaultRules': true,
      // Otherwise the report is printed, stack traces and all, and synth throws.
      '@aws-cdk/core:failSynthOnValidationErrors': false,
    },
  });
  const stacks = addAll(app);
  app.synth();
  const file = path.join(outdir, REPORT);
  if (!fs.existsSync(file)) throw new Error('nothing was validated: is aws-cdk-lib at 2.262 or later, and CDK_VALIDATION not `false`?');
  const { pluginReports } = JSON.parse(fs.readFileSync(file, 'utf8')) as Report;
  const validator = pluginReports.find(({ pluginName }) => pluginName === VALIDATOR);
  if (!validator) throw new Error(`'${VALIDATOR}' did not run`);

  const violations = pluginReports.flatMap((report) => report.violations);
  for (const { severity, ruleName, description, violatingConstructs } of violations) {
    console.log(`${severity} ${ruleName} x ${violatingConstructs.length}: ${description.slice(0, 200)}`);
    for (const { constructPath } of violatingConstructs) console.log(`  ${constructPath ?? '(no construct)'}`);
  }
  const errors = violations.filter(({ severity }) => severity === 'error' || severity === 'fatal').length;
  console.log(`${Object.keys(stacks).length} goldens validated: ${errors} rules at error level, ${violations.length - errors} below`);
  if (errors > 0 || validator.conclusion !== 'success') process.exitCode = 1;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'validate-goldens-'));
try {
  validate(folder);
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
