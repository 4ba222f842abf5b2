import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** Props of `HardenedRepository`. */
export interface HardenedRepositoryProps {
  /** Physical name, lower case. */
  readonly repositoryName: string;
  /**
   * Customer managed key.
   * @default - the AWS managed key of ECR
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * How many images are kept.
   * @default 30
   */
  readonly maxImageCount?: number;
  /**
   * What happens to the repository when its stack goes. `DESTROY` empties it first.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** A private image repository: scanned on push, immutable tags, old images expire (WH-04). */
export class HardenedRepository extends ecr.Repository {
  constructor(scope: Construct, id: string, props: HardenedRepositoryProps) {
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    super(scope, id, {
      repositoryName: props.repositoryName,
      imageScanOnPush: true,
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      encryption: ecr.RepositoryEncryption.KMS,
      encryptionKey: props.encryptionKey,
      lifecycleRules: [
        { rulePriority: 1, description: 'Untagged images', tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(7) },
        { rulePriority: 2, description: 'Old images', maxImageCount: props.maxImageCount ?? 30 },
      ],
      removalPolicy,
      emptyOnDelete: removalPolicy === RemovalPolicy.DESTROY,
    });
  }
}
