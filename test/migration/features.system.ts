import { Stack } from 'aws-cdk-lib';
import { PACKS } from '../../golden/apps/audit';
import { migrationProps, PRIMARY_REGION } from '../../golden/apps/migration';
import { allFeatures } from '../../golden/apps/migration-features';
import { newApp } from '../../golden/apps/synthesise';
import { MigrationFeaturesProps, PaymentMigrationEnvironment, PaymentMigrationEnvironmentProps } from '../../src/migration';
import { loadText } from '../../src/template';
import { Template } from '../webhook-pipeline/template';

/** An environment with all features, of which some have other props than the golden. */
export function buildFeatures(change: Partial<MigrationFeaturesProps> = {}, props: Partial<PaymentMigrationEnvironmentProps> = {}) {
  const app = newApp();
  const stack = new Stack(app, 'Test', { env: { region: PRIMARY_REGION } });
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
export const findings = (stack: Stack): string[] => Object.values(PACKS).flatMap((pack) => pack(stack)).map(({ rule, path }) => `${rule} ${path}`);
