/**
 * Installs the packed library into an empty app and synthesises it: is everything in the tarball, and nothing else needed?
 * `node tools/pack-test.mjs [tarball]`; without a tarball the working tree is packed, which needs a build.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const PEERS = ['aws-cdk-lib@2.257.0', 'constructs@10.5.1', 'cdk-nag@3.0.2'];
const BIGGEST = 8;
/** What is packed, in bytes: source maps, or the build of a browser, slip in unseen. */
const LARGEST_TARBALL = 6.5e6;

/** In a handler's bundle and in nothing else that an app stages. */
const HANDLER_MARK = /POWERTOOLS_/;

const APP = `
const { App, Stack } = require('aws-cdk-lib');
const { Certificate } = require('aws-cdk-lib/aws-certificatemanager');
const { EnvironmentType, PaymentDisasterRecovery, PaymentEnvironment, PaymentProvider, PaymentWebhookPipeline } = require('cdk-payment-constructs');
const app = new App({ outdir: 'cdk.out', analyticsReporting: false });
const stack = new Stack(app, 'Payments');
new PaymentWebhookPipeline(stack, 'Payments', { environmentSuffix: 'dev', providers: [PaymentProvider.stripe()] });
const master = new Stack(app, 'Environment');
const certificate = Certificate.fromCertificateArn(master, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/own');
new PaymentEnvironment(master, 'Environment', { environmentType: EnvironmentType.DEV, ingress: { certificate } });
new PaymentDisasterRecovery(app, 'Regions', { domain: { domainName: 'pay.your-company.io' } });
app.synth();
`;

/** Three lines of the README; the queue is flawed. */
const AUDITED = `
const { App, Stack, Validations } = require('aws-cdk-lib');
const { Queue } = require('aws-cdk-lib/aws-sqs');
const { PaymentChecks } = require('cdk-payment-constructs');
const app = new App({ outdir: 'audited.out', analyticsReporting: false });
new Queue(new Stack(app, 'Audited'), 'Queue', { queueName: 'payments' });
Validations.of(app).addPlugins(new PaymentChecks(app));
app.synth();
`;

const kb = (bytes) => `${Math.round(bytes / 1024).toLocaleString('en-US')} KB`;
const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;

function run(command, args, cwd) {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CDK_VALIDATION: 'false' } });
  } catch (error) {
    // npm's "ERR!" or Node's "SomeError: ..." line; never the minified source around it.
    const lines = String(error.stderr).split('\n').filter((line) => line.length < 500);
    const reason = lines.find((line) => /^npm (error|ERR!)|^\S*Error\b|^«/.test(line.trim())) ?? lines.find((line) => line.trim()) ?? error.message;
    throw new Error(`${command} ${args[0]} failed: ${reason.trim()}`);
  }
}

function check(condition, message) {
  if (!condition) throw new Error(message);
}

function filesBelow(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function tarballFor(folder, given) {
  if (given) {
    check(existsSync(given), `there is no tarball ${given}`);
    return resolve(given);
  }
  check(existsSync(join(ROOT, 'lib', 'index.js')), 'lib/index.js is missing: run `npx projen compile` first');
  run('node', [join(ROOT, 'tools', 'trim-bundled.mjs')], ROOT);
  // The build has run already: `prepack` and the like would run it again.
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], ROOT);
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')));
}

function main(folder) {
  const tarball = tarballFor(folder, process.argv[2]);
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', private: true }));
  let start = performance.now();
  run('npm', ['install', '--no-audit', '--no-fund', tarball, ...PEERS], app);
  console.log(`Installed in ${seconds(start)} from ${kb(statSync(tarball).size)}`);
  check(statSync(tarball).size <= LARGEST_TARBALL, `the tarball has ${kb(statSync(tarball).size)}, at most ${kb(LARGEST_TARBALL)} are expected: see what came into it`);
  check(!existsSync(join(app, 'node_modules', 'esbuild')), 'esbuild came with the package: the handlers must be bundled already');

  writeFileSync(join(app, 'app.js'), APP.trimStart());
  start = performance.now();
  run('node', ['app.js'], app);
  const took = seconds(start);

  const out = join(app, 'cdk.out');
  const { Resources: resources } = JSON.parse(readFileSync(join(out, 'Payments.template.json'), 'utf8'));
  const types = Object.values(resources).map(({ Type }) => Type);
  check(types.includes('AWS::StepFunctions::StateMachine'), 'the template has no AWS::StepFunctions::StateMachine');
  const staged = readdirSync(out).map((name) => join(out, name, 'index.js')).filter((file) => name(file).startsWith('asset.') && existsSync(file));
  const handlers = staged.filter((file) => HANDLER_MARK.test(readFileSync(file, 'utf8')));
  // Validator, processor, fraud rules, dispatcher, archival; payment, redrive, heartbeat, authorizer.
  check(handlers.length === 9, `cdk.out holds ${handlers.length} bundled handlers instead of 9`);
  const image = readdirSync(out).find((name) => existsSync(join(out, name, 'Dockerfile')));
  check(image && ['index.js', 'health.js'].every((name) => existsSync(join(out, image, name))), 'cdk.out holds no context of the service\'s image');
  const nested = readdirSync(out).filter((name) => name.endsWith('.nested.template.json'));
  check(nested.length === 3, `cdk.out holds ${nested.length} nested templates instead of 3`);
  const regions = ['Secondary', 'Primary', 'Failover'].map((part) => readdirSync(out).find((name) => name.startsWith(`Regions${part}`) && name.endsWith('.template.json')));
  check(regions.every(Boolean), 'cdk.out holds no stacks of two Regions and their name');
  check(/AWS::DynamoDB::GlobalTable/.test(readFileSync(join(out, regions[1]), 'utf8')), 'the primary Region has no global table');
  console.log(`Synthesised ${types.length} resources in ${took}, ${handlers.length} handlers staged, an environment with its service, and two Regions`);

  writeFileSync(join(app, 'audited.js'), AUDITED.trimStart());
  const audited = spawnSync('node', ['audited.js'], { cwd: app, encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'false' } });
  check(/PaymentChecks-NameWithoutEnvironment/.test(audited.stdout + audited.stderr), 'the pack of three lines found nothing in a flawed app');
  const command = spawnSync(join('node_modules', '.bin', 'cdk-payments'), ['audit', 'audited.out'], { cwd: app, encoding: 'utf8' });
  check(command.status === 1 && /NameWithoutEnvironment/.test(command.stdout), `cdk-payments audit ended with ${command.status}: ${command.stderr}`);
  console.log('PaymentChecks and cdk-payments audit find the flaw of a flawed app');

  const library = join(app, 'node_modules', 'cdk-payment-constructs');
  const files = filesBelow(library).map((file) => ({ file: relative(library, file), size: statSync(file).size })).sort((a, b) => b.size - a.size);
  const mapped = files.filter(({ file }) => file.endsWith('.map') || (/^lib\W.*\.js$/.test(file) && readFileSync(join(library, file), 'utf8').includes('sourceMappingURL=data:')));
  check(mapped.length === 0, `${mapped.length} files are source maps, or hold one: ${mapped[0]?.file}`);
  console.log(`Installed size ${kb(files.reduce((sum, { size }) => sum + size, 0))}, ${files.length} files. The biggest:`);
  for (const { file, size } of files.slice(0, BIGGEST)) console.log(`  ${kb(size).padStart(9)}  ${file}`);
}

/** Name of the folder that a file is in. */
function name(file) {
  return file.split(/[\\/]/).at(-2);
}

const folder = mkdtempSync(join(tmpdir(), 'pack-test-'));
try {
  main(folder);
} catch (error) {
  console.error(`pack-test: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
