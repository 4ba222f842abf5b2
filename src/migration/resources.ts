import * as appconfig from 'aws-cdk-lib/aws-appconfig';
import * as arcregionswitch from 'aws-cdk-lib/aws-arcregionswitch';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import * as ce from 'aws-cdk-lib/aws-ce';
import * as config from 'aws-cdk-lib/aws-config';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as fis from 'aws-cdk-lib/aws-fis';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as networkfirewall from 'aws-cdk-lib/aws-networkfirewall';
import * as ram from 'aws-cdk-lib/aws-ram';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as transfer from 'aws-cdk-lib/aws-transfer';

/** What the features of a `PaymentMigrationEnvironment` made. */
export interface MigrationFeatureResources {
  /** With `networkFirewall`: one for each zone. */
  readonly firewalls?: networkfirewall.CfnFirewall[];
  /** With `networkFirewall`: what the firewalls follow. */
  readonly firewallPolicy?: networkfirewall.CfnFirewallPolicy;
  /** With `fileTransfer`: the SFTP server. */
  readonly transferServer?: transfer.CfnServer;
  /** With `fileTransfer`: its files. */
  readonly transferBucket?: s3.Bucket;
  /** With `fileTransfer`: who may log in. */
  readonly transferUsers?: transfer.CfnUser[];
  /** With `serverMigration`: of MGN's replication servers. */
  readonly replicationSecurityGroup?: ec2.SecurityGroup;
  /** With `serverMigration`: installs the agent on source servers. */
  readonly agentInstallationRole?: iam.Role;
  /** With `service`: ECS cluster. */
  readonly cluster?: ecs.Cluster;
  /** With `service`: the service. */
  readonly service?: ecs.FargateService;
  /** With `service.express`: the service. */
  readonly expressService?: ecs.CfnExpressGatewayService;
  /** With `service`: its load balancer; Express mode makes its own. */
  readonly loadBalancer?: elb.ApplicationLoadBalancer;
  /** With `service`: what its tasks may do. */
  readonly taskRole?: iam.Role;
  /** With `featureFlags`: AppConfig application. */
  readonly featureFlagsApplication?: appconfig.CfnApplication;
  /** With `featureFlags`: where flags are deployed. */
  readonly featureFlagsEnvironment?: appconfig.CfnEnvironment;
  /** With `featureFlags`: the flags. */
  readonly featureFlagsProfile?: appconfig.CfnConfigurationProfile;
  /** With `chaos`: the database fails over, a zone is cut off, the function stands still. */
  readonly experiments?: fis.CfnExperimentTemplate[];
  /** With `share`: share of the private subnets. */
  readonly resourceShare?: ram.CfnResourceShare;
  /** With `regionSwitch`: promotes the replica. */
  readonly regionSwitchPlan?: arcregionswitch.CfnPlan;
  /** With `driftRemediation`: is the stack as its template says? */
  readonly driftRule?: config.ManagedRule;
  /** With `driftRemediation`: brings it back. */
  readonly driftDocument?: ssm.CfnDocument;
  /** With `driftRemediation`: events, for people. */
  readonly driftQueue?: sqs.Queue;
  /** With `budget`: monthly budget. */
  readonly budget?: budgets.CfnBudget;
  /** With `budget`: detection of unusual costs. */
  readonly anomalyMonitor?: ce.CfnAnomalyMonitor;
}
