import { EnvironmentType } from './profile';
import {
  EnvironmentComputeProps, EnvironmentDatabaseProps, EnvironmentIngressProps, EnvironmentNetworkProps, EnvironmentOperationsProps,
  PaymentEnvironmentProps, ServerlessCapacity,
} from './props';
import {
  CERTIFICATE, DURATION, FLAG, group, having, HOSTED_ZONE, INSTANCE_TYPE, LOG_RETENTION, NUMBER, oneOf, required, SERVICE_IMAGE, Shape,
  TEXT, TEXTS, TEXTS_BY_NAME, TOPIC, VPC,
} from '../hardened/shape';

/** The kinds of what is also in `PortableEnvironmentProps`. */
export const GROUPS = {
  ingress: group<EnvironmentIngressProps>(
    { certificate: CERTIFICATE, domainName: TEXT, hostedZone: HOSTED_ZONE, webApplicationFirewall: FLAG },
    'an object with a certificate, or with a domainName and its hostedZone',
  ),
  network: group<EnvironmentNetworkProps>({ vpc: VPC, cidr: TEXT, otherCidrs: TEXTS, maxAzs: NUMBER, natGateways: NUMBER }),
  compute: group<EnvironmentComputeProps>({
    image: SERVICE_IMAGE, cpu: NUMBER, memoryMiB: NUMBER, minTasks: NUMBER, maxTasks: NUMBER, targetUtilization: NUMBER, environment: TEXTS_BY_NAME,
  }),
  database: group<EnvironmentDatabaseProps>({
    engineVersion: having('an AuroraPostgresEngineVersion', 'auroraPostgresFullVersion'),
    instanceType: INSTANCE_TYPE,
    serverless: group<ServerlessCapacity>({ minimum: required(NUMBER), maximum: required(NUMBER) }),
    instances: NUMBER,
    maxConnections: NUMBER,
    backupRetention: DURATION,
    databaseName: TEXT,
    performanceInsights: FLAG,
    proxy: FLAG,
  }),
  operations: group<EnvironmentOperationsProps>({
    namePrefix: TEXT,
    tags: TEXTS_BY_NAME,
    alarmTopic: TOPIC,
    logRetention: LOG_RETENTION,
    responseTime: DURATION,
    configRules: FLAG,
    ssmParameters: FLAG,
  }),
};

/** The kind of every prop. */
export const SHAPE: Shape<PaymentEnvironmentProps> = {
  environmentType: required(oneOf(EnvironmentType)),
  ...GROUPS,
  ingress: required(GROUPS.ingress),
  environmentSuffix: TEXT,
};
