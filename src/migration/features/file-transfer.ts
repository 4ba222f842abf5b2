import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as transfer from 'aws-cdk-lib/aws-transfer';
import { Construct } from 'constructs';
import { AccountServicePrincipal, HardenedBucket, NarrowRole } from '../../hardened';
import { acknowledgeWildcards } from '../../hardened/acknowledge';
import { allow } from '../../hardened/allow';
import { rangeOf } from '../../hardened/cidr';
import { Faults } from '../../hardened/faults';
import { Output } from '../../hardened/outputs';
import { MigrationCore } from '../core';
import { MigrationFileTransferProps, MigrationFileTransferUser } from '../feature-props';
import { MigrationPlatform } from '../platform';

const SFTP = 22;
/** The newest: no SHA-1, and key exchange that a quantum computer does not break. */
const SECURITY_POLICY = 'TransferSecurityPolicy-2025-03';

/** An SFTP server inside the VPC, over an encrypted bucket; each user sees a folder of its own (MG-08). */
export class FileTransfer extends Construct {
  public readonly server: transfer.CfnServer;
  public readonly bucket: HardenedBucket;
  public readonly users: transfer.CfnUser[];
  public readonly securityGroup: ec2.SecurityGroup;
  public readonly logGroup: logs.LogGroup;
  public readonly outputs: Record<string, Output>;

  constructor(scope: Construct, id: string, private readonly core: MigrationCore, props: MigrationFileTransferProps) {
    super(scope, id);
    const { platform } = core;
    const { key, accessLogs, settings: { removalPolicy } } = platform;
    this.bucket = new HardenedBucket(this, 'Bucket', { bucketName: platform.names.bucket(this, 'transfer'), accessLogs, encryptionKey: key, removalPolicy });
    this.logGroup = platform.logs.group(this, 'Logs', `/aws/transfer/${platform.names.prefix}-${platform.names.environmentSuffix}`);
    this.securityGroup = this.openPort(platform, props.allowedCidrs ?? [platform.network.cidr]);
    this.server = this.makeServer(platform);
    this.users = (props.users ?? []).map((user) => this.addUser(user));
    this.watch();
    this.outputs = {
      TransferServerId: [this.server.attrServerId, 'SFTP server, inside the VPC'],
      TransferBucketName: [this.bucket.bucketName, 'Files of the SFTP server, a folder for each user'],
    };
  }

  private openPort({ network }: MigrationPlatform, cidrs: string[]): ec2.SecurityGroup {
    const group = network.group(this, 'Group', 'SFTP server: from the ranges that are allowed');
    for (const cidr of cidrs) group.addIngressRule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(SFTP), 'SFTP');
    return group;
  }

  private makeServer({ network }: MigrationPlatform): transfer.CfnServer {
    const role = new NarrowRole(this, 'LoggingRole', { assumedBy: this.transferPrincipal('server', '*'), description: 'The SFTP server logs' });
    // Its own group alone: without the right to make one, no group is left behind that nobody encrypts or deletes.
    allow(role, ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], this.logGroup.logGroupArn);
    const server = new transfer.CfnServer(this, 'Server', {
      domain: 'S3',
      protocols: ['SFTP'],
      identityProviderType: 'SERVICE_MANAGED',
      endpointType: 'VPC',
      endpointDetails: {
        vpcId: network.vpc.vpcId,
        subnetIds: network.zones.map(({ privateSubnet }) => privateSubnet.subnetId),
        securityGroupIds: [this.securityGroup.securityGroupId],
      },
      securityPolicyName: SECURITY_POLICY,
      loggingRole: role.roleArn,
      structuredLogDestinations: [this.logGroup.logGroupArn],
      s3StorageOptions: { directoryListingOptimization: 'ENABLED' },
    });
    server.node.addDependency(role.permissions);
    return server;
  }

  private addUser({ userName, publicKeys }: MigrationFileTransferUser): transfer.CfnUser {
    const { key } = this.core.platform;
    const scope = new Construct(this, `User-${userName}`);
    const role = new NarrowRole(scope, 'Role', {
      assumedBy: this.transferPrincipal('user', `${this.server.attrServerId}/*`), description: `SFTP user ${userName}: a folder of its own`,
    });
    const objects = this.bucket.arnForObjects(`${userName}/*`);
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn], conditions: { StringLike: { 's3:prefix': [`${userName}/*`, userName] } },
    }));
    allow(role, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], objects);
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com` } },
    }));
    acknowledgeWildcards(role, 'All files of the one folder', objects);
    const user = new transfer.CfnUser(scope, 'User', {
      serverId: this.server.attrServerId,
      userName,
      role: role.roleArn,
      sshPublicKeys: publicKeys,
      // What is beyond the folder does not exist for the user.
      homeDirectoryType: 'LOGICAL',
      homeDirectoryMappings: [{ entry: '/', target: `/${this.bucket.bucketName}/${userName}` }],
    });
    user.node.addDependency(role.permissions);
    return user;
  }

  private transferPrincipal(resource: string, resourceName: string): AccountServicePrincipal {
    const arn = Stack.of(this).formatArn({ service: 'transfer', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
    return new AccountServicePrincipal('transfer.amazonaws.com', arn);
  }

  /** Transfer Family has metrics of files, none of logins: those are in the log. */
  private watch(): void {
    const { platform } = this.core;
    const refused = new logs.MetricFilter(this, 'Refused', {
      logGroup: this.logGroup,
      filterName: `${platform.names.prefix}-transfer-refused-${platform.names.environmentSuffix}`,
      filterPattern: logs.FilterPattern.stringValue('$.activity-type', '=', 'AUTH_FAILURE'),
      metricNamespace: platform.names.metricsNamespace,
      metricName: 'TransferLoginRefused',
    });
    platform.monitoring.watch('TransferRefused', {
      metric: refused.metric({ statistic: 'Sum', period: Duration.minutes(5) }),
      threshold: 5,
      description: 'SFTP server: five or more logins were refused within five minutes; the log group says from where',
    });
    platform.monitoring.section('File transfer');
  }
}

const USER_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.@-]{2,99}$/;
const PUBLIC_KEY = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,2}( .*)?$/;

export function checkFileTransfer(faults: Faults, { users = [], allowedCidrs }: MigrationFileTransferProps): void {
  const where = 'features.fileTransfer';
  if (allowedCidrs?.length === 0) faults.add(`${where}.allowedCidrs is empty: nobody could connect, give at least one, or leave it out for the VPC itself`);
  for (const cidr of allowedCidrs ?? []) {
    if (!rangeOf(cidr)) faults.add(`${where}.allowedCidrs must hold IPv4 ranges that begin at their first address, got '${cidr}'`);
    else if (/\/0$/.test(cidr)) faults.add(`${where}.allowedCidrs has ${cidr}, everybody: the server is inside the VPC, give the ranges that are connected with it`);
  }
  const names = users.map(({ userName }) => userName);
  for (const { userName, publicKeys } of users) {
    faults.pattern(`${where}.users.userName`, userName, USER_NAME, '3 to 100 letters, digits or _.@-, a letter, digit or _ first');
    if (publicKeys.length === 0) faults.add(`${where}.users has '${userName}' without a public key, which could not log in: give publicKeys`);
    for (const key of publicKeys) faults.pattern(`${where}.users.publicKeys of '${userName}'`, key, PUBLIC_KEY, 'public SSH keys as in an .pub file: ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp*');
    if (names.indexOf(userName) !== names.lastIndexOf(userName)) faults.add(`${where}.users has '${userName}' twice`);
  }
}
