import { isUtf8 } from 'node:buffer';
import * as z from 'zod';

/** Only what the validator reads, so that a new field of API Gateway breaks nothing. */
export const webhookEventSchema = z.object({
  resource: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()).nullish(),
  body: z.string().nullable(),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({
    requestId: z.string(),
    requestTimeEpoch: z.number().int(),
    domainName: z.string().nullish(),
    path: z.string(),
  }),
});
export type WebhookEvent = z.infer<typeof webhookEventSchema>;

/** One resource per provider; the path serves a resource like `{proxy+}`. */
export function providerIdOf({ resource, path }: WebhookEvent): string {
  const source = resource.includes('{') ? path : resource;
  return source.split('/').filter(Boolean).at(-1) ?? '';
}

/** The URL as the sender called it: this path holds the stage or the base path of a custom domain. */
export const urlOf = ({ requestContext }: WebhookEvent): string => `https://${requestContext.domainName ?? ''}${requestContext.path}`;

/** What SQS refuses in a message although it is valid UTF-8. */
const REFUSED_BY_SQS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/** The body as a queue can carry it, byte for byte, with a byte order mark; undefined where it cannot. */
export function queueableText(body: Buffer): string | undefined {
  if (!isUtf8(body)) return undefined;
  const text = body.toString('utf8');
  return REFUSED_BY_SQS.test(text) ? undefined : text;
}
