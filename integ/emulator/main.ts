/** Deploys golden stacks to emulators, pushes payments through the pipeline, looks at an environment, stops a Region: `npm run test:deployed [-- <parts>]`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Aws, awsOf } from './aws';
import { compare } from './baseline';
import { deploy, DeployedStack, Deployment, unknownTypes } from './deploy';
import { Difference, LeftOut } from './difference';
import * as ofPipeline from './differences';
import { failoverNameOf } from './dns';
import { Emulator } from './emulator';
import { DeployedEnvironment, runEnvironment } from './environment';
import * as ofEnvironment from './environment-differences';
import { EventApi } from './event-api';
import * as ofEventApi from './event-api-differences';
import { runEventFailures } from './event-api-failures';
import { runEventLoad } from './event-api-load';
import { runProbes } from './event-api-probe';
import { runEventScenarios } from './event-api-scenarios';
import { runTrail } from './event-api-trail';
import { HANGS, runFailover, STOPS } from './failover';
import { runLoad } from './load';
import { limitConsumers } from './operator';
import { Pipeline } from './pipeline';
import * as ofRecovery from './recovery-differences';
import { runRecoveryScenarios } from './recovery-scenarios';
import { makeZone, Region } from './region';
import { Replication } from './replication';
import { Report } from './report';
import { runScenarios } from './scenarios';
import { Senders } from './webhooks';
import { addRecovery } from '../../golden/apps/disaster-recovery';
import { addEventApis } from '../../golden/apps/event-api';
import { addEnvironments } from '../../golden/apps/nested-environments';
import { AddStacks, Golden, synthesise } from '../../golden/apps/synthesise';
import { addGoldenStacks } from '../../golden/apps/webhook-pipeline';
import { openssl } from '../openssl';
import { MissingError, pythonEnvironment } from '../python';

const CACHE = path.join(__dirname, '..', '..', 'node_modules', '.cache', 'deployed-test');
/** What the emulator needs, pinned. */
const PINS = ['ministack==1.5.33', 'boto3==1.43.106', 'airspeed-ext==0.6.9'];
const LIMIT_MS = 18 * 60_000;
const LOAD = 2_000;
const LOAD_WITH_RESTART = 600;
const EVENTS = 300;
const STOPPED = 'failover: the primary is stopped in mid-load and comes back: every payment is accounted for';
const FROZEN = 'failover: the primary hangs in mid-load and goes on: every payment is accounted for';
const RESTART = 'load with a SIGTERM and a restart in the middle: every message is accounted for';
/** Flaky around it on a busy machine: said, but no failure. A regression is. */
const EXPECTED_RATIO = 0.7;
const SMALLEST_RATIO = 0.4;

/** What is deployed, and what is not as on AWS. */
interface System {
  readonly title: string;
  readonly add: AddStacks;
  /** The golden that is deployed, and what the names of those begin with that it nests. */
  readonly golden: string;
  readonly nested?: string;
  readonly region: string;
  readonly parameters?: Record<string, string>;
  /** What the account has before. */
  readonly before?: (aws: Aws) => Promise<void>;
  readonly leftOut: LeftOut;
  readonly differences: readonly Difference[];
}

const PIPELINE: System = {
  title: 'webhook pipeline',
  add: addGoldenStacks,
  golden: 'webhook-pipeline.zip',
  region: 'us-east-1',
  leftOut: ofPipeline.LEFT_OUT,
  differences: ofPipeline.DIFFERENCES,
};
const ENVIRONMENT: System = {
  title: 'nested environments',
  add: addEnvironments,
  golden: 'nested-environments.dev.master',
  nested: 'nested-environments.dev.',
  region: 'eu-west-1',
  parameters: { CertificateArn: 'arn:aws:acm:eu-west-1:000000000000:certificate/00000000-0000-0000-0000-000000000000' },
  leftOut: ofEnvironment.LEFT_OUT,
  differences: ofEnvironment.DIFFERENCES,
};
const EVENT_API: System = {
  title: 'event API',
  add: addEventApis,
  golden: 'event-api.default',
  region: 'us-east-1',
  leftOut: ofEventApi.LEFT_OUT,
  differences: ofEventApi.DIFFERENCES,
};
const recovery = (part: 'primary' | 'secondary', region: string): System => ({
  title: 'disaster recovery',
  add: addRecovery,
  golden: `disaster-recovery.${part}`,
  region,
  before: makeZone,
  leftOut: ofRecovery.LEFT_OUT,
  differences: ofRecovery.DIFFERENCES,
});

interface Deployed {
  readonly emulator: Emulator;
  readonly aws: Aws;
  readonly python: string;
  readonly folder: string;
  readonly stack: Deployment;
  readonly goldens: readonly Golden[];
  readonly report: Report;
}

interface Stage extends Deployed {
  readonly pipeline: Pipeline;
  readonly senders: Senders;
}

/** An emulator for each of its systems. */
interface Part { readonly systems: readonly System[]; readonly iam: boolean; readonly run: (...deployed: Deployed[]) => Promise<void> }

/** A part that pushes payments through the pipeline. */
const withPayments = (iam: boolean, run: (stage: Stage) => Promise<void>): Part => ({
  systems: [PIPELINE],
  iam,
  run: async (deployed) => {
    const pipeline = new Pipeline(deployed.aws, deployed.emulator.endpoint, deployed.stack);
    const senders = new Senders(pipeline.urls, deployed.folder);
    await pipeline.prepare(senders);
    await run({ ...deployed, pipeline, senders });
  },
});

const PARTS: Record<string, Part> = {
  'environment': {
    systems: [ENVIRONMENT], iam: true, run: ({ report, aws, stack, goldens }) => runEnvironment(report, new DeployedEnvironment(aws, stack, goldens)),
  },
  'scenarios': withPayments(true, ({ report, pipeline, senders }) => runScenarios(report, pipeline, senders)),
  'load': withPayments(false, ({ report, pipeline, senders }) => report.run('load: every message is accounted for', () => runLoad(pipeline, senders, LOAD))),
  'restart': withPayments(false, ({ report, emulator, pipeline, senders }) => report.run(RESTART, async () => {
    let midway = '';
    const line = await runLoad(pipeline, senders, LOAD_WITH_RESTART, async () => {
      const { running } = await pipeline.executions();
      await emulator.restart();
      const startedAgain = await pipeline.startAgain('States.ServiceRestart');
      midway = `${running} executions ran at the stop, ${startedAgain} were started again`;
      return startedAgain;
    });
    return `${line}; ${midway}`;
  })),
  'ratio': withPayments(false, ({ report, ...stage }) => report.run('throughput against the plainest pipeline of the same services', async () => {
    const { ratio, table } = await compare(stage);
    const line = `ratio ${ratio.toFixed(2)}${ratio < EXPECTED_RATIO ? `, below the ${EXPECTED_RATIO} that is expected` : ''}\n${table}`;
    if (ratio < SMALLEST_RATIO) throw new Error(`${line}\n    below ${SMALLEST_RATIO}: something became slow`);
    return line;
  })),
  'event-api': { systems: [EVENT_API], iam: true, run: ({ report, aws, stack, folder }) => runEvents(report, new EventApi(aws, stack), folder) },
  // In the order of their deployment.
  'failover': {
    systems: [recovery('secondary', 'us-east-2'), recovery('primary', 'us-east-1')], iam: true, run: (secondary, primary) => runRegions(primary, secondary),
  },
};

async function runEvents(report: Report, api: EventApi, folder: string): Promise<void> {
  await api.prepare();
  await runEventScenarios(report, api);
  await runEventFailures(report, api);
  await report.run('events: the functions may do what they do, and no more', () => runProbes(api));
  await report.run('events: load, with process-fn stopped in the middle: every event is accounted for', () => runEventLoad(api, EVENTS));
  await runTrail(report, api, folder);
}

async function runRegions(...deployed: [primary: Deployed, secondary: Deployed]): Promise<void> {
  const [{ report, goldens }] = deployed;
  const golden = (part: string) => goldens.find(({ name }) => name === `disaster-recovery.${part}`)!.template;
  const [primary, secondary] = deployed.map(({ emulator, aws, stack }) => new Region(emulator, aws, stack));
  await secondary.makeReplica(golden('primary'));
  for (const { aws } of deployed) await limitConsumers(aws);
  await secondary.storeReplica(await primary.readToken());
  const replication = new Replication([primary, secondary]);
  replication.start();
  report.say('Replicated by the test: the table and the token. Not deployed: disaster-recovery.dns; the test imitates its records and health checks');
  try {
    const name = failoverNameOf(golden('dns'));
    await runRecoveryScenarios(report, [primary, secondary], replication, name);
    replication.lagMs = ofRecovery.LAG_MS;
    await report.run(STOPPED, () => runFailover([primary, secondary], replication, name, STOPS));
    await report.run(FROZEN, () => runFailover([primary, secondary], replication, name, HANGS));
  } finally {
    await replication.stop();
  }
}

const resourcesOf = ({ resources, nested }: DeployedStack): number =>
  Object.keys(resources).length + Object.values(nested).reduce((sum, stack) => sum + resourcesOf(stack), 0);

/** Deploys the golden of a system, without what the emulator lacks. */
async function deploySystem(
  system: System, aws: Aws, python: string, assembly: string, goldens: readonly Golden[], report: Report,
): Promise<Deployment> {
  const { golden: name, nested, parameters, before, leftOut } = system;
  const parts = goldens.filter((golden) => golden.name === name || (nested !== undefined && golden.name.startsWith(nested)));
  for (const { name: part, text, file } of parts) {
    if (text !== fs.readFileSync(file, 'utf8')) throw new Error(`The synthesised template ${part} is not the committed golden: npm run golden`);
  }
  const types = Object.keys(leftOut).filter((key) => key.startsWith('AWS::') && !key.includes('.'));
  const unknown = await unknownTypes(aws, types);
  const known = types.filter((type) => !unknown.includes(type));
  if (known.length > 0) throw new Error(`The emulator knows ${known.join(', ')} now: deploy it`);
  await before?.(aws);
  const stack = parts.find((golden) => golden.name === name)!.stack.artifactId;
  const deployed = await deploy(aws, { python, assembly, stack, parameters, leftOut });
  const all = parts.reduce((sum, { template }) => sum + Object.keys(template.Resources).length, 0);
  report.say(`Deployed ${parts.map((part) => part.name).join(', ')}: ${resourcesOf(deployed)} of ${all} resources in ${deployed.seconds.toFixed(1)} s`);
  return deployed;
}

/** By a signal or the time limit: what ends then is no result. */
class Interruption extends Error {
  public constructor(why: string, public readonly code: number) { super(why); }
}

/** Each part has an emulator and a deployment of its own. */
async function main(wanted: string[]): Promise<number> {
  const strange = wanted.filter((part) => !(part in PARTS));
  if (strange.length > 0) throw new MissingError(`No part ${strange.join(', ')}: ${Object.keys(PARTS).join(', ')}`);
  fs.mkdirSync(CACHE, { recursive: true });
  const python = pythonEnvironment({ what: 'The deployed test', cache: CACHE, pins: PINS, oldest: [3, 10] });
  openssl(CACHE, 'version');
  const run = fs.mkdtempSync(path.join(CACHE, 'run-'));
  const assembly = path.join(run, 'assembly');
  const parts = wanted.length > 0 ? wanted : Object.keys(PARTS);
  const allSystems = parts.flatMap((part) => PARTS[part].systems);
  const adds = [...new Set(allSystems.map(({ add }) => add))];
  const goldens = synthesise(assembly, (app) => Object.fromEntries(adds.flatMap((add) => Object.entries(add(app)))));

  const report = new Report();
  let emulators: Emulator[] = [];
  const work = async (): Promise<void> => {
    for (const part of parts) {
      if (report.closed) return;
      const { systems, iam, run: runPart } = PARTS[part];
      const deployed: Deployed[] = [];
      emulators = [];
      try {
        for (const system of systems) {
          const folder = path.join(run, systems.length > 1 ? `${part}-${system.region}` : part);
          const emulator = await Emulator.start({ python, folder, waitScale: ofPipeline.WAIT_SCALE, iam, region: system.region });
          emulators.push(emulator);
          const aws = awsOf(emulator.endpoint, system.region);
          const stack = await deploySystem(system, aws, python, assembly, goldens, report);
          deployed.push({ emulator, aws, python, folder, stack, goldens, report });
        }
        await runPart(...deployed);
      } finally {
        for (const emulator of emulators) report.say(`Emulator stopped ${await emulator.stop()}`);
      }
    }
  };
  let limit: NodeJS.Timeout | undefined;
  const interruption = new Promise<never>((_, reject) => {
    const interrupt = (why: string, code: number) => reject(new Interruption(why, code));
    process.on('SIGINT', () => interrupt('Interrupted', 130));
    process.on('SIGTERM', () => interrupt('Terminated', 143));
    limit = setTimeout(() => interrupt(`Not done within ${LIMIT_MS / 60_000} minutes`, 1), LIMIT_MS);
  });
  try {
    await Promise.race([work(), interruption]);
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    report.close();
    console.error(`${error.message}: no result`);
    for (const emulator of emulators) await emulator.stop();
    fs.rmSync(run, { recursive: true, force: true });
    return error.code;
  } finally {
    clearTimeout(limit);
  }
  report.print(Object.fromEntries(allSystems.map(({ title, differences }) => [title, differences])));
  // Kept after a failure, with the emulator's logs.
  if (report.failed === 0) fs.rmSync(run, { recursive: true, force: true });
  else console.log(`Logs: ${path.relative(process.cwd(), run)}/*/emulator.log`);
  return report.failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then((code) => process.exit(code), (error: unknown) => {
  console.error(error instanceof MissingError ? error.message : error);
  process.exit(1);
});
