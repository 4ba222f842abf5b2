/**
 * Assesses the events that the bus's rules put into the queue, and publishes what
 * came of it. An event that two rules match, or that is delivered again, is
 * processed once; a crash after publishing publishes the same again, which
 * `store` recognises.
 */
import { IdempotencyAlreadyInProgressError, IdempotencyValidationError } from '@aws-lambda-powertools/idempotency';
import type { Logger } from '@aws-lambda-powertools/logger';
import {
  busEventSchema, consume, count, EventBus, type EventEnvironment, eventEnvironment, eventKey, type NormalisedEvent, normalisedEventSchema,
  parseEnvironment, PoisonError, PostponedError, PROCESSED, type ProcessedDetail, PROCESSOR, readJson, RESERVE_MS, SharedConfiguration,
  type SharedConfigurationValue,
} from 'payment-event-shared';
import { assess } from './assess';
import { claimed, type Claimed, type ClaimedWork } from './claims';

interface Work extends Claimed {
  readonly event: NormalisedEvent;
}

export function createHandler({ CONFIG_PARAMETER }: EventEnvironment) {
  const configuration = new SharedConfiguration(CONFIG_PARAMETER);
  const bus = new EventBus();
  let current: { readonly configuration: SharedConfigurationValue; readonly claims: ClaimedWork<Work> } | undefined;

  const publish = async (event: NormalisedEvent, value: SharedConfigurationValue): Promise<Record<string, string>> => {
    const assessment = assess(event, value);
    const detail: ProcessedDetail = { event, assessment };
    const busEventId = await bus.publish({
      eventBusName: value.eventBusName, source: PROCESSOR, type: PROCESSED, detail, time: new Date().toISOString(),
    });
    count('EventProcessed');
    if (assessment.amountClass === 'high') count('HighValueEvent');
    return { busEventId };
  };

  /** Made anew when the configuration changes. */
  const claims = async (): Promise<ClaimedWork<Work>> => {
    const value = await configuration.get();
    if (current?.configuration !== value) {
      const { tableName, rememberSeconds } = value;
      current = {
        configuration: value,
        claims: claimed({ tableName, rememberSeconds, work: ({ event }: Work) => publish(event, value), onRepeated: () => count('DuplicateEvent') }),
      };
    }
    return current.claims;
  };

  return consume('process', async (body: string, log: Logger) => {
    const { source, detail } = readJson(busEventSchema, body);
    if (source === PROCESSOR) {
      // A rule that matches what comes out of here would go round for ever.
      count('OwnEventIgnored');
      log.error('A rule sends processed events to the queue of those to process');
      return;
    }
    const parsed = normalisedEventSchema.safeParse(detail);
    if (!parsed.success) throw new PoisonError('MessageMalformed', `detail: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
    const event = parsed.data;
    if (event.source !== source) throw new PoisonError('MessageMalformed', 'detail.source: is not the source of the event');
    log.setCorrelationId(event.requestId);
    try {
      await (await claims()).run({ key: eventKey(event), contentHash: event.contentHash, event }, RESERVE_MS);
    } catch (error) {
      // It may still fail: cannot be consumed yet.
      if (error instanceof IdempotencyAlreadyInProgressError) throw new PostponedError('the same event is in progress');
      if (error instanceof IdempotencyValidationError) throw new PoisonError('EventConflict', 'another event has the same id');
      throw error;
    }
  });
}

export const handler = createHandler(parseEnvironment(eventEnvironment));
