import { Aws, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { acknowledge } from './acknowledge';
import { HardenedLogs } from './logs';
import { NarrowRole } from './narrow-role';

const STAGE = 'v1';

/** JSON access log, without headers or body; also without `error.validationErrorString`, which quotes what is wrong with a body, card numbers too. */
const ACCESS_LOG = apigateway.AccessLogFormat.custom(JSON.stringify({
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  ip: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
  requestTime: '$context.requestTime',
  httpMethod: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  status: '$context.status',
  protocol: '$context.protocol',
  requestLength: '$context.requestLength',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
  errorType: '$context.error.responseType',
  wafResponseCode: '$context.wafResponseCode',
}));

/** How many requests an API, or one of its methods, accepts. */
export interface RequestLimits {
  /** Requests a second. */
  readonly rate: number;
  /** Requests at once above the rate. */
  readonly burst: number;
}

/** Props of `HardenedRestApi`. */
export interface HardenedRestApiProps {
  /** Physical name. */
  readonly apiName: string;
  /** What the API is for. */
  readonly description: string;
  /** Makes the groups of the access logs and the execution logs. */
  readonly logs: HardenedLogs;
  /** Limits of the stage. */
  readonly limits: RequestLimits;
  /**
   * Limits of single methods, by path and verb: `{ '/health/GET': ... }`.
   * @default - the limits of the stage
   */
  readonly methodLimits?: Record<string, RequestLimits>;
  /**
   * Turn off the address that API Gateway gives, so that only custom domains answer.
   * @default false
   */
  readonly disableExecuteApiEndpoint?: boolean;
  /**
   * Make the role with which API Gateway logs. There is one for the account in each Region: `false` where it exists.
   * @default true
   */
  readonly accountLogRole?: boolean;
}

/**
 * A Regional REST API with a throttled stage `v1`, JSON access logs, execution logs of its own group, tracing, request validation
 * and the account's log role exactly once (WH-01, WH-02, DR-03).
 */
export class HardenedRestApi extends Construct {
  /** The API. */
  public readonly api: apigateway.RestApi;
  /** One JSON line for each request. */
  public readonly accessLogs: logs.LogGroup;
  /** Checks body and parameters; give it to the methods. */
  public readonly requestValidator: apigateway.RequestValidator;

  constructor(scope: Construct, id: string, props: HardenedRestApiProps) {
    super(scope, id);
    const limited = ({ rate, burst }: RequestLimits): apigateway.MethodDeploymentOptions => ({
      throttlingRateLimit: rate,
      throttlingBurstLimit: burst,
      metricsEnabled: true,
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      dataTraceEnabled: false, // bodies and signatures do not belong in logs
    });
    const methods = Object.entries(props.methodLimits ?? {}).map(([method, limits]) => [method, limited(limits)]);
    this.accessLogs = props.logs.group(this, 'AccessLogs', `/aws/apigateway/${props.apiName}`);
    this.api = new apigateway.RestApi(this, 'Api', {
      restApiName: props.apiName,
      description: props.description,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false, // one for the account and Region: below
      disableExecuteApiEndpoint: props.disableExecuteApiEndpoint ?? false,
      deployOptions: {
        stageName: STAGE,
        ...limited(props.limits),
        tracingEnabled: true,
        methodOptions: methods.length > 0 ? Object.fromEntries(methods) : undefined,
        accessLogDestination: new apigateway.LogGroupLogDestination(this.accessLogs),
        accessLogFormat: ACCESS_LOG,
      },
    });
    this.api.node.tryRemoveChild('Endpoint'); // an output that each system has under a name of its own
    // Execution logs land in a group that API Gateway would make itself, without retention or key, and leave behind.
    const stage = this.api.deploymentStage;
    stage.node.addDependency(props.logs.group(this, 'ExecutionLogs', `API-Gateway-Execution-Logs_${this.api.restApiId}/${STAGE}`));
    if (props.accountLogRole ?? true) stage.node.addDependency(accountLogging(Stack.of(this)));
    this.requestValidator = new apigateway.RequestValidator(this, 'RequestValidator', {
      restApi: this.api, validateRequestBody: true, validateRequestParameters: true,
    });
    acknowledge(stage, 'Payments are written: an answer from a cache would lose one', 'PCI.DSS.321-APIGWCacheEnabledAndEncrypted');
    acknowledge(stage, 'A client certificate proves API Gateway to an HTTP backend; the backends are services of AWS, called with IAM',
      'PCI.DSS.321-APIGWSSLEnabled');
  }

  /** The address that API Gateway gives, without a slash at its end. */
  public get executeApiUrl(): string {
    return `https://${this.api.restApiId}.execute-api.${Stack.of(this).region}.${Aws.URL_SUFFIX}/${this.api.deploymentStage.stageName}`;
  }
}

/** The role with which API Gateway logs, exactly once in a stack: the setting belongs to the account in a Region. */
function accountLogging(stack: Stack): IConstruct {
  const id = 'ApiGatewayAccountLogging';
  const existing = stack.node.tryFindChild(id);
  if (existing) return existing;
  const scope = new Construct(stack, id);
  const role = new NarrowRole(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'), description: 'API Gateway writes its logs',
  });
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:PutLogEvents', 'logs:GetLogEvents', 'logs:FilterLogEvents'],
    resources: ['*'],
  }));
  acknowledge(role, 'API Gateway checks for these actions on every log group of the account before it accepts the role', 'AwsSolutions-IAM5[Resource::*]');
  const account = new apigateway.CfnAccount(scope, 'Account', { cloudWatchRoleArn: role.roleArn });
  account.node.addDependency(role.permissions);
  return scope;
}
