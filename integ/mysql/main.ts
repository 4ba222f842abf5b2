/** The migrated handler, as it is bundled, on a real server: `npm run test:mysql`. */
import { FakeAgent } from './agent';
import { ensureBinaries } from './binaries';
import { runFailureScenarios } from './scenarios-failures';
import { runPaymentScenarios } from './scenarios-payments';
import { Server } from './server';
import { Stage } from './stage';
import { runProgram } from '../program';
import { FakeSecretsManager } from '../secrets-manager';

runProgram({
  name: 'mysql',
  limitMs: 3 * 60_000,
  note: 'Not on MySQL 8.4 itself, which Debian does not have; its login was met by a server of our own. RDS Proxy was never met.',
  run: async (report, folder, atEnd) => {
    const binaries = ensureBinaries();
    const server = await Server.create(binaries, folder);
    const [manager, agent] = await Promise.all([FakeSecretsManager.start(Stage.secretOf(server)), FakeAgent.start()]);
    atEnd(() => {
      manager.stop();
      agent.stop();
    });
    console.log(`${server.version}, TLS alone`);
    const stage = new Stage(binaries, folder, server, manager, agent);
    await runPaymentScenarios(report, stage);
    await runFailureScenarios(report, stage);
  },
});
