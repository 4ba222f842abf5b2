/**
 * Lambda authorizer of a REST API, TOKEN or REQUEST: one token, held in Secrets
 * Manager. While it is rotated the previous one is accepted too. No log, no
 * policy and no principal shows a token.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { APIGatewayAuthorizerResult, Context } from 'aws-lambda';
import * as z from 'zod';
import { lowerCased } from './api-request';
import { parseEnvironment } from './environment';
import { count, logger, traced, withMetrics } from './telemetry';
import { type KnownToken, TokenSource } from './token-source';

export const authorizerEnvironment = z.object({
  /** Name or ARN of the secret; see `TokenSource`. */
  TOKEN_SECRET_ID: z.string().min(1),
  /** `authorization` takes `Bearer <token>`, any other header the token alone. */
  TOKEN_HEADER: z.string().regex(/^[\w-]+$/).toLowerCase().default('authorization'),
});

/** The ARN of the stage. */
const methodArn = z.string().transform((arn, ctx) => {
  const stage = /^(arn:[^:]+:execute-api:[^:]+:[^:]+:[^/]+\/[^/]+)\//.exec(arn)?.[1];
  if (stage === undefined) ctx.addIssue({ code: 'custom', message: 'is not the ARN of a method' });
  return stage ?? z.NEVER;
});

/** Only what is read. A TOKEN authorizer has the header's value alone. */
const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TOKEN'), methodArn, authorizationToken: z.string() }),
  z.object({ type: z.literal('REQUEST'), methodArn, headers: z.record(z.string(), z.string()).nullish() }),
]);
type Event = z.output<typeof eventSchema>;

/** Any other error is a 500 to the caller; this is API Gateway's word for a 401, which it does not cache. */
const UNAUTHORIZED = 'Unauthorized';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** In a time that tells neither the length nor the beginning. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

/** The event holds the token, and zod's own error might quote it. */
function parseEvent(input: unknown): Event {
  const parsed = eventSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Error(`No event of an authorizer: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
}

/** Every method of this API's stage: API Gateway caches the policy for the token, whatever is called next. */
const policy = (effect: 'Allow' | 'Deny', stageArn: string, principalId: string): APIGatewayAuthorizerResult => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: `${stageArn}/*` }] },
});

/** A policy and no error: somebody's wrong tokens are no fault of the function, and API Gateway remembers the answer. */
function refuse(stageArn: string, reason: string): APIGatewayAuthorizerResult {
  count('TokenRefused');
  logger.warn('Refused', { reason });
  return policy('Deny', stageArn, 'nobody');
}

/** Compares with every token, whichever fits. */
const versionOf = (token: string, known: readonly KnownToken[]): KnownToken['version'] | undefined =>
  known.filter((candidate) => isSame(candidate.token, token)).map(({ version }) => version)[0];

export function createHandler({ TOKEN_SECRET_ID, TOKEN_HEADER }: z.output<typeof authorizerEnvironment>) {
  const source = new TokenSource(TOKEN_SECRET_ID);

  const tokenOf = (event: Event): string | undefined => {
    const value = event.type === 'TOKEN' ? event.authorizationToken : lowerCased(event.headers)[TOKEN_HEADER];
    return TOKEN_HEADER === 'authorization' ? /^Bearer +(\S+)$/i.exec(value ?? '')?.[1] : value;
  };

  const authorize = async (input: unknown): Promise<APIGatewayAuthorizerResult> => {
    const event = parseEvent(input);
    const { methodArn: stageArn } = event;
    const token = tokenOf(event);
    if (!token) return refuse(stageArn, 'no token');
    const version = versionOf(token, await source.tokens()) ?? versionOf(token, await source.refreshed());
    if (version === undefined) return refuse(stageArn, 'wrong token');
    count(version === 'previous' ? 'PreviousTokenUsed' : 'TokenAccepted');
    return policy('Allow', stageArn, `token-${version}`);
  };

  return (event: unknown, context: Context): Promise<APIGatewayAuthorizerResult> => withMetrics(() => traced('authorizer', async () => {
    logger.addContext(context);
    try {
      return await authorize(event);
    } catch (error) {
      count('AuthorizerFailed');
      logger.error('The token cannot be checked', error as Error);
      throw new Error(UNAUTHORIZED);
    }
  }));
}

export const handler = createHandler(parseEnvironment(authorizerEnvironment));
