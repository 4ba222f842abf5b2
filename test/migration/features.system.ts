import { Stack } from 'aws-cdk-lib';
import { audit, PACKS } from '../../golden/apps/audit';
import { migrationProps, PRIMARY_REGION } from '../../golden/apps/migration';
import { allFeatures } from '../../golden/apps/migration-features';
import { newApp } from '../../golden/apps/synthesise';
import { MigrationFeaturesProps, PaymentMigrationEnvironment, PaymentMigrationEnvironmentProps } from '../../src/migration';
import { loadText } from '../../src/template';
import { Template } from '../webhook-pipeline/template';

export type FeatureName = keyof MigrationFeaturesProps;

/** A type that comes with a feature, and with nothing else. */
export const MARKS: Record<FeatureName, string> = {
  networkFirewall: 'AWS::NetworkFirewall::Firewall',
  fileTransfer: 'AWS::Transfer::Server',
  serverMigration: 'mgn',
  service: 'AWS::ECS::Service',
  featureFlags: 'AWS::AppConfig::Application',
  chaos: 'AWS::FIS::ExperimentTemplate',
  share: 'AWS::RAM::ResourceShare',
  regionSwitch: 'AWS::ARCRegionSwitch::Plan',
  driftRemediation: 'AWS::Config::ConfigRule',
  budget: 'AWS::Budgets::Budget',
};
export const FEATURES = Object.keys(MARKS) as FeatureName[];

/** An environment with other features than all; `undefined` turns one off. */
export function buildFeatures(change: Partial<MigrationFeaturesProps>, props: Partial<PaymentMigrationEnvironmentProps> = {}, region: string | undefined = PRIMARY_REGION) {
  const app = newApp();
  const stack = new Stack(app, 'Test', { env: { region } });
  const environment = new PaymentMigrationEnvironment(stack, 'Migration', migrationProps({ features: { ...allFeatures(stack), ...change }, ...props }));
  return { app, stack, environment };
}

/** Its template, as data; loads it as a model too, which throws at what is no template. */
export function templateOf({ app, stack }: Pick<ReturnType<typeof buildFeatures>, 'app' | 'stack'>): Template {
  const artifact = app.synth().getStackArtifact(stack.artifactId);
  expect(artifact.messages).toEqual([]);
  expect(loadText(JSON.stringify(artifact.template)).stacks).toHaveLength(1);
  return new Template(artifact.template);
}

/** What the packs find; PaymentChecks knows references to nothing, and circles. */
export const findings = (stack: Stack): string[] => Object.values(PACKS).flatMap((pack) => audit(stack, pack())).map(({ rule, path }) => `${rule} ${path}`);

/** Features that a template has. */
export const featuresIn = (t: Template): FeatureName[] => FEATURES.filter((feature) => {
  const mark = MARKS[feature];
  return mark.startsWith('AWS::') ? t.all(mark).length > 0 : t.all('AWS::EC2::VPCEndpoint').some(({ Properties }) => JSON.stringify(Properties.ServiceName).includes(`.${mark}"`));
});
