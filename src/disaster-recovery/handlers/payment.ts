/**
 * The payment API of one Region. A payment goes to the table or, where the
 * table does not take it in time, to the queue from which `redrive` puts it
 * there later. Only when neither takes it does the caller have to come again.
 */
import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import type { z } from 'zod';
import { apiEventSchema, type ApiEvent, CORRELATION, correlationIdOf, parseRequest } from './api-request';
import { PAYMENT_ID, paymentEnvironment } from './contract';
import { FailedPayments } from './failed-payments';
import { type Outcome, PaymentTable, type StoredPayment, TableUnavailableError } from './payment-table';
import { countDuplicates } from './telemetry';
import { bodyOf, lowerCased } from '../../hardened/handlers/api-request';
import { containsCardNumber } from '../../hardened/handlers/card-data';
import { parseEnvironment } from '../../hardened/handlers/environment';
import { answer, type Headers, problem } from '../../hardened/handlers/problem';
import { count, logger, metrics, traced, withMetrics } from '../../hardened/handlers/telemetry';

/** For the table, of the time that is left. */
const TABLE_MS = 8_000;
/** Kept for the queue: two attempts of 3 s, and the wait between them. */
const QUEUE_MS = 6_500;
const READ_MS = 5_000;

interface Request {
  readonly event: ApiEvent;
  readonly headers: Headers;
  readonly correlationId: string;
  readonly log: Logger;
  readonly remainingMs: () => number;
}
type Route = (request: Request) => Promise<APIGatewayProxyResult>;

const viewOf = ({ item: { payloadHash: _hash, requestId: _request, ...payment }, acceptedIn }: StoredPayment) =>
  ({ status: 'ACCEPTED', ...payment, acceptedIn });
const location = (paymentId: string): Headers => ({ location: `/payments/${paymentId}` });

/** API Gateway's resource; the path serves a resource like `{proxy+}`. */
const placeOf = ({ resource, path }: ApiEvent): { route: string; id: string } => {
  const given = resource.includes('{proxy') ? path : resource;
  const id = /^\/payments\/([^/]+)\/?$/.exec(given)?.[1];
  return id === undefined ? { route: given.replace(/(?<=.)\/$/, ''), id: '' } : { route: '/payments/{id}', id };
};

export function createHandler(environment: z.output<typeof paymentEnvironment>) {
  const table = new PaymentTable(environment);
  const failed = new FailedPayments(environment.QUEUE_URL);

  const decided = ({ kind, stored }: Outcome, log: Logger): APIGatewayProxyResult => {
    countDuplicates(stored, log);
    log.appendKeys({ outcome: kind });
    if (kind === 'conflict') {
      count('PaymentConflict');
      return problem(409, 'The payment id belongs to another payment');
    }
    count(kind === 'accepted' ? 'PaymentAccepted' : 'PaymentRepeated');
    return answer(kind === 'accepted' ? 201 : 200, viewOf(stored), { ...location(stored.item.paymentId), 'idempotent-replayed': String(kind === 'repeated') });
  };

  const post: Route = async ({ event, headers, correlationId, log, remainingMs }) => {
    const { length } = bodyOf(event);
    if (length > environment.MAX_BODY_BYTES) return problem(413, `The body must have at most ${environment.MAX_BODY_BYTES} bytes`);
    const parsed = parseRequest(event, headers, correlationId);
    if ('faults' in parsed) {
      count('PaymentInvalid');
      return problem(400, 'The request is not valid', {}, parsed.faults);
    }
    const { received } = parsed;
    const { paymentId } = received.payment;
    log.appendKeys({ paymentId });
    try {
      return decided(await table.accept(received, Math.max(1, Math.min(TABLE_MS, remainingMs() - QUEUE_MS))), log);
    } catch (error) {
      if (!(error instanceof TableUnavailableError)) throw error;
      log.warn('Table does not take the payment, it is queued', error);
    }
    try {
      await failed.send(received, remainingMs());
    } catch (error) {
      count('PaymentRefused');
      log.error('Neither table nor queue takes the payment', error as Error);
      return problem(503, 'The payment was not confirmed: send it again with the same id');
    }
    count('PaymentQueued');
    log.appendKeys({ outcome: 'queued' });
    return answer(202, { status: 'QUEUED', ...received.payment }, location(paymentId));
  };

  const get: Route = async ({ event, log }) => {
    const id = event.pathParameters?.id ?? placeOf(event).id;
    if (!PAYMENT_ID.test(id) || containsCardNumber(id)) return problem(404, 'There is no such payment');
    log.appendKeys({ paymentId: id });
    try {
      const stored = await table.find(id, READ_MS);
      if (!stored) return problem(404, 'There is no such payment');
      countDuplicates(stored, log);
      return answer(200, viewOf(stored));
    } catch (error) {
      if (!(error instanceof TableUnavailableError)) throw error;
      log.warn('Table does not answer', error);
      return problem(503, 'Payments cannot be read now');
    }
  };

  const health: Route = async ({ log }) => {
    try {
      await table.probe();
      return answer(200, { status: 'ok' });
    } catch (error) {
      count('HealthFailed');
      log.warn('Not healthy', error as Error);
      return answer(503, { status: 'unavailable' });
    }
  };

  const ROUTES = new Map<string, Readonly<Record<string, Route>>>([
    ['/payments', { POST: post }], ['/payments/{id}', { GET: get }], ['/health', { GET: health }],
  ]);

  const dispatch = (request: Request): Promise<APIGatewayProxyResult> | APIGatewayProxyResult => {
    const { route } = placeOf(request.event);
    const methods = ROUTES.get(route);
    // The route, not the path: a caller can put anything there.
    request.log.appendKeys({ route: methods ? route : 'unknown' });
    if (!methods) return problem(404, 'There is no such thing');
    const { httpMethod } = request.event;
    if (!Object.hasOwn(methods, httpMethod)) return problem(405, 'The method is not allowed', { allow: Object.keys(methods).join(', ') });
    request.log.appendKeys({ method: httpMethod });
    return methods[httpMethod](request);
  };

  const serve = async (input: unknown, context: Context): Promise<APIGatewayProxyResult> => {
    const startedAt = performance.now();
    // Each request has a logger of its own, with its correlation id.
    const log = logger.createChild();
    log.addContext(context);
    let correlationId = correlationIdOf({});
    let result: APIGatewayProxyResult;
    let isHealth = false;
    try {
      const event = apiEventSchema.parse(input);
      isHealth = placeOf(event).route === '/health';
      const headers = lowerCased(event.headers);
      correlationId = correlationIdOf(headers);
      log.setCorrelationId(correlationId);
      result = await dispatch({ event, headers, correlationId, log, remainingMs: () => context.getRemainingTimeInMillis() });
    } catch (error) {
      count('PaymentFailed');
      log.error('Request failed', error as Error);
      result = problem(500, 'The service has failed');
    }
    const { statusCode } = result;
    // Route 53 asks from many places, every 10 s.
    log[isHealth && statusCode === 200 ? 'debug' : 'info']('Request', { status: statusCode, ms: Math.round(performance.now() - startedAt) });
    return { ...result, headers: { ...result.headers, [CORRELATION]: correlationId } };
  };

  return (event: unknown, context: Context): Promise<APIGatewayProxyResult> => withMetrics(() => {
    metrics.captureColdStartMetric(context.functionName);
    return traced('payment', () => serve(event, context));
  });
}

export const handler = createHandler(parseEnvironment(paymentEnvironment));
