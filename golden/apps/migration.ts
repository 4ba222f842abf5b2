import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { allFeatures } from './migration-features';
import { Golden, synthesise } from './synthesise';
import { LogRetentionProfile } from '../../src';
import { PaymentMigrationEnvironment, PaymentMigrationEnvironmentProps, PaymentMigrationReplica } from '../../src/migration';

export const PRIMARY_REGION = 'eu-west-2';
export const REPLICA_REGION = 'eu-west-1';
const EMAIL = 'payments-operations@acme.com';

/** The requirements' own numbers (MG) are the defaults; every feature on, and gone without a trace when it is deleted. */
export function migrationProps(overrides: Partial<PaymentMigrationEnvironmentProps> = {}): PaymentMigrationEnvironmentProps {
  return {
    environmentSuffix: 'prod',
    developmentCidrs: ['10.0.0.0/16'],
    database: { replicaRegion: REPLICA_REGION },
    operations: { alarmEmail: EMAIL, logRetention: LogRetentionProfile.sevenDaysAndArchive(), removalPolicy: RemovalPolicy.DESTROY },
    ...overrides,
  };
}

/** Both Regions. Bound to no account. */
export function addMigrationStacks(app: App, overrides: Partial<PaymentMigrationEnvironmentProps> = {}) {
  const stack = new Stack(app, 'PaymentMigration', { env: { region: PRIMARY_REGION }, description: 'Payment migration: production environment' });
  const environment = new PaymentMigrationEnvironment(stack, 'Migration', migrationProps({ features: allFeatures(stack), ...overrides }));
  const replicaStack = new Stack(app, 'PaymentMigrationReplica', { env: { region: REPLICA_REGION }, description: 'Payment migration: replica for recovery' });
  const replica = new PaymentMigrationReplica(replicaStack, 'Replica', { primary: environment, alarmEmail: EMAIL });
  return { stack, environment, replicaStack, replica };
}

/** The golden stacks: `migration.{primary,replica}`. */
export function addMigration(app: App): Record<string, Stack> {
  const { stack, replicaStack } = addMigrationStacks(app);
  return { 'migration.primary': stack, 'migration.replica': replicaStack };
}

/** Synthesises the golden stacks. */
export const synthesiseMigration = (outdir?: string): Golden[] => synthesise(outdir, addMigration);
