import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import {
  LogReplication, PaymentDisasterRecoveryProps, RecoveryConsistency, RecoveryDomainProps, RecoveryMode,
} from './props';
import { HandlerCode, LogRetentionProfile } from '../hardened';
import { suffixTag } from '../hardened/operations';

/** Regions between which DynamoDB writes with strong consistency: any three of a set. */
export const REGION_SETS: readonly string[][] = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];

/** `RecoveryDomainProps` with its defaults. */
export interface DomainSettings {
  readonly domainName: string;
  readonly hostedZone?: RecoveryDomainProps['hostedZone'];
  readonly zoneName: string;
  readonly healthCheckInterval: Duration;
  readonly failureThreshold: number;
  readonly recordTtl: Duration;
}

/** The props with their defaults. */
export interface Settings {
  readonly regions: { readonly primary: string; readonly secondary: string; readonly account?: string };
  readonly mode: RecoveryMode;
  readonly domain?: DomainSettings;
  readonly rateLimit: number;
  readonly burstLimit: number;
  readonly webApplicationFirewall: boolean;
  readonly accountLogRole: boolean;
  readonly executeApiEndpoint: boolean;
  readonly code: HandlerCode;
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly reservedConcurrency: number;
  readonly warmStandby: number;
  readonly redriveConcurrency: number;
  readonly maxReceiveCount: number;
  readonly consistency: RecoveryConsistency;
  readonly witnessRegion?: string;
  readonly logReplication: LogReplication;
  readonly logRetention: LogRetentionProfile;
  readonly removalPolicy: RemovalPolicy;
  readonly namePrefix: string;
  readonly environmentSuffix: string;
  readonly tags: Record<string, string>;
  readonly pauseReplication: boolean;
  readonly pauseDuration: Duration;
  readonly regionSwitch: boolean;
}

export function settingsOf({ regions, domain, api, processing, data, operations, exercises }: PaymentDisasterRecoveryProps): Settings {
  const primary = regions?.primary ?? 'us-east-1';
  const secondary = regions?.secondary ?? 'us-east-2';
  const consistency = data?.consistency ?? RecoveryConsistency.EVENTUAL;
  const environmentSuffix = operations?.environmentSuffix ?? 'prod';
  return {
    regions: { primary, secondary, account: regions?.account },
    mode: regions?.mode ?? RecoveryMode.ACTIVE_PASSIVE,
    domain: domain && {
      domainName: domain.domainName,
      hostedZone: domain.hostedZone,
      zoneName: domain.hostedZone?.zoneName ?? domain.zoneName ?? domain.domainName.split('.').slice(1).join('.'),
      healthCheckInterval: domain.healthCheckInterval ?? Duration.seconds(10),
      failureThreshold: domain.failureThreshold ?? 3,
      recordTtl: domain.recordTtl ?? Duration.seconds(10),
    },
    rateLimit: api?.rateLimit ?? 1000,
    burstLimit: api?.burstLimit ?? 2000,
    webApplicationFirewall: api?.webApplicationFirewall ?? true,
    accountLogRole: api?.accountLogRole ?? true,
    executeApiEndpoint: api?.executeApiEndpoint ?? true,
    code: processing?.code ?? HandlerCode.bundled(),
    memorySize: processing?.memorySize ?? 1024,
    timeout: processing?.timeout ?? Duration.seconds(15),
    reservedConcurrency: processing?.reservedConcurrency ?? 100,
    warmStandby: processing?.warmStandby ?? 0,
    redriveConcurrency: processing?.redriveConcurrency ?? 5,
    maxReceiveCount: processing?.maxReceiveCount ?? 5,
    consistency,
    witnessRegion: data?.witnessRegion ?? (consistency === RecoveryConsistency.STRONG ? onlyWitness(primary, secondary) : undefined),
    logReplication: data?.logReplication ?? LogReplication.PRIMARY_TO_SECONDARY,
    logRetention: data?.logRetention ?? LogRetentionProfile.of(logs.RetentionDays.THREE_MONTHS, Duration.days(365)),
    removalPolicy: data?.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    namePrefix: operations?.namePrefix ?? 'payment-dr',
    environmentSuffix,
    tags: {
      Environment: environmentSuffix,
      ...suffixTag(environmentSuffix, operations?.tags?.Environment),
      Project: operations?.project ?? 'payments',
      ManagedBy: 'CloudFormation',
      CostCenter: operations?.costCenter ?? 'payments',
      Owner: operations?.owner ?? 'payments',
      ...operations?.tags,
    },
    pauseReplication: exercises?.pauseReplication ?? false,
    pauseDuration: exercises?.pauseDuration ?? Duration.minutes(15),
    regionSwitch: exercises?.regionSwitch ?? false,
  };
}

/** The third Region of the set, when no other could be meant. */
function onlyWitness(...pair: string[]): string | undefined {
  const rest = REGION_SETS.find((set) => pair.every((region) => set.includes(region)))?.filter((region) => !pair.includes(region)) ?? [];
  return rest.length === 1 ? rest[0] : undefined;
}
