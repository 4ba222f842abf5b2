import { ArnFormat, Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { AccountServicePrincipal } from './narrow-role';

const DECRYPT = ['kms:Decrypt'];
const ENCRYPT = ['kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'];

/** Props of `HardenedKey`. */
export interface HardenedKeyProps {
  /** What the key encrypts. */
  readonly description: string;
  /**
   * What happens to the key when its stack goes. `DESTROY` schedules the deletion in 7 days.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Name of an alias, without `alias/`: by it another Region's stack finds the key, whose id it cannot know.
   * @default - no alias
   */
  readonly aliasName?: string;
}

/** A customer managed key: rotated every year (PCI DSS 3.7.4), its services named one by one. */
export class HardenedKey extends kms.Key {
  constructor(scope: Construct, id: string, props: HardenedKeyProps) {
    super(scope, id, {
      description: props.description,
      alias: props.aliasName,
      enableKeyRotation: true,
      rotationPeriod: Duration.days(365),
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      pendingWindow: props.removalPolicy === RemovalPolicy.DESTROY ? Duration.days(7) : undefined,
    });
  }

  /** Adds a statement; a service that it names without any condition is held to this account. */
  public addToResourcePolicy(statement: iam.PolicyStatement, allowNoOp?: boolean): iam.AddToResourcePolicyResult {
    const services = statement.principals.length > 0 && statement.principals.every((principal) => principal instanceof iam.ServicePrincipal);
    if (services && Object.keys(statement.conditions).length === 0) statement.addCondition('StringEquals', { 'aws:SourceAccount': Aws.ACCOUNT_ID });
    return super.addToResourcePolicy(statement, allowNoOp);
  }

  /** Grants use of the key to decrypt. */
  public grantDecrypt(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ...DECRYPT);
  }

  /** Grants use of the key to encrypt: the CDK's own grant, without its wildcards. */
  public grantEncrypt(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ...ENCRYPT);
  }

  /** Grants use of the key to encrypt and decrypt. */
  public grantEncryptDecrypt(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ...DECRYPT, ...ENCRYPT);
  }

  /** Lets a service encrypt and decrypt for resources of this account that match `sourceArn`. */
  public allowService(service: string, sourceArn?: string): void {
    const labels = service.split('.').slice(0, -2).map((label) => label.replace(/^\w/, (first) => first.toUpperCase()));
    this.addToResourcePolicy(new iam.PolicyStatement({
      sid: `Allow${labels.join('')}`,
      principals: [new AccountServicePrincipal(service, sourceArn)],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'], // in a key policy: this key
    }));
  }

  /** Lets CloudWatch Logs encrypt the log groups of this account and Region. */
  public allowLogs(): void {
    const stack = Stack.of(this);
    this.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AllowLogs',
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'], // in a key policy: this key
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
            service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }));
  }
}
