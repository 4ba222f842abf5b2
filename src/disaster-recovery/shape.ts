import { HostedZoneAttributes } from 'aws-cdk-lib/aws-route53';
import {
  LogReplication, PaymentDisasterRecoveryProps, RecoveryApiProps, RecoveryConsistency, RecoveryDataProps, RecoveryDomainProps,
  RecoveryExercisesProps, RecoveryMode, RecoveryOperationsProps,
  RecoveryProcessingProps, RecoveryRegionsProps,
} from './props';
import { DURATION, FLAG, group, HANDLER_CODE, having, known, LOG_RETENTION, NUMBER, oneOf, REMOVAL, required, Shape, TEXT, TEXTS_BY_NAME } from '../hardened/shape';

const NUMBERS_MADE = 'the arithmetic needs it';
const knownDuration = known(DURATION, NUMBERS_MADE);
const knownNumber = known(NUMBER, NUMBERS_MADE);

/** The kind of every prop. */
export const SHAPE: Shape<PaymentDisasterRecoveryProps> = {
  regions: group<RecoveryRegionsProps>({ primary: TEXT, secondary: TEXT, account: TEXT, mode: oneOf(RecoveryMode) }),
  domain: group<RecoveryDomainProps>({
    domainName: required(known(TEXT, 'the names of both Regions are made of it')),
    hostedZone: group<HostedZoneAttributes>({ hostedZoneId: required(TEXT), zoneName: required(TEXT) }, 'an object with hostedZoneId and zoneName'),
    zoneName: TEXT,
    healthCheckInterval: knownDuration,
    failureThreshold: knownNumber,
    recordTtl: knownDuration,
  }),
  api: group<RecoveryApiProps>({
    rateLimit: knownNumber,
    burstLimit: NUMBER,
    authorization: having('an object with a method bind(scope, api)', 'bind'),
    webApplicationFirewall: FLAG,
    accountLogRole: FLAG,
    executeApiEndpoint: FLAG,
  }),
  processing: group<RecoveryProcessingProps>({
    code: HANDLER_CODE,
    memorySize: NUMBER,
    timeout: knownDuration,
    reservedConcurrency: knownNumber,
    warmStandby: NUMBER,
    redriveConcurrency: NUMBER,
    maxReceiveCount: NUMBER,
  }),
  data: group<RecoveryDataProps>({
    consistency: oneOf(RecoveryConsistency),
    witnessRegion: TEXT,
    logReplication: oneOf(LogReplication),
    logRetention: LOG_RETENTION,
    removalPolicy: REMOVAL,
  }),
  operations: group<RecoveryOperationsProps>({
    namePrefix: TEXT, environmentSuffix: TEXT, project: TEXT, costCenter: TEXT, owner: TEXT, tags: TEXTS_BY_NAME, alarmEmail: TEXT,
  }),
  exercises: group<RecoveryExercisesProps>({ pauseReplication: FLAG, pauseDuration: knownDuration, regionSwitch: FLAG }),
};
