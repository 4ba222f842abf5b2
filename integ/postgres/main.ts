/** The payment service, as it is bundled for its image, on a real PostgreSQL: `npm run test:postgres`. */
import { ensureBinaries } from './binaries';
import { Cluster } from './cluster';
import { runFailureScenarios } from './scenarios-failures';
import { runPaymentScenarios } from './scenarios-payments';
import { Stage } from './stage';
import { runProgram } from '../program';
import { FakeSecretsManager } from '../secrets-manager';

runProgram({
  name: 'postgres',
  limitMs: 5 * 60_000,
  note: 'The image itself is not built here: its Dockerfile was never run.',
  run: async (report, folder, atEnd) => {
    const cluster = await Cluster.create(ensureBinaries(), folder);
    const manager = await FakeSecretsManager.start(Stage.secretOf(cluster));
    atEnd(() => manager.stop());
    console.log(`${cluster.version}, TLS, scram-sha-256`);
    const stage = new Stage(folder, cluster, manager);
    await runPaymentScenarios(report, stage);
    await runFailureScenarios(report, stage);
  },
});
