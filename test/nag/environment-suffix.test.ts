import { App, Stack } from 'aws-cdk-lib';
import { recoveryProps } from '../../golden/apps/disaster-recovery';
import { EventApiStack } from '../../golden/apps/event-api';
import { addMigrationStacks } from '../../golden/apps/migration';
import { EnvironmentStack } from '../../golden/apps/nested-environments';
import { newApp } from '../../golden/apps/synthesise';
import { goldenProps } from '../../golden/apps/webhook-pipeline';
import { EnvironmentType, PaymentChecks, PaymentDisasterRecovery, PaymentWebhookPipeline } from '../../src';
import { compared } from '../../src/compare/compare';
import { PaymentEventApi } from '../../src/event-api';
import { load } from '../../src/template';

/** A word that no list has. */
const SUFFIX = 'live';
const region = 'us-east-1';

/** The goldens under another suffix. */
const SYSTEMS: Record<string, (app: App, environmentSuffix: string) => void> = {
  'webhook-pipeline': (app, environmentSuffix) => { new PaymentWebhookPipeline(new Stack(app, 'Webhooks', { env: { region } }), 'Pipeline', goldenProps({ environmentSuffix })); },
  'nested-environments': (app, environmentSuffix) => { new EnvironmentStack(app, 'Environment', { env: { region }, description: 'Payment environment' }, EnvironmentType.PROD, { environmentSuffix }); },
  'disaster-recovery': (app, environmentSuffix) => { new PaymentDisasterRecovery(app, 'Recovery', recoveryProps({ operations: { environmentSuffix } })); },
  'event-api': (app, environmentSuffix) => { new EventApiStack(app, 'Events', 'Payment event API', environmentSuffix, true); },
  'migration': (app, environmentSuffix) => { addMigrationStacks(app, { environmentSuffix }); },
};

test.each(Object.entries(SYSTEMS))(`%s with the suffix ${SUFFIX}: no finding of the pack, none of the comparison`, (system, add) => {
  const app = newApp();
  add(app, SUFFIX);
  const { violations } = new PaymentChecks().validateScope(app);
  const places = violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources.map(({ constructPath }) => constructPath)]);
  expect(places).toEqual([]);
  const { findings, grade } = compared(SUFFIX, load([app.outdir]), { system }).comparison;
  expect(findings.map(({ assertion, lessons, found }) => [assertion ?? lessons, found])).toEqual([]);
  expect(grade.grade).toBe(100);
});

/** The user says in the tag which kind it is: names end with the suffix all the same. */
const tags = { Environment: 'production' };
const TAGGED: Record<string, (app: App) => void> = {
  'webhook-pipeline': (app) => { new PaymentWebhookPipeline(new Stack(app, 'Webhooks', { env: { region } }), 'Pipeline', goldenProps({ environmentSuffix: SUFFIX, operations: { tags } })); },
  'disaster-recovery': (app) => { new PaymentDisasterRecovery(app, 'Recovery', recoveryProps({ operations: { environmentSuffix: SUFFIX, tags } })); },
  'event-api': (app) => { new PaymentEventApi(new Stack(app, 'Events', { env: { region } }), 'Events', { environmentSuffix: SUFFIX, operations: { tags } }); },
};

test.each(Object.entries(TAGGED))('%s with an environment in the tags that is not the suffix: a tag says the suffix', (_, add) => {
  const app = newApp();
  add(app);
  const { violations } = new PaymentChecks().validateScope(app);
  expect(violations.map(({ ruleName }) => ruleName).filter((rule) => /Environment|NameOnlyPerAccount/.test(rule))).toEqual([]);
});
