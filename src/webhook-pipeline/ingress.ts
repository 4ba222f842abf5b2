import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { directIntegration, signatureHeaders } from './direct-integration';
import { WebhookFirewall } from './firewall';
import { Platform } from './platform';
import { IngressMode, IngressProps } from './props';
import { ProviderLane } from './provider-lane';
import { HardenedFunction, HardenedRestApi, NamedService, NarrowRole } from '../hardened';
import { acknowledge } from '../hardened/acknowledge';
import { allow } from '../hardened/allow';

/** REST API with `POST /webhooks/{provider}` for each provider (WH-01, WH-02). */
export class WebhookIngress extends HardenedRestApi {
  public readonly validators: lambda.Function[] = [];

  constructor(scope: Construct, id: string, private readonly platform: Platform, props: IngressProps, private readonly lanes: ProviderLane[]) {
    const { settings, names, logs } = platform;
    super(scope, id, {
      apiName: names.of(NamedService.API, 'webhooks'),
      description: 'Payment provider webhooks',
      logs,
      limits: { rate: settings.rateLimit, burst: settings.burstLimit },
      accountLogRole: props.accountLogRole,
    });
    this.addMethods();
    if (props.webApplicationFirewall ?? true) {
      new WebhookFirewall(this, 'Firewall', platform, this.api.deploymentStage.stageArn, this.lanes.flatMap(({ provider }) => signatureHeaders(provider)));
    }
    this.watch();
  }

  private addMethods(): void {
    const model = new apigateway.Model(this, 'Event', {
      restApi: this.api,
      contentType: 'application/json',
      schema: { schema: apigateway.JsonSchemaVersion.DRAFT4, type: apigateway.JsonSchemaType.OBJECT, minProperties: 1 },
    });
    const options: apigateway.MethodOptions = {
      requestValidator: this.requestValidator,
      requestModels: { 'application/json': model },
      methodResponses: [{ statusCode: '200' }, { statusCode: '503' }],
    };
    const webhooks = this.api.root.addResource('webhooks');
    const integrate = this.integration();
    for (const lane of this.lanes) {
      const method = webhooks.addResource(lane.provider.id).addMethod('POST', integrate(lane), options);
      acknowledge(method, 'A provider cannot use IAM, Cognito or a key of ours: it signs each webhook, and the signature is checked (WH-12)',
        'AwsSolutions-APIG4', 'AwsSolutions-COG4');
    }
  }

  private integration(): (lane: ProviderLane) => apigateway.Integration {
    const { mode, validatorPerProvider } = this.platform.settings;
    if (mode === IngressMode.DIRECT_TO_QUEUE) {
      return (lane) => {
        const role = new NarrowRole(lane, 'IngressRole', {
          assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'), description: `Sends webhooks of ${lane.provider.id} to their queue`,
        });
        allow(role, ['sqs:SendMessage'], lane.queue.queueArn);
        this.platform.key?.grantEncryptDecrypt(role);
        return directIntegration(lane.queue, role, lane.provider);
      };
    }
    if (validatorPerProvider) {
      return (lane) => lambdaProxy(this.validator(lane, 'Validator', `${lane.provider.id}-validator`, [lane]));
    }
    const shared = lambdaProxy(this.validator(this, 'Validator', 'validator', this.lanes));
    return () => shared;
  }

  private validator(scope: Construct, id: string, name: string, lanes: ProviderLane[]): HardenedFunction {
    const { settings, monitoring } = this.platform;
    const fn = this.platform.function(scope, id, {
      name,
      handler: 'validator',
      description: 'Checks the signature of webhooks and queues them',
      reservedConcurrency: settings.concurrency.validator,
      environment: {
        PROVIDERS: Stack.of(this).toJsonString(lanes.map((lane) => ({
          ...lane.configuration(), secretId: lane.secret.secretArn, queueUrl: lane.queue.queueUrl,
        }))),
        MAX_BODY_BYTES: String(settings.maxBodySize.toBytes()),
      },
    });
    for (const lane of lanes) {
      lane.allowRead(fn);
      allow(fn, ['sqs:SendMessage'], lane.queue.queueArn);
    }
    this.platform.key?.grantEncryptDecrypt(fn);
    this.validators.push(fn);
    // API Gateway gives up after 29 seconds.
    monitoring.watchFunction(name, fn, 'Webhook validator', Duration.seconds(Math.min(29, settings.timeout.toSeconds())));
    return fn;
  }

  private watch(): void {
    const { monitoring } = this.platform;
    const options = { period: Duration.minutes(1) };
    monitoring.watch('ApiServerErrors', {
      metric: this.api.metricServerError({ period: Duration.minutes(5) }), description: 'Webhooks get 5xx: providers send them again, but not for ever',
    });
    monitoring.watch('ApiClientErrors', {
      metric: this.api.metricClientError({ ...options, statistic: 'Average' }),
      threshold: 0.05,
      evaluationPeriods: 5,
      description: 'Over 5% of webhooks get 4xx: a signing key was changed, or somebody tries to forge',
    });
    monitoring.watch('ApiLatency', { metric: this.api.metricLatency({ ...options, statistic: 'p99' }), threshold: 5000, evaluationPeriods: 5, description: 'p99 of webhooks is above 5 s: providers give up after about 10' });
    if (this.validators.length > 0) for (const lane of this.lanes) this.watchValidation(lane);
    monitoring.section('Ingress');
  }

  /** By the validator's own metrics: the API's do not tell providers apart, and one wrong key drowns in the others' traffic. */
  private watchValidation({ provider: { id } }: ProviderLane): void {
    const { monitoring, names } = this.platform;
    const service = names.of(NamedService.LAMBDA, this.platform.settings.validatorPerProvider ? `${id}-validator` : 'validator');
    const metric = (metricName: string, period: Duration) => new cloudwatch.Metric({
      namespace: names.metricsNamespace, metricName, dimensionsMap: { service, provider: id }, statistic: 'Sum', period,
    });
    monitoring.watch(`${id}-WebhookFailed`, {
      metric: metric('WebhookFailed', Duration.minutes(5)), description: `Webhooks of ${id} get 503: no usable signing key, or an AWS service fails`,
    });
    monitoring.watch(`${id}-SignatureRejected`, {
      metric: metric('SignatureRejected', Duration.hours(1)), threshold: 5, description: `Webhooks of ${id} get 401: the signing key is wrong, or somebody forges`,
    });
  }
}

function lambdaProxy(fn: lambda.IFunction): apigateway.LambdaIntegration {
  return new apigateway.LambdaIntegration(fn, { proxy: true, allowTestInvoke: false, timeout: Duration.seconds(29) });
}
