import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct, IConstruct } from 'constructs';
import { MigrationPlatform } from './platform';
import { acknowledge } from '../hardened/acknowledge';
import { monitoringRole } from '../hardened/database-parts';

/** Port of MySQL, of instance and proxy. */
export const DATABASE_PORT = 3306;

/** Logs that go to CloudWatch. Not the general log: it holds the values of statements. */
const EXPORTED_LOGS = ['error', 'slowquery', 'audit'];

/** TLS only; a lock that is held becomes an error before the handler gives up the statement after 5 seconds. */
const PARAMETERS = {
  require_secure_transport: '1',
  innodb_lock_wait_timeout: '3',
  log_output: 'FILE',
  slow_query_log: '1',
  long_query_time: '1',
  general_log: '0',
};

/** What primary and replica have alike (MG-03). */
export class MySqlParts {
  public readonly engine: rds.IInstanceEngine;
  public readonly subnetGroup: rds.SubnetGroup;
  public readonly parameterGroup: rds.ParameterGroup;
  public readonly optionGroup: rds.OptionGroup;

  /** @param removal of the instance */
  constructor(private readonly scope: Construct, private readonly platform: MigrationPlatform, private readonly removal: RemovalPolicy) {
    const { settings, network } = platform;
    // An instance that stays needs them: their deletion would fail.
    const removalPolicy = removal === RemovalPolicy.RETAIN ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.engine = rds.DatabaseInstanceEngine.mysql({ version: settings.engineVersion });
    this.subnetGroup = new rds.SubnetGroup(scope, 'SubnetGroup', {
      vpc: network.vpc, vpcSubnets: network.databaseSubnets, description: 'Payment database', removalPolicy,
    });
    this.parameterGroup = new rds.ParameterGroup(scope, 'Parameters', {
      engine: this.engine, description: 'Payment database: TLS only, slow statements are logged', parameters: PARAMETERS, removalPolicy,
    });
    this.optionGroup = new rds.OptionGroup(scope, 'Options', {
      engine: this.engine,
      description: 'Payment database: logins and changes of the schema are logged',
      configurations: [{
        name: 'MARIADB_AUDIT_PLUGIN',
        // Neither statements of data nor of users: their values would be in the log. Nor the service's own user, who looks in every few seconds.
        settings: { SERVER_AUDIT_EVENTS: 'CONNECT,QUERY_DDL', SERVER_AUDIT_EXCL_USERS: 'rdsadmin' },
      }],
    });
    // So does a final snapshot.
    this.optionGroup.applyRemovalPolicy(removal === RemovalPolicy.DESTROY ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
  }

  /** Props of either instance. */
  public propsOf(securityGroup: ec2.ISecurityGroup) {
    const { settings, network, key } = this.platform;
    return {
      instanceType: settings.instanceType,
      vpc: network.vpc,
      subnetGroup: this.subnetGroup,
      securityGroups: [securityGroup],
      parameterGroup: this.parameterGroup,
      optionGroup: this.optionGroup,
      port: DATABASE_PORT,
      publiclyAccessible: false,
      multiAz: true,
      storageType: rds.StorageType.GP3,
      storageEncryptionKey: key,
      maxAllocatedStorage: settings.maxAllocatedStorage,
      iamAuthentication: true,
      caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
      backupRetention: settings.backupRetention,
      preferredBackupWindow: '03:00-04:00',
      preferredMaintenanceWindow: 'sun:04:30-sun:05:30',
      autoMinorVersionUpgrade: true,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: this.removal === RemovalPolicy.DESTROY,
      cloudwatchLogsExports: EXPORTED_LOGS,
      monitoringInterval: Duration.minutes(1),
      monitoringRole: monitoringRole(this.scope),
      enablePerformanceInsights: true,
      performanceInsightEncryptionKey: key,
      performanceInsightRetention: rds.PerformanceInsightRetention.DEFAULT,
      deletionProtection: settings.deletionProtection,
      removalPolicy: this.removal,
    };
  }

  /** Log groups before the instance, which would make them without key and retention; what is found and does not apply. */
  public finish(instance: IConstruct, instanceIdentifier: string): void {
    const { settings, logs } = this.platform;
    for (const name of EXPORTED_LOGS) {
      instance.node.addDependency(logs.group(this.scope, `Logs-${name}`, `/aws/rds/instance/${instanceIdentifier}/${name}`));
    }
    if (settings.deletionProtection) {
      acknowledge(instance, 'Production: the data outlives the stack, and a restored instance takes another suffix (MG-18)', 'PaymentChecks-RetainedName', 'PaymentChecks-TeardownBlocked[DeletionProtection]');
    } else {
      acknowledge(instance, 'Everything is to go with the stack: removalPolicy DESTROY was asked for (MG-18)', 'AwsSolutions-RDS10', 'PaymentChecks-DeletionUnprotected');
    }
    acknowledge(instance, 'The general log holds every statement with its values, payments and passwords among them; logins and changes of the schema are in the audit log', 'PCI.DSS.321-RDSLoggingEnabled[LogExport::general]');
    acknowledge(instance, 'The usual port, reached by reference from two security groups alone: another number would hide nothing', 'AwsSolutions-RDS11');
  }
}
