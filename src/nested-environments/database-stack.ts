import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { DescribedStack } from './described-stack';
import { Foundation } from './foundation';
import { PaymentNetworkStack } from './network-stack';
import { EnvironmentDatabaseProps } from './props';
import { DATABASE_PORT } from './security-groups';
import { NamedService } from '../hardened';
import { acknowledge } from '../hardened/acknowledge';
import { fixed } from '../hardened/connect';
import { EXCLUDED_CHARACTERS, monitoringRole, proxyRole } from '../hardened/database-parts';

/** Aurora PostgreSQL with a rotated password, TLS only (NE-04). */
export class PaymentDatabaseStack extends DescribedStack {
  public readonly cluster: rds.DatabaseCluster;
  /** Credentials, with host and port. */
  public readonly secret: secretsmanager.ISecret;
  public readonly proxy?: rds.DatabaseProxy;
  public readonly subnetGroup: rds.SubnetGroup;
  public readonly clusterParameters: rds.ParameterGroup;
  public readonly instanceParameters: rds.ParameterGroup;

  constructor(
    scope: Construct, private readonly foundation: Foundation, private readonly network: PaymentNetworkStack,
    private readonly props: EnvironmentDatabaseProps,
  ) {
    super(scope, 'PaymentDatabaseStack', { description: 'Payment environment: Aurora PostgreSQL' });
    const { settings } = foundation;
    const { databaseRemoval } = settings;
    const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: props.engineVersion ?? rds.AuroraPostgresEngineVersion.VER_17_7 });
    // A retained cluster needs them: their deletion would fail.
    const removalPolicy = databaseRemoval === RemovalPolicy.RETAIN ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.subnetGroup = new rds.SubnetGroup(this, 'SubnetGroup', {
      vpc: network.vpc, vpcSubnets: { subnets: network.databaseSubnets.subnets }, description: 'Payment database', removalPolicy,
    });
    this.clusterParameters = new rds.ParameterGroup(this, 'ClusterParameters', {
      engine,
      description: 'Payment database: TLS only, connections and changes of the schema are logged',
      parameters: { 'rds.force_ssl': '1', 'log_connections': '1', 'log_disconnections': '1', 'log_statement': 'ddl' },
      removalPolicy,
    });
    this.instanceParameters = new rds.ParameterGroup(this, 'InstanceParameters', {
      engine, description: 'Payment database: connections', parameters: { max_connections: String(settings.maxConnections) }, removalPolicy,
    });
    const secret = new rds.DatabaseSecret(this, 'Secret', {
      username: 'payments_admin', encryptionKey: foundation.key, excludeCharacters: EXCLUDED_CHARACTERS,
    });
    secret.applyRemovalPolicy(settings.dataRemoval);
    this.cluster = this.makeCluster(engine, secret);
    this.secret = this.cluster.secret!;
    if (settings.deletionProtection) {
      acknowledge(this.cluster, 'Production: the data outlives the stack, and a restored cluster takes another suffix (NE-05)', 'PaymentChecks-RetainedName', 'PaymentChecks-TeardownBlocked[DeletionProtection]');
    } else {
      acknowledge(this.cluster, `Deletion protection is for prod; ${settings.environmentType} must be deletable (NE-05)`, 'AwsSolutions-RDS10');
    }
    if (settings.instances === 1) acknowledge(this.cluster, 'One instance where an outage of minutes costs nobody a payment (NE-03)', 'PaymentChecks-ClusterOneInstance');
    acknowledge(this.cluster, 'The usual port, reached by reference from two security groups alone: another number would hide nothing', 'AwsSolutions-RDS11');
    this.rotate();
    if (props.proxy) this.proxy = this.makeProxy();
  }

  private makeCluster(engine: rds.IClusterEngine, secret: rds.DatabaseSecret): rds.DatabaseCluster {
    const { settings, names, key, logs } = this.foundation;
    const clusterIdentifier = names.of(NamedService.DB_CLUSTER, 'aurora');
    const group = logs.group(this, 'Logs', `/aws/rds/cluster/${clusterIdentifier}/postgresql`);
    const { serverless, performanceInsights = true } = this.props;
    const insights = performanceInsights && {
      enablePerformanceInsights: true, performanceInsightEncryptionKey: key, performanceInsightRetention: rds.PerformanceInsightRetention.DEFAULT,
    };
    const instance = (id: string) => {
      const options = { parameterGroup: this.instanceParameters, publiclyAccessible: false, autoMinorVersionUpgrade: true, ...insights };
      return serverless
        ? rds.ClusterInstance.serverlessV2(id, { ...options, scaleWithWriter: id === 'Reader1' })
        : rds.ClusterInstance.provisioned(id, { ...options, instanceType: settings.instanceType, promotionTier: id === 'Writer' ? 0 : 1 });
    };
    const cluster = new rds.DatabaseCluster(this, 'Cluster', {
      clusterIdentifier,
      engine,
      writer: instance('Writer'),
      readers: Array.from({ length: settings.instances - 1 }, (_, index) => instance(`Reader${index + 1}`)),
      ...serverless && { serverlessV2MinCapacity: serverless.minimum, serverlessV2MaxCapacity: serverless.maximum },
      credentials: rds.Credentials.fromSecret(secret),
      defaultDatabaseName: settings.databaseName,
      port: DATABASE_PORT,
      vpc: this.network.vpc,
      securityGroups: [fixed(this, 'DatabaseGroup', this.network.securityGroups.database)],
      subnetGroup: this.subnetGroup,
      parameterGroup: this.clusterParameters,
      storageEncrypted: true,
      storageEncryptionKey: key,
      iamAuthentication: true,
      backup: { retention: settings.backupRetention, preferredWindow: '03:00-04:00' },
      preferredMaintenanceWindow: 'sun:04:30-sun:05:30',
      copyTagsToSnapshot: true,
      cloudwatchLogsExports: ['postgresql'],
      monitoringInterval: Duration.minutes(1),
      monitoringRole: monitoringRole(this),
      ...insights,
      deletionProtection: settings.deletionProtection,
      removalPolicy: settings.databaseRemoval,
    });
    cluster.node.addDependency(group);
    return cluster;
  }

  private rotate(): void {
    const { names, logs } = this.foundation;
    const functionName = names.of(NamedService.LAMBDA, 'rotation');
    const group = logs.group(this, 'RotationLogs', `/aws/lambda/${functionName}`);
    // The hosted function: the one of the CDK comes from the Serverless Application Repository, whose versions nobody updates.
    const schedule = this.secret.addRotationSchedule('Rotation', {
      hostedRotation: secretsmanager.HostedRotation.postgreSqlSingleUser({
        functionName,
        vpc: this.network.vpc,
        vpcSubnets: { subnets: this.network.privateSubnets.subnets },
        securityGroups: [fixed(this, 'RotationGroup', this.network.securityGroups.rotation)],
        excludeCharacters: EXCLUDED_CHARACTERS,
      }),
      automaticallyAfter: Duration.days(30),
    });
    // It logs in at once: not before there is an instance to log in to. Not after the readers, of which there may be none.
    schedule.node.addDependency(group, this.cluster.node.findChild('Writer'));
  }

  private makeProxy(): rds.DatabaseProxy {
    const { names, key, logs, settings } = this.foundation;
    const dbProxyName = names.of(NamedService.DB_CLUSTER, 'proxy');
    const proxy = this.cluster.addProxy('Proxy', {
      dbProxyName,
      // By its ARN: the grant on the secret itself would name the role in the key's policy, and the master would need what needs it.
      secrets: [secretsmanager.Secret.fromSecretCompleteArn(this, 'ProxySecret', this.secret.secretArn)],
      role: proxyRole(this, key, settings.environmentType),
      vpc: this.network.vpc,
      vpcSubnets: { subnets: this.network.privateSubnets.subnets },
      securityGroups: [fixed(this, 'ProxyGroup', this.network.securityGroups.proxy!)],
      requireTLS: true,
    });
    proxy.node.addDependency(logs.group(this, 'ProxyLogs', `/aws/rds/proxy/${dbProxyName}`));
    return proxy;
  }
}
