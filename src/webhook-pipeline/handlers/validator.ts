import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { parse } from '@aws-lambda-powertools/parser';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import { authenticate } from './authentication';
import { ATTRIBUTES, validatorEnvironment } from './contract';
import { providerIdOf, queueableText, urlOf, webhookEventSchema, type WebhookEvent } from './webhook-request';
import { bodyOf, lowerCased } from '../../hardened/handlers/api-request';
import { CLIENT_CONFIG } from '../../hardened/handlers/aws-client';
import { parseEnvironment } from '../../hardened/handlers/environment';
import { logger, metrics, traced, tracer } from '../../hardened/handlers/telemetry';

const environment = parseEnvironment(validatorEnvironment);
const providers = new Map(environment.PROVIDERS.map((config) => [config.id, config]));
type Provider = (typeof environment.PROVIDERS)[number];

const sqs = tracer.captureAWSv3Client(new SQSClient(CLIENT_CONFIG));

const json = (statusCode: number, content: object): APIGatewayProxyResult =>
  ({ statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) });

/** Adyen repeats whatever is not answered by this text. */
const accepted = (provider: Provider): APIGatewayProxyResult => provider.scheme === 'adyen'
  ? { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: '[accepted]' }
  : json(200, { received: true });

function count(name: 'SignatureRejected' | 'WebhookAccepted' | 'WebhookFailed', providerId: string): void {
  metrics.singleMetric().addDimension('provider', providerId).addMetric(name, MetricUnit.Count, 1);
}

async function enqueue({ queueUrl }: Provider, text: string, attributes: Record<string, string>): Promise<void> {
  await sqs.send(new SendMessageCommand({
    QueueUrl: queueUrl,
    MessageBody: text,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    ),
  }));
}

/** Answers only for what the sender can change; everything else throws. */
async function receive(event: WebhookEvent, provider: Provider): Promise<APIGatewayProxyResult> {
  const body = bodyOf(event);
  if (body.length === 0) return json(400, { message: 'Bad Request' });
  if (body.length > environment.MAX_BODY_BYTES) return json(413, { message: 'Payload Too Large' });
  const text = queueableText(body);
  if (text === undefined) return json(400, { message: 'Bad Request' });

  const { requestId, requestTimeEpoch } = event.requestContext;
  const url = urlOf(event);
  const verdict = await authenticate({ config: provider, headers: lowerCased(event.headers), body, url, receivedAtMs: requestTimeEpoch });
  if (!verdict.valid) {
    logger.warn('Signature rejected', { reason: verdict.reason });
    count('SignatureRejected', provider.id);
    return json(401, { message: 'Unauthorized' });
  }
  // Whatever passes API Gateway's own validation goes on: it is signed, hence evidence, and ends in the provider's DLQ.
  await enqueue(provider, text, { [ATTRIBUTES.receivedAt]: String(requestTimeEpoch), [ATTRIBUTES.requestId]: requestId, [ATTRIBUTES.url]: url });
  count('WebhookAccepted', provider.id);
  return accepted(provider);
}

/** Whatever throws passes with a retry of the provider, which a 4xx might end. */
async function answer(input: unknown): Promise<APIGatewayProxyResult> {
  let provider: Provider | undefined;
  try {
    const event = parse(input, undefined, webhookEventSchema);
    provider = providers.get(providerIdOf(event));
    // Made-up names reach neither logs nor metrics, where each would be a dimension of its own.
    if (!provider) return json(404, {});
    logger.appendKeys({ correlation_id: event.requestContext.requestId, provider: provider.id });
    tracer.putAnnotation('provider', provider.id);
    return await receive(event, provider);
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('Unknown failure');
    logger.error('Webhook not taken', failure);
    tracer.addErrorAsMetadata(failure);
    count('WebhookFailed', provider?.id ?? 'unknown');
    return json(503, { message: 'Service Unavailable' });
  }
}

export const handler = async (event: unknown, context: Context): Promise<APIGatewayProxyResult> => {
  logger.addContext(context);
  metrics.captureColdStartMetric(context.functionName);
  try {
    return await traced('webhook', () => answer(event));
  } finally {
    logger.resetKeys();
  }
};
