import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ACCEPTED_MODEL, PAYMENT_EVENT_MODEL, PROBLEM_MODEL } from './models';
import { EventPlatform } from './platform';
import {
  ACCEPTED_RESPONSE_TEMPLATE, FAILED_RESPONSE_TEMPLATE, FAILED_SELECTION_PATTERN, GATEWAY_PROBLEMS, INGEST_REQUEST_PARAMETERS,
  INGEST_REQUEST_TEMPLATE, PROBLEM_TYPE,
} from './templates';
import { HardenedFunction, HardenedRestApi, HardenedTokenAuthorizer, ManagedFirewall, NamedService } from '../hardened';
import { acknowledge } from '../hardened/acknowledge';
import { invocationUri } from '../hardened/invocation-uri';

/** Where events go. */
export const EVENTS_PATH = 'events';
const JSON_TYPE = 'application/json';
/** Senders are programs, and some send no User-Agent; an event with all its metadata has more than 8 KB. */
const COUNT_ONLY = ['NoUserAgent_HEADER', 'SizeRestrictions_BODY'];

/** `POST /events`: validated against a JSON schema, handed to Lambda asynchronously, answered at once by 202 (EV-01). */
export class EventRestApi extends HardenedRestApi {
  /** Checks tokens. */
  public readonly authorizer: HardenedTokenAuthorizer;

  constructor(scope: Construct, id: string, private readonly platform: EventPlatform, ingest: HardenedFunction, secret: secretsmanager.ISecret) {
    const { settings, names, logs, key } = platform;
    super(scope, id, {
      apiName: names.of(NamedService.API, 'api'),
      description: 'Payment events',
      logs,
      limits: { rate: settings.rateLimit, burst: settings.burstLimit },
      accountLogRole: settings.accountLogRole,
      disableExecuteApiEndpoint: !settings.executeApiEndpoint,
    });
    this.authorizer = new HardenedTokenAuthorizer(this, 'Authorizer', {
      functionName: platform.functionName('auth'),
      api: this.api,
      secret,
      logs,
      encryptionKey: key,
      environment: { POWERTOOLS_METRICS_NAMESPACE: platform.names.metricsNamespace },
      cacheTtl: settings.tokenCacheTtl,
      timeout: settings.authorizerTimeout,
      reservedConcurrency: settings.concurrency.authorizer,
    });
    this.addMethod(ingest);
    for (const [type, { status, template }] of Object.entries(GATEWAY_PROBLEMS)) {
      this.api.addGatewayResponse(type, {
        type: apigateway.ResponseType.of(type),
        statusCode: String(status),
        templates: { [JSON_TYPE]: template },
        responseHeaders: { 'Content-Type': `'${PROBLEM_TYPE}'` },
      });
    }
    if (settings.webApplicationFirewall) {
      new ManagedFirewall(this, 'Firewall', { names, part: 'api', resourceArn: this.api.deploymentStage.stageArn, logs, countOnly: COUNT_ONLY });
    }
    this.watch();
  }

  private addMethod(ingest: HardenedFunction): void {
    const { sources } = this.platform.settings;
    const properties = PAYMENT_EVENT_MODEL.properties as Record<string, object>;
    const event = this.model('Event', { ...PAYMENT_EVENT_MODEL, properties: { ...properties, source: { ...properties.source, enum: sources } } });
    const accepted = this.model('Accepted', ACCEPTED_MODEL);
    const problem = this.model('Problem', PROBLEM_MODEL);
    const problemHeader = { 'method.response.header.Content-Type': `'${PROBLEM_TYPE}'` };
    const integration = new apigateway.Integration({
      type: apigateway.IntegrationType.AWS,
      integrationHttpMethod: 'POST',
      uri: invocationUri(ingest),
      options: {
        timeout: Duration.seconds(29),
        requestParameters: INGEST_REQUEST_PARAMETERS,
        requestTemplates: { [JSON_TYPE]: INGEST_REQUEST_TEMPLATE },
        passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
        integrationResponses: [
          { statusCode: '202', responseTemplates: { [JSON_TYPE]: ACCEPTED_RESPONSE_TEMPLATE } },
          {
            statusCode: '503',
            selectionPattern: FAILED_SELECTION_PATTERN,
            responseTemplates: { [JSON_TYPE]: FAILED_RESPONSE_TEMPLATE },
            responseParameters: problemHeader,
          },
        ],
      },
    });
    const method = this.api.root.addResource(EVENTS_PATH).addMethod('POST', integration, {
      authorizer: this.authorizer,
      authorizationType: apigateway.AuthorizationType.CUSTOM,
      requestValidator: this.requestValidator,
      requestModels: { [JSON_TYPE]: event },
      methodResponses: [
        { statusCode: '202', responseModels: { [JSON_TYPE]: accepted } },
        { statusCode: '503', responseModels: { [PROBLEM_TYPE]: problem }, responseParameters: { [Object.keys(problemHeader)[0]]: true } },
      ],
    });
    acknowledge(method, 'Senders are programs with a bearer token, which a Lambda authorizer checks; a user pool is for people', 'AwsSolutions-COG4');
    new lambda.CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: ingest.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api', resource: this.api.restApiId, resourceName: `${this.api.deploymentStage.stageName}/POST/${EVENTS_PATH}`,
      }),
    });
  }

  /** L1: the L2 renames and drops keywords of the schema. */
  private model(id: string, schema: Record<string, unknown>): apigateway.IModel {
    const { ref } = new apigateway.CfnModel(this, id, { restApiId: this.api.restApiId, contentType: JSON_TYPE, schema });
    this.api.latestDeployment?.addToLogicalId({ id, schema }); // or a stage would go on with the former one
    return apigateway.Model.fromModelName(this, `${id}Model`, ref);
  }

  private watch(): void {
    const { monitoring, settings } = this.platform;
    const minute = Duration.minutes(1);
    monitoring.watch('ApiServerErrors', {
      metric: this.api.metricServerError({ period: minute }),
      threshold: 5,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      description: 'Five or more requests a minute get 5xx: senders must send these events again',
    });
    monitoring.watch('ApiClientErrors', {
      metric: this.api.metricClientError({ period: minute, statistic: 'Average' }),
      threshold: 0.2,
      evaluationPeriods: 5,
      description: 'A fifth of requests gets 4xx: a sender is broken, its token has changed, or somebody guesses',
    });
    monitoring.watch('ApiLatency', {
      metric: this.api.metricLatency({ period: minute, statistic: 'p99' }),
      threshold: 2000,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      description: 'p99 of the API is at 2 s or above, although nobody waits for an event to be processed: look at auth-fn',
    });
    monitoring.watchFunction('Auth', this.authorizer.function, 'auth-fn', settings.authorizerTimeout);
    const failed: cloudwatch.IMetric = this.platform.counted('auth', 'AuthorizerFailed');
    monitoring.watch('AuthorizerFailed', { metric: failed, description: 'auth-fn cannot read the token, and refuses everybody: look at the secret' });
    monitoring.section('API');
  }
}
