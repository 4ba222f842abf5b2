import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { PaymentProvider, SignatureScheme } from './provider';

/** Headers that the processor needs to check a signature, in lower case; must equal those of the handlers (tested). */
export function signatureHeaders(provider: PaymentProvider): string[] {
  switch (provider.scheme) {
    case SignatureScheme.STRIPE: return ['stripe-signature'];
    case SignatureScheme.ADYEN: return [];
    case SignatureScheme.PAYPAL:
      return ['paypal-transmission-id', 'paypal-transmission-time', 'paypal-transmission-sig', 'paypal-cert-url', 'paypal-auth-algo'];
    case SignatureScheme.SQUARE: return ['x-square-hmacsha256-signature'];
    case SignatureScheme.HMAC: return [(provider.header ?? 'X-Hub-Signature-256').toLowerCase()];
  }
}

/**
 * VTL that turns a webhook into a SendMessage call: the raw body, and beside it what the processor needs to check it.
 * Header names come in any case, so all are walked.
 */
export function sendMessageTemplate(provider: PaymentProvider): string {
  const attribute = (index: number, name: string, value: string) =>
    `&MessageAttribute.${index}.Name=${name}&MessageAttribute.${index}.Value.DataType=String&MessageAttribute.${index}.Value.StringValue=$util.urlEncode(${value})`;
  const wanted = `,${signatureHeaders(provider).join(',')},`;
  return [
    `#set($wanted='${wanted}')#set($headers='{')#set($comma='')#set($quote='"')`,
    '#foreach($name in $input.params().header.keySet())#set($lower=$name.toLowerCase())#if($wanted.indexOf(",$lower,") >= 0)',
    // escapeJavaScript also escapes single quotes, which JSON forbids.
    '#set($value=$util.escapeJavaScript($input.params().header.get($name)).replaceAll("\\\\\'","\'"))',
    '#set($headers="$headers$comma$quote$lower$quote:$quote$value$quote")#set($comma=\',\')#end#end',
    '#set($headers="$headers}")',
    '#set($url="https://$context.domainName$context.path")',
    'Action=SendMessage&Version=2012-11-05&MessageBody=$util.urlEncode($input.body)',
    attribute(1, 'receivedAt', '"$context.requestTimeEpoch"'),
    attribute(2, 'requestId', '$context.requestId'),
    attribute(3, 'url', '$url'),
    attribute(4, 'signatureHeaders', '$headers'),
  ].join('');
}

/** API Gateway sends the webhook to the queue itself; a queue that refuses gives the provider a 503, so it retries. */
export function directIntegration(queue: sqs.IQueue, role: iam.IRole, provider: PaymentProvider): apigateway.AwsIntegration {
  const accepted = provider.scheme === SignatureScheme.ADYEN ? '[accepted]' : '{"received":true}';
  return new apigateway.AwsIntegration({
    service: 'sqs',
    path: `${Stack.of(queue).account}/${queue.queueName}`,
    integrationHttpMethod: 'POST',
    options: {
      credentialsRole: role,
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      requestTemplates: { 'application/json': sendMessageTemplate(provider) },
      integrationResponses: [
        { statusCode: '200', selectionPattern: '2\\d{2}', responseTemplates: { 'application/json': accepted } },
        // All else, 4xx too: SQS answers 400 to throttling and to a disabled key, which the provider's retry outlasts.
        { statusCode: '503', responseTemplates: { 'application/json': '{"message":"Service Unavailable"}' } },
      ],
    },
  });
}
