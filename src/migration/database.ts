import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { MigrationCoreDatabase } from './core';
import { DATABASE_PORT, MySqlParts } from './mysql-parts';
import { MigrationPlatform } from './platform';
import { CredentialsRotation } from './rotation';
import { NamedService } from '../hardened';
import { connect, fixed } from '../hardened/connect';
import { EXCLUDED_CHARACTERS, proxyRole } from '../hardened/database-parts';

/** MySQL in two zones with a rotated password and a proxy, TLS only (MG-03, MG-04). */
export class MigrationDatabase extends Construct implements MigrationCoreDatabase {
  public readonly instance: rds.DatabaseInstance;
  public readonly instanceIdentifier: string;
  public readonly secret: secretsmanager.ISecret;
  public readonly rotation: CredentialsRotation;
  public readonly proxy: rds.DatabaseProxy;
  public readonly parts: MySqlParts;
  /** Of the instance: from proxy and rotation alone. */
  public readonly securityGroup: ec2.SecurityGroup;
  /** Of the proxy: from those who are named. */
  public readonly proxySecurityGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, private readonly platform: MigrationPlatform) {
    super(scope, id);
    const { names, network } = platform;
    this.instanceIdentifier = names.of(NamedService.DB_INSTANCE, 'mysql');
    this.securityGroup = network.group(this, 'Group', 'Payment database: from proxy and rotation alone');
    this.proxySecurityGroup = network.group(this, 'ProxyGroup', 'RDS Proxy: from those who are named');
    connect(this.proxySecurityGroup, this.securityGroup, DATABASE_PORT, 'proxy', 'database');
    this.parts = new MySqlParts(this, platform, platform.settings.databaseRemoval);
    this.instance = this.makeInstance();
    this.secret = this.instance.secret!;
    this.rotation = new CredentialsRotation(this, 'Rotation', platform, { instance: this.instance, securityGroup: this.securityGroup, port: DATABASE_PORT });
    this.proxy = this.makeProxy();
  }

  public allowFrom(caller: ec2.SecurityGroup, name: string): void {
    connect(caller, this.proxySecurityGroup, DATABASE_PORT, name, 'proxy');
  }

  private makeInstance(): rds.DatabaseInstance {
    const { settings } = this.platform;
    const instance = new rds.DatabaseInstance(this, 'Instance', {
      ...this.parts.propsOf(fixed(this, 'FixedGroup', this.securityGroup)),
      engine: this.parts.engine,
      instanceIdentifier: this.instanceIdentifier,
      credentials: rds.Credentials.fromSecret(this.makeSecret()),
      databaseName: settings.databaseName,
      allocatedStorage: settings.allocatedStorage,
      allowMajorVersionUpgrade: false,
    });
    this.parts.finish(instance, this.instanceIdentifier);
    return instance;
  }

  private makeSecret(): secretsmanager.Secret {
    const { settings: { replicaRegion, removalPolicy }, names, key } = this.platform;
    return new secretsmanager.Secret(this, 'Secret', {
      // A name only where the other Region must find it: a deleted secret may block its name for days.
      secretName: replicaRegion && names.of(NamedService.SECRET, 'database'),
      description: 'Credentials of the payment database, with host and port; rotated every 30 days',
      encryptionKey: key,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: 'payments_admin' }),
        generateStringKey: 'password',
        passwordLength: 32,
        excludeCharacters: EXCLUDED_CHARACTERS,
        requireEachIncludedType: true,
      },
      // With the key that Secrets Manager keeps there: when this is made, the replica's own does not exist yet.
      replicaRegions: replicaRegion === undefined ? undefined : [{ region: replicaRegion }],
      removalPolicy,
    });
  }

  private makeProxy(): rds.DatabaseProxy {
    const { names, key, logs, settings, network } = this.platform;
    const dbProxyName = names.of(NamedService.DB_PROXY, 'proxy');
    const role = proxyRole(this, key, settings.tags.Environment);
    const proxy = new rds.DatabaseProxy(this, 'Proxy', {
      dbProxyName,
      proxyTarget: rds.ProxyTarget.fromInstance(this.instance),
      // By its ARN: the grant on the secret itself would allow the key to all that comes through Secrets Manager.
      secrets: [secretsmanager.Secret.fromSecretCompleteArn(this, 'ProxySecret', this.secret.secretArn)],
      clientPasswordAuthType: rds.ClientPasswordAuthType.MYSQL_CACHING_SHA2_PASSWORD,
      role,
      vpc: network.vpc,
      vpcSubnets: network.privateSubnets,
      securityGroups: [fixed(this, 'FixedProxyGroup', this.proxySecurityGroup)],
      requireTLS: true,
      maxConnectionsPercent: 90, // the rest is for the rotation and for operators
      debugLogging: false,
    });
    proxy.node.addDependency(role.permissions, logs.group(this, 'ProxyLogs', `/aws/rds/proxy/${dbProxyName}`));
    return proxy;
  }
}
