import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as ts from 'typescript';
import { Template } from '../golden/apps/synthesise';
import { failoverNameOf } from '../integ/emulator/dns';
import { FailoverModel } from '../src/disaster-recovery';

const ROOT = path.join(__dirname, '..');
const EXAMPLES = path.join(ROOT, 'examples');
const PAGES = [
  'README.md', 'CONTRIBUTING.md', 'src/webhook-pipeline/README.md', 'docs/runbook-webhook-pipeline.md',
  'src/nested-environments/README.md', 'docs/runbook-nested-environments.md', 'src/disaster-recovery/README.md', 'docs/runbook-disaster-recovery.md',
  'src/event-api/README.md', 'docs/runbook-event-api.md', 'src/migration/README.md', 'docs/runbook-migration.md',
];

/** TypeScript blocks of a page, as a user would write them. */
function blocksOf(page: string): string[] {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
}

/** Blocks by the file that they would be, below examples/. */
const virtual = new Map(PAGES.flatMap((page) => blocksOf(page).map((code, index): [string, string] => {
  const prelude = /\bconst stack\b/.test(code) ? '' : "declare const stack: import('aws-cdk-lib').Stack;\n";
  return [path.join(EXAMPLES, `${page.replaceAll(/\W/g, '-')}-${index + 1}.ts`), `${prelude}${code}export {};\n`];
})));

test('every TypeScript block of the documents compiles with the options of the repository', () => {
  const config = ts.readConfigFile(path.join(ROOT, 'test', 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, path.join(ROOT, 'test'));
  // The package's index pulls in the types of every service: half of the time.
  options.paths = { ...options.paths, 'aws-cdk-lib': [path.join(ROOT, 'node_modules', 'aws-cdk-lib', 'core', 'index.d.ts')] };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => virtual.has(path.normalize(file)) || fileExists(file);
  host.readFile = (file) => virtual.get(path.normalize(file)) ?? readFile(file);
  host.getSourceFile = (file, language, ...rest) => {
    const code = virtual.get(path.normalize(file));
    return code === undefined ? getSourceFile(file, language, ...rest) : ts.createSourceFile(file, code, language);
  };
  const program = ts.createProgram([...virtual.keys()], options, host);
  const faults = [...virtual.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  }).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${path.basename(file?.fileName ?? '')}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
  expect(virtual.size).toBeGreaterThan(5);
  expect(faults).toEqual([]);
});

test('the first block of README.md is examples/minimal.ts, at most 12 lines', () => {
  const [minimal] = blocksOf('README.md');
  const example = fs.readFileSync(path.join(EXAMPLES, 'minimal.ts'), 'utf8').replace(/^\/\*\*.*\*\/\n/, '');
  expect(minimal).toBe(example);
  expect(minimal.trimEnd().split('\n').length).toBeLessThanOrEqual(12);
});

test('the block of README.md on environments is examples/environment.ts', () => {
  const example = fs.readFileSync(path.join(EXAMPLES, 'environment.ts'), 'utf8').replace(/^\/\*\*.*\*\/\n/, '');
  expect(blocksOf('README.md')).toContain(example);
});

test('the block of README.md on two Regions is examples/disaster-recovery.ts', () => {
  const example = fs.readFileSync(path.join(EXAMPLES, 'disaster-recovery.ts'), 'utf8').replace(/^\/\*\*.*\*\/\n/, '');
  expect(blocksOf('README.md')).toContain(example);
});

test('the block of README.md on events is examples/event-api.ts', () => {
  const example = fs.readFileSync(path.join(EXAMPLES, 'event-api.ts'), 'utf8').replace(/^\/\*\*.*\*\/\n/, '');
  expect(blocksOf('README.md')).toContain(example);
});

test.each(fs.readdirSync(EXAMPLES).filter((file) => file.endsWith('.ts')))('examples/%s imports what a user of the package has', (file) => {
  const text = fs.readFileSync(path.join(EXAMPLES, file), 'utf8');
  const imported = [...text.matchAll(/ from '([^']+)'/g)].map(([, name]) => name);
  expect(imported).toContain('cdk-payment-constructs');
  expect(imported.filter((name) => !/^(cdk-payment-constructs|constructs|aws-cdk-lib(\/.*)?)$/.test(name))).toEqual([]);
  expect(text).not.toContain('test/tsconfig.json');
});

/** A stack of an example and one of its outputs, where it is no webhook pipeline. */
const OUTPUTS: Record<string, [stack: string, output: string]> = {
  'environment.ts': ['Payments-prod', 'PaymentsLoadBalancerDnsName'],
  'disaster-recovery.ts': ['PaymentsPrimary5BAFC919', 'Reports'],
  'event-api.ts': ['Events-live', 'EventPostUrl'],
  'migration.ts': ['PaymentMigration', 'DatabaseEndpoint'],
  'compare.ts': ['Webhooks', 'WebhooksApiUrl'],
};

test.each(fs.readdirSync(EXAMPLES).filter((file) => file.endsWith('.ts')))('examples/%s synthesises', (file) => {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'example-'));
  process.env.CDK_OUTDIR = outdir;
  try {
    require(path.join(EXAMPLES, file)); // eslint-disable-line @typescript-eslint/no-require-imports -- the example is a program
    const [stack, output] = OUTPUTS[file] ?? ['PaymentWebhooks', 'PipelineApiUrl'];
    expect(JSON.parse(fs.readFileSync(path.join(outdir, `${stack}.template.json`), 'utf8')).Outputs).toHaveProperty(output);
  } finally {
    delete process.env.CDK_OUTDIR;
    fs.rmSync(outdir, { recursive: true, force: true });
  }
});

/** Headings of a page as GitHub names them in links, and the anchors of API.md. */
function anchorsOf(file: string): string[] {
  const text = fs.readFileSync(file, 'utf8');
  return [
    ...[...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replaceAll(/[^\w -]/g, '').replaceAll(' ', '-')),
    ...[...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id),
  ];
}

test.each(PAGES)('the links of %s lead somewhere', (page) => {
  const own = path.join(ROOT, page);
  const links = [...fs.readFileSync(own, 'utf8').matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target]) => target);
  const dead = links.filter((link) => {
    const [target, anchor] = link.split('#');
    const file = target ? path.join(path.dirname(own), target) : own;
    return !fs.existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
  });
  expect(dead).toEqual([]);
});

test('fails when an alarm of the zip golden is not in the runbook', () => {
  const golden = fs.readFileSync(path.join(ROOT, 'golden', 'webhook-pipeline.zip.template.json'), 'utf8');
  const titles = [...golden.matchAll(/\\"title\\":\\"([\w-]+)\\",\\"region/g)].map(([, title]) => title);
  const headings = fs.readFileSync(path.join(ROOT, 'docs', 'runbook-webhook-pipeline.md'), 'utf8').split('\n').filter((line) => line.startsWith('### ')).join('\n');
  const known = titles.map((title) => title.replace(/^(stripe|adyen|paypal|square|partner)-/, '&lt;id&gt;-').replace(/^Route-[a-z-]+-(?=[A-Z])/, 'Route-&lt;name&gt;-'));
  expect(known.length).toBeGreaterThan(50);
  expect(known.filter((title) => !new RegExp(`[ ]${title}(,|$)`, 'm').test(headings))).toEqual([]);
});

test('README.md counts every resource of the zip golden', () => {
  const golden = JSON.parse(fs.readFileSync(path.join(ROOT, 'golden', 'webhook-pipeline.zip.template.json'), 'utf8'));
  const [, section] = /^## What gets created\n([\s\S]*?)^## /m.exec(fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8')) ?? [];
  const counts = [...(section ?? '').matchAll(/^\|.*\| (\d+) \|$/gm)].map(([, count]) => Number(count));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Object.keys(golden.Resources).length);
});

test('README.md counts every resource of the golden environments', () => {
  const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  for (const [part, row] of [['master', 'master: yours'], ['network', '`PaymentNetworkStack`'], ['database', '`PaymentDatabaseStack`'], ['compute', '`PaymentComputeStack`']]) {
    const counts = ['dev', 'staging', 'prod'].map((type) => {
      const golden = JSON.parse(fs.readFileSync(path.join(ROOT, 'golden', `nested-environments.${type}.${part}.template.json`), 'utf8')) as { Resources: object };
      return Object.keys(golden.Resources).length;
    });
    expect(readme).toMatch(new RegExp(`^\\| ${row} \\|.*\\| ${counts.join(' / ')} \\|$`, 'm'));
  }
});

test('README.md counts every resource of the golden Regions', () => {
  const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  for (const [part, row] of [['secondary', '`<id>/Secondary`'], ['primary', '`<id>/Primary`'], ['dns', '`<id>/Failover`']]) {
    const golden = JSON.parse(fs.readFileSync(path.join(ROOT, 'golden', `disaster-recovery.${part}.template.json`), 'utf8')) as { Resources: object };
    expect(readme).toMatch(new RegExp(`^\\| ${row} \\|.*\\| ${Object.keys(golden.Resources).length} \\|$`, 'm'));
  }
});

test('README.md counts every resource of the golden event API', () => {
  const golden = JSON.parse(fs.readFileSync(path.join(ROOT, 'golden', 'event-api.default.template.json'), 'utf8')) as { Resources: object };
  const [, section] = /^## Payment events by HTTP\n([\s\S]*?)^## /m.exec(fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8')) ?? [];
  const counts = [...(section ?? '').matchAll(/^\|.*\| (\d+) \|$/gm)].map(([, count]) => Number(count));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Object.keys(golden.Resources).length);
});

test('README.md says the arithmetic of the golden failover', () => {
  const { ttlSeconds, ways: [{ check: { intervalSeconds, threshold } }] } = failoverNameOf(JSON.parse(
    fs.readFileSync(path.join(ROOT, 'golden', 'disaster-recovery.dns.template.json'), 'utf8')) as Template);
  const model = new FailoverModel({ intervalSeconds, threshold, ttlSeconds });
  const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8').replaceAll(/\s+/g, ' ');
  expect(readme).toContain(`${model.describe()} until every caller reaches the other Region, ${model.timeToRecoverHangingSeconds} s when the Region hangs`);
});
