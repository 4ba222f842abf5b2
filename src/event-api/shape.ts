import {
  EventApiDomainProps, EventApiIngressProps, EventConcurrencyProps, EventDataProps, EventFeeProps, EventOperationsProps,
  EventProcessingProps, EventRoutingProps, PaymentEventApiProps,
} from './props';
import {
  AMOUNTS, CERTIFICATE, DURATION, FLAG, group, HOSTED_ZONE, LOG_RETENTION, NUMBER, REMOVAL, required, Shape, TEXT, TEXTS, TEXTS_BY_NAME, TOPIC,
} from '../hardened/shape';

/** The kind of every prop. */
export const SHAPE: Shape<PaymentEventApiProps> = {
  environmentSuffix: required(TEXT),
  api: group<EventApiIngressProps>({
    rateLimit: NUMBER,
    burstLimit: NUMBER,
    tokenCacheTtl: DURATION,
    authorizerTimeout: DURATION,
    webApplicationFirewall: FLAG,
    accountLogRole: FLAG,
    executeApiEndpoint: FLAG,
  }),
  domain: group<EventApiDomainProps>({ domainName: required(TEXT), hostedZone: required(HOSTED_ZONE), certificate: CERTIFICATE, basePath: TEXT }),
  routing: group<EventRoutingProps>({ sources: TEXTS, partnerSources: TEXTS, highValue: AMOUNTS, reviewQueue: FLAG }),
  processing: group<EventProcessingProps>({
    concurrency: group<EventConcurrencyProps>({ authorizer: NUMBER, ingest: NUMBER, process: NUMBER, store: NUMBER, accountLimit: NUMBER }),
    ingestTimeout: DURATION,
    consumerTimeout: DURATION,
    visibilityTimeout: DURATION,
    maxReceiveCount: NUMBER,
    retryAttempts: NUMBER,
    maxEventAge: DURATION,
    fees: group<EventFeeProps>({ basisPoints: NUMBER, fixed: AMOUNTS, types: required(TEXTS) }),
  }),
  data: group<EventDataProps>({
    queueRetention: DURATION, rememberFor: DURATION, auditShards: NUMBER, logRetention: LOG_RETENTION, removalPolicy: REMOVAL,
  }),
  operations: group<EventOperationsProps>({
    namePrefix: TEXT, team: TEXT, costCenter: TEXT, tags: TEXTS_BY_NAME, alarmTopic: TOPIC, alarmEmail: TEXT,
  }),
};
