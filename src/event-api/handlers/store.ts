/**
 * Keeps what became of each event: what `ingest` reports through its
 * destination, and what `process` publishes. Delivered again, it is recognised.
 */
import type { Logger } from '@aws-lambda-powertools/logger';
import {
  canonicalJson, consume, count, type EventEnvironment, eventEnvironment, eventKey, type IngestResult, type Json, logger, parseEnvironment,
  type ProcessedDetail, readJson, sha256, SharedConfiguration, storeMessageSchema,
} from 'payment-event-shared';
import { type Append, AuditedTable, type StoredItem } from './audited-table';

type Kind = 'INGESTED' | 'PROCESSED' | 'REFUSED';
interface Stored extends Pick<Append, 'key' | 'item' | 'record'> {
  readonly kind: Kind;
  readonly correlationId: string;
}

function stored(kind: Kind, key: string, contentHash: string, correlationId: string, record: Json, attributes: object): Stored {
  const item: StoredItem = { pk: kind === 'REFUSED' ? key : `EVENT#${key}`, sk: kind, contentHash, ...attributes };
  return { kind, key, correlationId, item, record };
}

/** The index finds the events of a type in the order in which they occurred. */
const indexed = (kind: Kind, { type, occurredAt, source, eventId }: ProcessedDetail['event']) =>
  ({ gsi1pk: `${kind}#${type}`, gsi1sk: `${occurredAt}#${source}#${eventId}` });

function ofIngest(result: IngestResult): Stored {
  if (result.outcome === 'refused') {
    const { requestId } = result;
    const record = { kind: 'REFUSED', ...result };
    return stored('REFUSED', `REFUSED#${requestId}`, sha256(canonicalJson(record)), requestId, record, result);
  }
  const { event, sourceIp } = result;
  // Not the bus's own id: a retry of ingest makes another.
  const record = { kind: 'INGESTED', event, sourceIp };
  return stored('INGESTED', eventKey(event), event.contentHash, event.requestId, record, { ...event, sourceIp, ...indexed('INGESTED', event) });
}

function ofProcess({ event, assessment }: ProcessedDetail): Stored {
  const record = { kind: 'PROCESSED', event, assessment };
  return stored('PROCESSED', eventKey(event), event.contentHash, event.requestId, record, { ...event, assessment, ...indexed('PROCESSED', event) });
}

export function createHandler({ CONFIG_PARAMETER }: EventEnvironment) {
  const configuration = new SharedConfiguration(CONFIG_PARAMETER);
  const table = new AuditedTable();

  return consume('store', async (body: string, log: Logger) => {
    const envelope = readJson(storeMessageSchema, body);
    const { kind, correlationId, ...append } = envelope.from === 'ingest' ? ofIngest(envelope.result) : ofProcess(envelope.result);
    log.setCorrelationId(correlationId);
    const { tableName, auditShards: shards } = await configuration.get();
    const anchor = await table.append({ tableName, shards, ...append });
    if (anchor === undefined) {
      count('DuplicateEvent');
      return;
    }
    count(kind === 'REFUSED' ? 'RefusalStored' : kind === 'INGESTED' ? 'IngestedStored' : 'ProcessedStored');
    // In the log, and in its archive, out of reach of whoever can write to the table: `cdk-payments verify-trail --anchors`.
    logger.info('Audit anchor', { anchor: { ...anchor } });
  });
}

export const handler = createHandler(parseEnvironment(eventEnvironment));
