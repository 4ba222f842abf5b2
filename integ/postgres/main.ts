/** The payment service, as it is bundled for its image, on a real PostgreSQL: `npm run test:postgres`. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ensureBinaries } from './binaries';
import { endAll } from './children';
import { Cluster } from './cluster';
import { runFailureScenarios } from './scenarios-failures';
import { runPaymentScenarios } from './scenarios-payments';
import { FakeSecretsManager } from './secrets-manager';
import { Stage } from './stage';
import { MissingError } from '../emulator/python';
import { Report } from '../emulator/report';

const LIMIT_MS = 5 * 60_000;

class PostgresReport extends Report {
  private count = 0;

  override async run(name: string, step: () => Promise<string>): Promise<void> {
    this.count += 1;
    await super.run(name, step);
  }

  override print(): void {
    console.log(`\nThe image itself is not built here: its Dockerfile was never run.\n\npostgres: ${this.count - this.failed} passed, ${this.failed} failed`);
  }
}

async function main(): Promise<number> {
  const binaries = ensureBinaries();
  // Short, for the socket of PostgreSQL; and where its user can go.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pg-'));
  const report = new PostgresReport();
  let manager: FakeSecretsManager | undefined;
  const cleanUp = async () => {
    manager?.stop();
    await endAll();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  const end = async (code: number, why: string) => {
    report.close();
    console.error(`${why}: no result`);
    await cleanUp();
    process.exit(code);
  };
  process.on('SIGINT', () => void end(130, 'Interrupted'));
  process.on('SIGTERM', () => void end(143, 'Terminated'));
  const limit = setTimeout(() => void end(1, `Not done within ${LIMIT_MS / 60_000} minutes`), LIMIT_MS);
  try {
    const cluster = await Cluster.create(binaries, folder);
    manager = await FakeSecretsManager.start(Stage.secretOf(cluster));
    console.log(`${cluster.version}, TLS, scram-sha-256`);
    const stage = new Stage(folder, cluster, manager);
    await runPaymentScenarios(report, stage);
    await runFailureScenarios(report, stage);
  } finally {
    clearTimeout(limit);
    await cleanUp();
  }
  report.print();
  return report.failed === 0 ? 0 : 1;
}

main().then((code) => process.exit(code), (error: unknown) => {
  console.error(error instanceof MissingError ? error.message : error);
  process.exit(1);
});
