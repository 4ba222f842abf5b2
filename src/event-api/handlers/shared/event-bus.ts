import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { CLIENT_CONFIG } from '../../../hardened/handlers/aws-client';
import { tracer } from '../../../hardened/handlers/telemetry';

/** The bus took the request and not the event. */
export class NotPublishedError extends Error {
  override readonly name = 'NotPublishedError';
}

export interface BusEntry {
  readonly eventBusName: string;
  readonly source: string;
  readonly type: string;
  readonly detail: object;
  readonly time: string;
}

export class EventBus {
  private readonly client = tracer.captureAWSv3Client(new EventBridgeClient(CLIENT_CONFIG));

  /** The id that the bus gave to it. */
  async publish({ eventBusName, source, type, detail, time }: BusEntry): Promise<string> {
    const entry: PutEventsRequestEntry = {
      EventBusName: eventBusName, Source: source, DetailType: type, Detail: JSON.stringify(detail), Time: new Date(time),
    };
    const { FailedEntryCount: failed, Entries: [answer] = [] } = await this.client.send(new PutEventsCommand({ Entries: [entry] }));
    // A request that succeeds may hold an entry that did not.
    if (failed !== 0 || answer?.EventId === undefined) throw new NotPublishedError(`the bus refused the event: ${answer?.ErrorCode ?? 'no answer for it'}`);
    return answer.EventId;
  }
}
