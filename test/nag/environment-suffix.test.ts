import { App, Stack } from 'aws-cdk-lib';
import { recoveryProps } from '../../golden/apps/disaster-recovery';
import { EventApiStack } from '../../golden/apps/event-api';
import { addMigrationStacks } from '../../golden/apps/migration';
import { EnvironmentStack } from '../../golden/apps/nested-environments';
import { newApp } from '../../golden/apps/synthesise';
import { goldenProps } from '../../golden/apps/webhook-pipeline';
import { EnvironmentType, PaymentChecks, PaymentDisasterRecovery, PaymentWebhookPipeline } from '../../src';
import { compared } from '../../src/compare/compare';
import { load } from '../../src/template';

/** Words that no list has. */
const SUFFIXES = ['live', 'blue'];
const region = 'us-east-1';

/** The goldens under another suffix. */
const SYSTEMS: Record<string, (app: App, environmentSuffix: string) => void> = {
  'webhook-pipeline': (app, environmentSuffix) => { new PaymentWebhookPipeline(new Stack(app, 'Webhooks', { env: { region } }), 'Pipeline', goldenProps({ environmentSuffix })); },
  'nested-environments': (app, environmentSuffix) => { new EnvironmentStack(app, 'Environment', { env: { region }, description: 'Payment environment' }, EnvironmentType.PROD, { environmentSuffix }); },
  'disaster-recovery': (app, environmentSuffix) => { new PaymentDisasterRecovery(app, 'Recovery', recoveryProps({ operations: { environmentSuffix } })); },
  'event-api': (app, environmentSuffix) => { new EventApiStack(app, 'Events', 'Payment event API', environmentSuffix, true); },
  'migration': (app, environmentSuffix) => { addMigrationStacks(app, { environmentSuffix }); },
};

describe.each(Object.entries(SYSTEMS))('%s', (system, add) => {
  test.each(SUFFIXES)('with the suffix %s: no finding of the pack, none of the comparison', (suffix) => {
    const app = newApp();
    add(app, suffix);
    const { violations } = new PaymentChecks().validateScope(app);
    const places = violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources.map(({ constructPath }) => constructPath)]);
    expect(places).toEqual([]);
    const { findings, grade } = compared(suffix, load([app.outdir]), { system }).comparison;
    expect(findings.map(({ assertion, lessons, found }) => [assertion ?? lessons, found])).toEqual([]);
    expect(grade.grade).toBe(100);
  });
});
