import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** One more Region of a global table. */
export interface TableReplica {
  /** The Region. */
  readonly region: string;
  /** ARN of a key in that Region; the ARN of an alias will do. */
  readonly keyArn: string;
}

/** Props of `HardenedGlobalTable`. */
export interface HardenedGlobalTableProps {
  /** Physical name, the same in each Region. */
  readonly tableName: string;
  /** Name of the partition key, a string. */
  readonly partitionKey: string;
  /** Name of the sort key, a string. */
  readonly sortKey: string;
  /** The other Regions. The stack must be bound to a Region of its own. */
  readonly replicas: TableReplica[];
  /** Customer managed key in the Region of the stack. */
  readonly encryptionKey: kms.IKey;
  /**
   * Whether a write is in every Region before it is acknowledged.
   * @default dynamodb.MultiRegionConsistency.EVENTUAL
   */
  readonly consistency?: dynamodb.MultiRegionConsistency;
  /**
   * Region that keeps no copy but votes, with strong consistency and one replica.
   * @default - none
   */
  readonly witnessRegion?: string;
  /**
   * What happens to the table in every Region when its stack goes. Anything but `DESTROY` retains it and protects it from deletion, also
   * from a rollback.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** An on-demand table in several Regions: each with a key of its own and point-in-time recovery (DR-01). */
export class HardenedGlobalTable extends dynamodb.TableV2 {
  constructor(scope: Construct, id: string, props: HardenedGlobalTableProps) {
    // A rollback cannot delete a protected table: RETAIN_ON_UPDATE_OR_DELETE would fail there.
    const removalPolicy = props.removalPolicy === RemovalPolicy.DESTROY ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const eachRegion = {
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
    };
    super(scope, id, {
      tableName: props.tableName,
      partitionKey: { name: props.partitionKey, type: dynamodb.AttributeType.STRING },
      sortKey: { name: props.sortKey, type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      ...eachRegion,
      encryption: dynamodb.TableEncryptionV2.customerManagedKey(
        props.encryptionKey, Object.fromEntries(props.replicas.map(({ region, keyArn }) => [region, keyArn])),
      ),
      replicas: props.replicas.map(({ region }) => ({ region, ...eachRegion })),
      multiRegionConsistency: props.consistency ?? dynamodb.MultiRegionConsistency.EVENTUAL,
      witnessRegion: props.witnessRegion,
      removalPolicy,
    });
    if (removalPolicy === RemovalPolicy.RETAIN) {
      acknowledge(this, 'Its deletion protection outlasts a failed first deployment: an operator imports or deletes it, never a rollback',
        'PaymentChecks-RetainedName');
    }
  }
}
