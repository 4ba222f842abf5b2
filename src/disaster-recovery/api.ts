import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { IPaymentAuthorization } from './authorization';
import { RegionPlatform } from './platform';
import { HardenedRestApi, ManagedFirewall, NamedService } from '../hardened';
import { acknowledge } from '../hardened/acknowledge';
import { invocationUri } from '../hardened/invocation-uri';

/** What Route 53 asks. */
export const HEALTH_PATH = '/health';
/** Its own limit: a rush of payments must not make the Region look ill. Route 53 asks a few times a second. */
const HEALTH_LIMITS = { rate: 50, burst: 100 };
/**
 * What one address may ask in five minutes: a checker of Route 53 asks 30 times. Without it anybody could use the limit up by himself, and
 * the Region would look ill.
 */
const HEALTH_LIMIT_BY_ADDRESS = 300;
/** Clients are programs, and some send no User-Agent. */
const COUNT_ONLY = ['NoUserAgent_HEADER'];

/** `POST /payments`, `GET /payments/{id}` and `GET /health` (DR-03). */
export class PaymentApi extends HardenedRestApi {
  /** Rings when payments get 5xx. */
  public readonly serverErrors: cloudwatch.Alarm;

  constructor(
    scope: Construct, id: string, private readonly platform: RegionPlatform, target: lambda.IFunction, authorization: IPaymentAuthorization,
  ) {
    const { settings, regions: { names }, logs } = platform;
    super(scope, id, {
      apiName: names.of(NamedService.API, 'payments'),
      description: 'Payments',
      logs,
      limits: { rate: settings.rateLimit, burst: settings.burstLimit },
      methodLimits: { [`${HEALTH_PATH}/GET`]: HEALTH_LIMITS },
      accountLogRole: settings.accountLogRole,
      disableExecuteApiEndpoint: !settings.executeApiEndpoint,
    });
    const authorizer = authorization.bind(this, this.api);
    this.addMethods(target, { authorizer, authorizationType: authorizer.authorizationType ?? apigateway.AuthorizationType.CUSTOM });
    if (settings.webApplicationFirewall) {
      new ManagedFirewall(this, 'Firewall', {
        names,
        part: 'payments',
        resourceArn: this.api.deploymentStage.stageArn,
        logs,
        countOnly: COUNT_ONLY,
        openPaths: [{ name: 'HealthByAddress', path: HEALTH_PATH, limit: HEALTH_LIMIT_BY_ADDRESS }],
      });
    }
    this.serverErrors = this.watch();
  }

  private addMethods(target: lambda.IFunction, guarded: apigateway.MethodOptions): void {
    const integration = this.proxy(target);
    const model = new apigateway.Model(this, 'NewPayment', {
      restApi: this.api,
      contentType: 'application/json',
      // The shape alone: the function names every fault, which API Gateway does not.
      schema: { schema: apigateway.JsonSchemaVersion.DRAFT4, type: apigateway.JsonSchemaType.OBJECT, minProperties: 1 },
    });
    const payments = this.api.root.addResource('payments');
    const options = { requestValidator: this.requestValidator, ...guarded };
    const methods = [
      payments.addMethod('POST', integration, { ...options, requestModels: { 'application/json': model } }),
      payments.addResource('{id}').addMethod('GET', integration, { ...options, requestParameters: { 'method.request.path.id': true } }),
    ];
    for (const method of methods) {
      acknowledge(method, 'Clients are programs with a bearer token, which a Lambda authorizer checks in each Region; a user pool lives in one Region', 'AwsSolutions-COG4');
    }
    const health = this.api.root.addResource(HEALTH_PATH.slice(1)).addMethod('GET', integration, { requestValidator: this.requestValidator });
    acknowledge(health, 'Route 53 asks without credentials; the answer is a status and no detail', 'AwsSolutions-APIG4', 'AwsSolutions-COG4');
    for (const [name, path] of [['Post', 'POST/payments'], ['Get', 'GET/payments/*'], ['Health', `GET${HEALTH_PATH}`]]) {
      new lambda.CfnPermission(this, `${name}Permission`, {
        action: 'lambda:InvokeFunction',
        functionName: target.functionArn,
        principal: 'apigateway.amazonaws.com',
        sourceArn: Stack.of(this).formatArn({ service: 'execute-api', resource: this.api.restApiId, resourceName: `${this.api.deploymentStage.stageName}/${path}` }),
      });
    }
  }

  /** Not `LambdaIntegration`: it puts the path of the stack into the ids of its permissions, and the ids differ from Region to Region. */
  private proxy(target: lambda.IFunction): apigateway.Integration {
    return new apigateway.Integration({
      type: apigateway.IntegrationType.AWS_PROXY,
      integrationHttpMethod: 'POST',
      uri: invocationUri(target),
      options: { timeout: Duration.seconds(29) },
    });
  }

  private watch(): cloudwatch.Alarm {
    const { monitoring } = this.platform;
    const minute = Duration.minutes(1);
    const serverErrors = monitoring.watch('ApiServerErrors', {
      metric: this.api.metricServerError({ period: minute }),
      threshold: 5,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      description: 'Five or more requests a minute get 5xx: payments are refused in this Region',
    });
    monitoring.watch('ApiClientErrors', {
      metric: this.api.metricClientError({ period: minute, statistic: 'Average' }),
      threshold: 0.2,
      evaluationPeriods: 5,
      description: 'A fifth of requests gets 4xx: a client is broken, its token has changed, or somebody guesses',
    });
    monitoring.watch('ApiLatency', {
      metric: this.api.metricLatency({ period: minute, statistic: 'p99' }),
      threshold: 2000,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      description: 'p99 of the API is at 2 s or above: health checks give up after 2 s',
    });
    monitoring.section(`API in ${Stack.of(this).region}`);
    return serverErrors;
  }
}
