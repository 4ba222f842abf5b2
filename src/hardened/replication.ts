import { CfnCondition, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcards } from './acknowledge';
import { allow } from './allow';
import { AccountServicePrincipal, NarrowRole } from './narrow-role';

/** Props of `BucketReplication`. */
export interface BucketReplicationProps {
  /** Bucket whose objects are copied; versioned. */
  readonly source: s3.Bucket;
  /** Key of the source. */
  readonly sourceKey: kms.IKey;
  /** Name of the bucket that gets the copies; versioned, and there before this one is deployed. */
  readonly destinationBucketName: string;
  /** Region of the destination. */
  readonly destinationRegion: string;
  /** Alias of a key in the Region of the destination, without `alias/`. */
  readonly destinationKeyAlias: string;
  /**
   * Replicate only when this holds, since S3 refuses a destination that is not there yet.
   * @default - always
   */
  readonly condition?: CfnCondition;
}

/**
 * Copies a bucket to another Region within 15 minutes, with metrics; its role reads that bucket and writes to that one alone (DR-05).
 *
 * Delete markers stay behind: what somebody deletes in one Region is still in the other.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export class BucketReplication extends Construct {
  /** The one rule, as its metrics call it. */
  public readonly ruleId: string = 'everything';
  /** What S3 assumes to copy. */
  public readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: BucketReplicationProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const sourceName = (props.source.node.defaultChild as s3.CfnBucket).bucketName!;
    const bucketArn = (resource: string) => stack.formatArn({ service: 's3', region: '', account: '', resource });
    // By name: a reference to the bucket would be circular.
    const source = bucketArn(sourceName);
    const destination = bucketArn(props.destinationBucketName);
    const role = new NarrowRole(this, 'Role', {
      assumedBy: new AccountServicePrincipal('s3.amazonaws.com', source), description: `Copies ${props.source.node.id} to ${props.destinationRegion}`,
    });
    allow(role, ['s3:GetReplicationConfiguration', 's3:ListBucket'], source);
    allow(role, ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'], `${source}/*`);
    allow(role, ['s3:ReplicateObject', 's3:ReplicateTags'], `${destination}/*`);
    const through = (region: string) => ({ 'kms:ViaService': `s3.${region}.amazonaws.com` });
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['kms:Decrypt'], resources: [props.sourceKey.keyArn], conditions: { StringEquals: through(stack.region) },
    }));
    // The key's id is not known in this Region; its alias is.
    const keys = stack.formatArn({ service: 'kms', region: props.destinationRegion, resource: 'key', resourceName: '*' });
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['kms:Encrypt', 'kms:GenerateDataKey'],
      resources: [keys],
      conditions: {
        'StringEquals': through(props.destinationRegion),
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': `alias/${props.destinationKeyAlias}` },
      },
    }));
    acknowledgeWildcards(role, 'S3 copies every object of the one bucket to the other', `${source}/*`, `${destination}/*`);
    acknowledgeWildcards(role, 'The condition on kms:ResourceAliases leaves one key: its id is not known in another Region', keys);
    this.role = role;

    const configuration = {
      Role: role.roleArn,
      Rules: [{
        Id: this.ruleId,
        Status: 'Enabled',
        Priority: 1,
        Filter: { Prefix: '' },
        DeleteMarkerReplication: { Status: 'Disabled' },
        SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
        Destination: {
          Bucket: destination,
          EncryptionConfiguration: {
            ReplicaKmsKeyID: stack.formatArn({ service: 'kms', region: props.destinationRegion, resource: 'alias', resourceName: props.destinationKeyAlias }),
          },
          ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
          Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } },
        },
      }],
    };
    // An override: properties that hang on a condition are written as CloudFormation has them.
    const bucket = props.source.node.defaultChild as s3.CfnBucket;
    bucket.addPropertyOverride('ReplicationConfiguration', props.condition
      ? { 'Fn::If': [props.condition.logicalId, configuration, { Ref: 'AWS::NoValue' }] }
      : configuration);
    bucket.node.addDependency(role.permissions);
    acknowledge(props.source, 'The destination has a name known in advance and is deployed before, in another stack and Region', 'PaymentChecks-ReplicationDestination');
  }
}
