/**
 * Takes an event that the API has accepted, invoked asynchronously: onto the bus,
 * and what became of it to the destination. Whatever throws is tried again by
 * Lambda and ends in the failure destination, whole.
 */
import type { Context } from 'aws-lambda';
import {
  CARD_DATA, containsCardNumber, count, EventBus, type EventEnvironment, eventEnvironment, ingestInputSchema, type IngestResult, logger, normalise,
  parseEnvironment, paymentEventSchema, readBody, SharedConfiguration, traced, withMetrics,
} from 'payment-event-shared';
import type * as z from 'zod';

/** Says what is wrong, never what was sent. */
export class EventRefusedError extends Error {
  override readonly name = 'EventRefusedError';
}

type Input = z.output<typeof ingestInputSchema>;

export function createHandler({ CONFIG_PARAMETER }: EventEnvironment) {
  const configuration = new SharedConfiguration(CONFIG_PARAMETER);
  const bus = new EventBus();

  const readInput = (payload: unknown): Input => {
    const parsed = ingestInputSchema.safeParse(payload);
    if (parsed.success) return parsed.data;
    count('EventMalformed');
    throw new EventRefusedError(`no request of the API: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
  };

  const ingest = async (input: Input): Promise<IngestResult> => {
    const { body, sourceIp, ...received } = input;
    const { faults, value } = readBody(paymentEventSchema, body, '/amount');
    const cards = faults.filter(({ detail }) => detail === CARD_DATA).map(({ at }) => at);
    // What is no JSON was not searched.
    if (value === undefined && cards.length === 0 && containsCardNumber(body)) cards.push('');
    if (cards.length > 0) {
      // Not thrown: the failure destination would keep the body, and with it the card number, for two weeks.
      count('CardDataRefused');
      logger.error('Refused: holds what looks like card data', { at: cards });
      return { outcome: 'refused', reason: 'card-data', at: cards, sourceIp, ...received };
    }
    if (value === undefined) {
      count('EventMalformed');
      throw new EventRefusedError(`the event is malformed: ${faults.map(({ at, detail }) => `${at || 'body'} ${detail}`).join('; ')}`);
    }
    const { sources, eventBusName } = await configuration.get();
    if (!sources.includes(value.source)) {
      count('SourceUnknown');
      throw new EventRefusedError('the source is none of the configured ones');
    }
    const event = normalise(value, input);
    const busEventId = await bus.publish({ eventBusName, source: event.source, type: event.type, detail: event, time: event.receivedAt });
    count('EventIngested');
    return { outcome: 'published', event, sourceIp, busEventId };
  };

  return (payload: unknown, context: Context): Promise<IngestResult> => withMetrics(() => traced('ingest', async () => {
    logger.addContext(context);
    try {
      const input = readInput(payload);
      logger.setCorrelationId(input.requestId);
      return await ingest(input);
    } catch (error) {
      logger.error('Left for a retry, then for the failure destination', error as Error);
      throw error;
    } finally {
      logger.resetKeys();
    }
  }));
}

export const handler = createHandler(parseEnvironment(eventEnvironment));
