import { FraudScreening } from './fraud-screening';
import {
  ConcurrencyProps, DataProps, IngressMode, IngressProps, NetworkProps, OperationsProps, PaymentRoute, PaymentWebhookPipelineProps,
  PipelineEncryption, ProcessingProps,
} from './props';
import {
  AMOUNTS, DURATION, FLAG, group, HANDLER_CODE, having, list, LOG_RETENTION, NUMBER, OBJECT, oneOf, REMOVAL, required, Shape, TEXT, TEXTS,
  TEXTS_BY_NAME, TOPIC, VPC,
} from '../hardened/shape';

const provider = having('a PaymentProvider, for example PaymentProvider.stripe()', 'scheme', 'tolerance');
const route = group<PaymentRoute>({ name: required(TEXT), paymentTypes: TEXTS, minimumAmounts: AMOUNTS }, 'a route with a name');
const screening = having('a FraudScreening, for example FraudScreening.rules()', ...Object.getOwnPropertyNames(FraudScreening.prototype));

/** The kind of every prop. */
export const SHAPE: Shape<PaymentWebhookPipelineProps> = {
  providers: required(list(provider, 'an array of PaymentProvider')),
  environmentSuffix: required(TEXT),
  ingress: group<IngressProps>({
    mode: oneOf(IngressMode),
    validatorPerProvider: FLAG,
    rateLimit: NUMBER,
    burstLimit: NUMBER,
    maxBodySize: having('a Size, for example Size.kibibytes(256)', 'toBytes'),
    webApplicationFirewall: FLAG,
    accountLogRole: FLAG,
  }),
  processing: group<ProcessingProps>({
    code: HANDLER_CODE,
    concurrency: group<ConcurrencyProps>({
      validator: NUMBER, processor: NUMBER, fraudRules: NUMBER, dispatcher: NUMBER, archival: NUMBER, accountLimit: NUMBER,
    }),
    timeout: DURATION,
    visibilityTimeout: DURATION,
    maxReceiveCount: NUMBER,
    fraudScreening: screening,
    riskThreshold: NUMBER,
    routes: list(route, 'an array of routes with a name'),
    notificationEndpoint: TEXT,
  }),
  data: group<DataProps>({
    encryption: oneOf(PipelineEncryption),
    queueRetention: DURATION,
    stateRetention: DURATION,
    archiveAfter: DURATION,
    archiveRetention: DURATION,
    archiveStorageClass: having('a StorageClass, for example s3.StorageClass.GLACIER', 'value'),
    logRetention: LOG_RETENTION,
    removalPolicy: REMOVAL,
  }),
  network: group<NetworkProps>({ enabled: FLAG, vpc: VPC, subnets: OBJECT, maxAzs: NUMBER, cidr: TEXT }),
  operations: group<OperationsProps>({ namePrefix: TEXT, tags: TEXTS_BY_NAME, alarmTopic: TOPIC, alarmEmail: TEXT, monthlyBudgetUsd: NUMBER }),
};
