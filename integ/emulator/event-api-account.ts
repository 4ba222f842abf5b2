import { EventApi, keyOf, PaymentEvent, QueueName } from './event-api';
import { bodiesIn } from './operator';

export type Kind = 'plain' | 'high' | 'repeated' | 'conflicting' | 'card' | 'invalid';

/** An event of a load; `requestId` when it was taken. */
export interface SentEvent {
  readonly kind: Kind;
  readonly event: PaymentEvent;
  requestId?: string;
}

/** Amounts by `source#eventId`: what tells the contents of one id apart. */
export type Amounts = ReadonlyMap<string, readonly number[]>;

export function amountsOf(events: readonly Pick<PaymentEvent, 'source' | 'eventId' | 'amount'>[]): Amounts {
  const amounts = new Map<string, number[]>();
  for (const event of events) amounts.set(keyOf(event), [...amounts.get(keyOf(event)) ?? [], event.amount]);
  return amounts;
}

const same = (one: readonly number[] = [], other: readonly number[] = []): boolean => [...one].sort().join() === [...other].sort().join();

/** Every place where an event of a load may be. */
export class Places {
  /** Looks once: of the messages in the queues each look is a receive. */
  public static async look(api: EventApi): Promise<Places> {
    const { events, refusals } = await api.recorded();
    const records = (kind: string) => amountsOf([...events.values()].flatMap((one) => kind in one ? [one[kind] as unknown as PaymentEvent] : []));
    const messages = async (name: QueueName) => amountsOf((await bodiesIn(api.aws, api.queue(name), 1)).map((body) => {
      const { detail, responsePayload, requestPayload } = JSON.parse(body) as {
        detail: PaymentEvent; responsePayload?: { event?: PaymentEvent }; requestPayload?: { body: string };
      };
      return responsePayload?.event ?? (requestPayload ? JSON.parse(requestPayload.body) as PaymentEvent : detail);
    }));
    return new Places(new Set(refusals.keys()), {
      'recorded as INGESTED': records('INGESTED'),
      'recorded as PROCESSED': records('PROCESSED'),
      'waiting in process-queue': await messages('ProcessQueue'),
      'process-dlq': await messages('ProcessDlq'),
      'store-dlq': await messages('StoreDlq'),
      'review-queue': await messages('ReviewQueue'),
      'ingest-failures': await messages('IngestFailures'),
    });
  }

  private constructor(private readonly refused: ReadonlySet<string>, private readonly places: Readonly<Record<string, Amounts>>) {}

  public count(place: string): number {
    return [...this.places[place].values()].reduce((sum, amounts) => sum + amounts.length, 0);
  }

  /** Why an event is not where it belongs; `contents`: the amounts that were sent under its id. */
  public fault({ kind, event, requestId = '' }: SentEvent, contents: readonly number[]): string | undefined {
    const at = (place: string): readonly number[] => this.places[place].get(keyOf(event)) ?? [];
    const isNowhere = Object.keys(this.places).every((place) => at(place).length === 0);
    // One content is recorded, any other one is in the DLQ: of each function.
    const isSettled = at('recorded as INGESTED').length === 1 && same([...at('recorded as INGESTED'), ...at('store-dlq')], contents)
      && at('recorded as PROCESSED').length === 1 && same([...at('recorded as PROCESSED'), ...at('process-dlq')], contents)
      && at('waiting in process-queue').length === 0 && same(at('review-queue'), kind === 'high' ? contents : []);
    const isRight = kind === 'invalid' ? isNowhere : kind === 'card' ? isNowhere && this.refused.has(requestId) : isSettled;
    return isRight ? undefined : this.describe(kind, event, contents);
  }

  /** Why an event that was published is neither processed, nor waiting, nor in the DLQ. */
  public lost({ kind, event }: SentEvent, contents: readonly number[]): string | undefined {
    const found = ['recorded as PROCESSED', 'waiting in process-queue', 'process-dlq'].flatMap((place) => this.places[place].get(keyOf(event)) ?? []);
    return contents.every((amount) => found.includes(amount)) ? undefined : this.describe(kind, event, contents);
  }

  private describe(kind: Kind, event: PaymentEvent, contents: readonly number[]): string {
    const where = Object.entries(this.places).flatMap(([place, amounts]) => amounts.has(keyOf(event)) ? [`${place} (${amounts.get(keyOf(event))!.join()})`] : []);
    return `${kind} ${keyOf(event)}, sent with ${contents.join(' and ')}, is in ${where.join(' and ') || 'no place'}`;
  }
}
