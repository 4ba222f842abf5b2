import { Aws, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** A service with its own rule for physical names. */
export enum NamedService {
  LAMBDA = 'Lambda function',
  LAYER = 'Lambda layer',
  SQS = 'SQS queue',
  STEP_FUNCTIONS = 'state machine',
  DYNAMODB = 'DynamoDB table',
  S3 = 'S3 bucket',
  EVENT_BUS = 'event bus',
  EVENT_RULE = 'event rule',
  SNS = 'SNS topic',
  API = 'REST API',
  FIREHOSE = 'Firehose stream',
  WAF = 'web ACL',
  DASHBOARD = 'dashboard',
  BUDGET = 'budget',
  ECR = 'ECR repository',
  LOAD_BALANCER = 'load balancer',
  TARGET_GROUP = 'target group',
  DB_CLUSTER = 'database cluster',
  DB_INSTANCE = 'database instance',
  DB_PROXY = 'database proxy',
  NETWORK_FIREWALL = 'network firewall',
  ECS_CLUSTER = 'ECS cluster',
  VPC = 'VPC',
  ALARM = 'alarm',
  SECRET = 'secret',
  KEY_ALIAS = 'key alias',
  REGION_SWITCH_PLAN = 'Region switch plan',
  APPCONFIG = 'AppConfig resource',
  SSM_DOCUMENT = 'document of Systems Manager',
  CONFIG_RULE = 'Config rule',
  RAM = 'resource share',
  COST_ANOMALY = 'cost anomaly monitor',
}

interface Rule { readonly limit: number; readonly pattern: RegExp }
const WORD = /^[A-Za-z0-9_-]+$/;
const LOWER = /^[a-z0-9][a-z0-9-]*[a-z0-9]$/;

/** Bucket names are global, so account and Region follow: at most 12 + 14 characters and two hyphens. */
const BUCKET_TAIL = 28;

// Limits: the 'Endpoints and quotas' page of each service.
const RULES: Record<NamedService, Rule> = {
  [NamedService.LAMBDA]: { limit: 64, pattern: WORD },
  [NamedService.LAYER]: { limit: 140, pattern: WORD },
  [NamedService.SQS]: { limit: 80, pattern: WORD },
  [NamedService.STEP_FUNCTIONS]: { limit: 80, pattern: WORD },
  [NamedService.DYNAMODB]: { limit: 255, pattern: WORD },
  [NamedService.S3]: { limit: 63 - BUCKET_TAIL, pattern: LOWER },
  [NamedService.EVENT_BUS]: { limit: 256, pattern: WORD },
  [NamedService.EVENT_RULE]: { limit: 64, pattern: WORD },
  [NamedService.SNS]: { limit: 256, pattern: WORD },
  [NamedService.API]: { limit: 128, pattern: WORD },
  [NamedService.FIREHOSE]: { limit: 64, pattern: WORD },
  [NamedService.WAF]: { limit: 128, pattern: WORD },
  [NamedService.DASHBOARD]: { limit: 255, pattern: WORD },
  [NamedService.BUDGET]: { limit: 100, pattern: WORD },
  [NamedService.ECR]: { limit: 256, pattern: LOWER },
  [NamedService.LOAD_BALANCER]: { limit: 32, pattern: LOWER },
  [NamedService.TARGET_GROUP]: { limit: 32, pattern: LOWER },
  [NamedService.DB_CLUSTER]: { limit: 63, pattern: LOWER },
  [NamedService.DB_INSTANCE]: { limit: 63, pattern: LOWER },
  [NamedService.DB_PROXY]: { limit: 63, pattern: LOWER },
  [NamedService.NETWORK_FIREWALL]: { limit: 128, pattern: WORD },
  [NamedService.ECS_CLUSTER]: { limit: 255, pattern: WORD },
  [NamedService.VPC]: { limit: 256, pattern: WORD },
  [NamedService.ALARM]: { limit: 255, pattern: WORD },
  // Secrets Manager appends six characters to the ARN: a name that ends like them would be found by a partial ARN.
  [NamedService.SECRET]: { limit: 505, pattern: WORD },
  [NamedService.KEY_ALIAS]: { limit: 250, pattern: WORD },
  [NamedService.REGION_SWITCH_PLAN]: { limit: 32, pattern: WORD },
  [NamedService.APPCONFIG]: { limit: 64, pattern: WORD },
  [NamedService.SSM_DOCUMENT]: { limit: 128, pattern: WORD },
  [NamedService.CONFIG_RULE]: { limit: 128, pattern: WORD },
  [NamedService.RAM]: { limit: 128, pattern: WORD },
  [NamedService.COST_ANOMALY]: { limit: 1024, pattern: WORD },
};

/** Props of `PhysicalNames`. */
export interface PhysicalNamesProps {
  /** First part of every name. */
  readonly prefix: string;
  /** Last part of every name: tells the environments in one account apart (WH-19, EV-13, MG-18). */
  readonly environmentSuffix: string;
}

/**
 * Physical names `prefix-part-suffix`, within the limit of each service.
 *
 * A name that is too long is refused, never cut: two cut names may be equal.
 */
export class PhysicalNames {
  /** First part of every name. */
  public readonly prefix: string;
  /** Last part of every name. */
  public readonly environmentSuffix: string;

  constructor(props: PhysicalNamesProps) {
    this.prefix = props.prefix;
    this.environmentSuffix = props.environmentSuffix;
  }

  /**
   * The physical name of a part.
   *
   * For buckets see `bucket`.
   * @throws when the name breaks the rule of the service
   */
  public of(service: NamedService, part: string): string {
    const fault = this.fault(service, part);
    if (fault) throw new Error(fault);
    return this.join(part);
  }

  /** The physical name of a bucket: `of()`, account and Region of the scope's stack; bucket names are global. */
  public bucket(scope: Construct, part: string): string {
    return `${this.of(NamedService.S3, part)}-${Aws.ACCOUNT_ID}-${Stack.of(scope).region}`;
  }

  /** Where the handlers put their metrics. */
  public get metricsNamespace(): string {
    return `${this.prefix}/${this.environmentSuffix}`;
  }

  /** What is wrong with the names of these parts, a sentence each. Empty when all are within the service's rule. */
  public faults(service: NamedService, ...parts: string[]): string[] {
    return parts.flatMap((part) => this.fault(service, part) ?? []);
  }

  private join(part: string): string {
    return `${this.prefix}-${part}-${this.environmentSuffix}`;
  }

  private fault(service: NamedService, part: string): string | undefined {
    const name = this.join(part);
    if (Token.isUnresolved(name)) return undefined;
    const { limit, pattern } = RULES[service];
    if (name.length > limit) {
      return `the ${service} name '${name}' has ${name.length} characters, ${name.length - limit} over the limit of ${limit}: `
        + 'shorten the name prefix or the environment suffix';
    }
    return pattern.test(name) ? undefined : `the ${service} name '${name}' must match ${pattern.source}`;
  }
}
