import {
  MigrationBudgetProps, MigrationChaosProps, MigrationDriftProps, MigrationFeatureFlagsProps, MigrationFeaturesProps,
  MigrationFileTransferProps, MigrationFileTransferUser, MigrationFirewallProps,
  MigrationRegionSwitchProps, MigrationServersProps, MigrationServiceProps, MigrationShareProps,
} from './feature-props';
import {
  MigrationDatabaseProps, MigrationNetworkProps, MigrationOperationsProps, MigrationProcessingProps, PaymentMigrationEnvironmentProps,
} from './props';
import { PaymentMigrationReplicaProps } from './replica-props';
import {
  CERTIFICATE, DURATION, FLAG, group, having, HOSTED_ZONE, INSTANCE_TYPE, kind, list, LOG_RETENTION, NUMBER, REMOVAL, required,
  SERVICE_IMAGE, Shape, TEXT, TEXTS, TEXTS_BY_NAME, TOPIC,
} from '../hardened/shape';

const feature = <P extends object>(shape: Shape<P>) => group<P>(shape, 'an object of its props, {} for the defaults');
const user = group<MigrationFileTransferUser>({ userName: required(TEXT), publicKeys: required(TEXTS) });

const FEATURES: Shape<MigrationFeaturesProps> = {
  networkFirewall: feature<MigrationFirewallProps>({ allowedDomains: TEXTS }),
  fileTransfer: feature<MigrationFileTransferProps>({ users: list(user, 'an array of users'), allowedCidrs: TEXTS }),
  serverMigration: feature<MigrationServersProps>({ sourceCidrs: TEXTS }),
  service: feature<MigrationServiceProps>({
    express: FLAG,
    certificate: CERTIFICATE,
    domainName: TEXT,
    hostedZone: HOSTED_ZONE,
    image: required(SERVICE_IMAGE),
    cpu: NUMBER,
    memoryMiB: NUMBER,
    minTasks: NUMBER,
    maxTasks: NUMBER,
  }),
  featureFlags: feature<MigrationFeatureFlagsProps>({ bakeTime: DURATION, agentLayerArn: TEXT }),
  chaos: feature<MigrationChaosProps>({ duration: DURATION }),
  share: feature<MigrationShareProps>({ principals: required(TEXTS) }),
  regionSwitch: feature<MigrationRegionSwitchProps>({ recoveryTime: DURATION }),
  driftRemediation: feature<MigrationDriftProps>({ automatic: FLAG }),
  budget: feature<MigrationBudgetProps>({ monthlyUsd: required(kind('a number of US dollars', (value) => typeof value === 'number')), anomalyUsd: NUMBER }),
};

/** The kind of every prop. */
export const SHAPE: Shape<PaymentMigrationEnvironmentProps> = {
  environmentSuffix: required(TEXT),
  developmentCidrs: TEXTS,
  network: group<MigrationNetworkProps>({ cidr: TEXT, maxAzs: NUMBER }),
  database: group<MigrationDatabaseProps>({
    engineVersion: having('a MysqlEngineVersion', 'mysqlFullVersion'),
    instanceType: INSTANCE_TYPE,
    allocatedStorage: NUMBER,
    maxAllocatedStorage: NUMBER,
    backupRetention: DURATION,
    databaseName: TEXT,
    replicaRegion: TEXT,
  }),
  processing: group<MigrationProcessingProps>({
    concurrency: NUMBER,
    accountLimit: NUMBER,
    memorySize: NUMBER,
    timeout: DURATION,
    visibilityTimeout: DURATION,
    maxReceiveCount: NUMBER,
    queueRetention: DURATION,
  }),
  features: group<MigrationFeaturesProps>(FEATURES),
  operations: group<MigrationOperationsProps>({
    namePrefix: TEXT,
    owner: TEXT,
    costCenter: TEXT,
    tags: TEXTS_BY_NAME,
    alarmTopic: TOPIC,
    alarmEmail: TEXT,
    logRetention: LOG_RETENTION,
    removalPolicy: REMOVAL,
  }),
};

/** The kind of every prop of the replica. */
export const REPLICA_SHAPE: Shape<PaymentMigrationReplicaProps> = {
  primary: required(having('the PaymentMigrationEnvironment that is replicated', '_settings')),
  cidr: TEXT,
  lagLimit: DURATION,
  alarmEmail: TEXT,
};
