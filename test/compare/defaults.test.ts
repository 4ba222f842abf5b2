import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { EnvironmentType, PaymentDisasterRecovery, PaymentEnvironment, PaymentEventApi, PaymentMigrationEnvironment, PaymentProvider, PaymentWebhookPipeline } from '../../src';
import { compared } from '../../src/compare/compare';
import type { CompareFinding } from '../../src/compare/result';
import { load } from '../../src/template';

/** Each construct with no more than its required props: what of a name and of providers a requirement asks for is given. */
const DEFAULTS: Readonly<Record<string, (stack: Stack) => unknown>> = {
  'event-api': (stack) => new PaymentEventApi(stack, 'Events', { environmentSuffix: 'prod' }),
  'webhook-pipeline': (stack) => new PaymentWebhookPipeline(stack, 'Pipeline', { environmentSuffix: 'prod', providers: [PaymentProvider.stripe()] }),
  'disaster-recovery': (stack) => new PaymentDisasterRecovery(stack.node.root, 'Payments', { domain: { domainName: 'api.payments.acme.com' } }),
  'nested-environments': (stack) => new PaymentEnvironment(stack, 'Payments', {
    environmentType: EnvironmentType.PROD,
    ingress: { domainName: 'pay.acme.com', hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z07342961XK3Q8WDF6M2T', zoneName: 'acme.com' }) },
  }),
  'migration': (stack) => new PaymentMigrationEnvironment(stack, 'Migration', { environmentSuffix: 'prod' }),
};
/** Features of the migration that are off by default, and were asked for (high in the table, or part of what is critical). */
const OFF = ['MG-01/firewall-subnets', 'MG-02/firewall', 'MG-07/subscribed', 'MG-08/server', 'MG-10/service', 'MG-11/flags', 'MG-14/copy'];

const isGrave = ({ severity }: CompareFinding) => severity === 'critical' || severity === 'high';

describe.each(Object.entries(DEFAULTS))('%s by default, for one account and Region', (system, make) => {
  const app = new App();
  make(new Stack(app, 'Payments-prod', { env: { account: '481516234207', region: 'eu-west-1' } }));
  const { directory } = app.synth();
  const { comparison: { grade, findings, system: detected, notes } } = compared(system, load([directory]));
  const grave = findings.filter(isGrave);

  afterAll(() => fs.rmSync(directory, { recursive: true }));

  test('nothing critical, nothing high', () => {
    expect(grave.map(({ assertion, lessons, severity }) => [assertion ?? lessons, severity])).toEqual(system === 'migration' ? OFF.map((id) => [id, 'high']) : []);
    expect([detected.id, detected.isDetected, notes]).toEqual([system, true, []]);
  });

  test('the grade is in proportion to what was asked for', () => {
    // A default migration is half of what was asked for: firewall, recovery, transfer, containers, flags, experiments, share, drift, budget are off.
    const [least, most] = system === 'migration' ? [50, 65] : [90, 100];
    expect([least <= grade.grade, grade.grade <= most, grade.grade]).toEqual([true, true, grade.grade]);
    expect(system === 'migration' ? grade.cap?.at : grade.cap).toBe(system === 'migration' ? 89 : undefined);
  });

  test('a fix names the prop that gives what was asked for, and never gives up data', () => {
    for (const { assertion, fix } of findings.filter(({ assertion: id }) => OFF.includes(id!) || id?.includes('/asked-'))) {
      expect([assertion, fix]).toEqual([assertion, expect.stringMatching(/Payment\w+(: | in )\w+/)]);
    }
    for (const { fix } of findings) expect(fix).not.toMatch(/^Set Deletion(Policy: Delete|Protection(Enabled)?: false)/);
  });

  test('the templates alone, without the assembly, are no worse than medium', () => {
    // What the constructs acknowledge stands in the assembly; what the stack was synthesised for, in the templates too.
    fs.rmSync(path.join(directory, 'manifest.json'));
    const alone = compared(system, load([directory]), { system }).comparison;
    expect(alone.findings.filter(isGrave).map(({ assertion, lessons }) => assertion ?? lessons)).toEqual(grave.map(({ assertion }) => assertion));
    expect(grade.grade - alone.grade.grade).toBeLessThanOrEqual(5);
  });
});
