import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** Props of `HardenedTable`. */
export interface HardenedTableProps {
  /** Physical name. */
  readonly tableName: string;
  /** Name of the partition key, a string. */
  readonly partitionKey: string;
  /**
   * Name of the sort key, a string.
   * @default - no sort key
   */
  readonly sortKey?: string;
  /**
   * Attribute with the epoch second at which DynamoDB deletes the item.
   * @default - items live for ever
   */
  readonly timeToLiveAttribute?: string;
  /**
   * Customer managed key.
   * @default - the AWS managed key of DynamoDB
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * What happens to the table when its stack goes. Anything but `DESTROY` retains it and protects it from deletion, also from a rollback.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** An on-demand table: encrypted, with point-in-time recovery (WH-05, EV-05). */
export class HardenedTable extends dynamodb.Table {
  constructor(scope: Construct, id: string, props: HardenedTableProps) {
    // A rollback cannot delete a protected table: RETAIN_ON_UPDATE_OR_DELETE would fail there.
    const removalPolicy = props.removalPolicy === RemovalPolicy.DESTROY ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    super(scope, id, {
      tableName: props.tableName,
      partitionKey: { name: props.partitionKey, type: dynamodb.AttributeType.STRING },
      sortKey: props.sortKey === undefined ? undefined : { name: props.sortKey, type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: props.timeToLiveAttribute,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: props.encryptionKey ? dynamodb.TableEncryption.CUSTOMER_MANAGED : dynamodb.TableEncryption.AWS_MANAGED,
      encryptionKey: props.encryptionKey,
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
      removalPolicy,
    });
    if (removalPolicy === RemovalPolicy.RETAIN) {
      acknowledge(this, 'Its deletion protection outlasts a failed first deployment: an operator imports or deletes it, never a rollback',
        'PaymentChecks-RetainedName');
    }
  }
}
