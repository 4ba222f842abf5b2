/** The HTTP side: four routes, one place for errors, one line of log for each request. */
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { accept, type PaymentStore } from './accept';
import { DatabaseUnavailableError } from './database';
import type { Logger } from './logger';
import { sendProblem, type ProblemName } from './problem';
import { parsePayment, requestIdOf } from './request';

const BODY_LIMIT = 64 * 1024;
/** For the whole of a request to arrive. */
const REQUEST_MS = 15_000;
/** Longer than the 60 s of the load balancer: it must be the one that closes, or it answers 502 for a request sent at that moment. */
const KEEP_ALIVE_MS = 65_000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface AppOptions {
  readonly store: PaymentStore;
  /** Whether a payment could be written now. */
  readonly isReady: () => Promise<boolean>;
  /** Whether SIGTERM has come. */
  readonly isDraining: () => boolean;
  readonly logger: Logger;
}

const BY_STATUS: Record<number, ProblemName> = { 413: 'too-large', 415: 'not-json' };

function problemOf(error: FastifyError): ProblemName {
  if (error instanceof DatabaseUnavailableError) return 'unavailable';
  const { statusCode = 500 } = error;
  return BY_STATUS[statusCode] ?? (statusCode < 500 ? 'invalid-request' : 'internal');
}

export function createApp({ store, isReady, isDraining, logger }: AppOptions): FastifyInstance {
  const answerError = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const name = problemOf(error);
    // What the caller did wrong is in the line of the request.
    if (['unavailable', 'internal'].includes(name)) logger.error({ requestId: request.id, err: error }, 'Request failed');
    void sendProblem(reply, name);
  };
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // A connection on which nothing moves, while a request is open.
    connectionTimeout: 2 * REQUEST_MS,
    // What still comes while we close is served: the database is there until the last answer.
    return503OnClosing: false,
    genReqId: ({ headers }) => requestIdOf(headers),
    // A path that cannot be decoded.
    frameworkErrors: (error, request, reply) => { answerError(error, request as FastifyRequest, reply as FastifyReply); },
  });
  app.server.headersTimeout = REQUEST_MS;

  // The text, so that faults of the body are told beside those of the headers, and no message of a parser quotes it.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.addHook('onSend', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    // The load balancer opens its next connection elsewhere.
    if (isDraining()) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    // The route, not the URL: a caller can put anything there.
    const { url = 'unknown' } = request.routeOptions;
    const level = ['/health', '/ready'].includes(url) ? 'debug' : 'info';
    logger[level]({ requestId: request.id, method: request.method, route: url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'Request');
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'not-found'));

  /** Of the container: the process turns. No look at the database, or its failover would restart every task. */
  app.get('/health', async () => ({ status: 'ok' }));

  /** Of the target group: a task that cannot reach the database gets no traffic, and its deployment fails. */
  app.get('/ready', async (_request, reply) => {
    if (isDraining() || !await isReady()) return sendProblem(reply, 'not-ready');
    return { status: 'ready' };
  });

  app.post('/payments', async (request, reply) => {
    const parsed = parsePayment(request.headers, typeof request.body === 'string' ? request.body : '');
    if ('faults' in parsed) return sendProblem(reply, 'invalid-request', parsed.faults);
    const outcome = await accept(store, parsed.key, parsed.payment);
    if (outcome.kind === 'conflict') return sendProblem(reply, 'key-reused');
    const { kind, payment } = outcome;
    logger.info({ requestId: request.id, paymentId: payment.id, outcome: kind }, 'Payment');
    reply.headers({ 'location': `/payments/${payment.id}`, 'idempotent-replayed': String(kind === 'replayed') });
    return reply.code(kind === 'created' ? 201 : 200).send(payment);
  });

  app.get<{ Params: { id: string } }>('/payments/:id', async ({ params: { id } }, reply) => {
    const payment = UUID.test(id) ? await store.findById(id) : undefined;
    return payment ?? sendProblem(reply, 'not-found');
  });
  return app;
}
