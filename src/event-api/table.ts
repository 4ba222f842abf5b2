import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { EventPlatform } from './platform';
import { HardenedFunction, HardenedTable, NamedService } from '../hardened';
import { allowItems } from '../hardened/allow';

/** Finds the events of a type in the order in which they occurred. */
export const TYPE_INDEX = 'gsi1';

/** Events, their audit trail, and what `process-fn` has done (EV-05). Keys: handlers/README.md. */
export class EventTable extends HardenedTable {
  constructor(scope: Construct, id: string, { names, key, settings }: EventPlatform) {
    super(scope, id, {
      tableName: names.of(NamedService.DYNAMODB, 'records'),
      partitionKey: 'pk',
      sortKey: 'sk',
      timeToLiveAttribute: 'expiresAt', // of what process-fn remembers alone
      encryptionKey: key,
      removalPolicy: settings.removalPolicy,
    });
    this.addGlobalSecondaryIndex({
      indexName: TYPE_INDEX,
      partitionKey: { name: 'gsi1pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'gsi1sk', type: dynamodb.AttributeType.STRING },
    });
  }

  /** Lets a function act on items whose partition key begins as given, and on no others. Not on the index. */
  public allowItems(fn: HardenedFunction, actions: string[], ...keys: string[]): void {
    allowItems(fn, actions, this.tableArn, ...keys);
  }
}
