import { CfnMapping, Duration, Stack, Token } from 'aws-cdk-lib';
import * as appconfig from 'aws-cdk-lib/aws-appconfig';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { AccountServicePrincipal, NamedService, NarrowRole } from '../../hardened';
import { acknowledgeWildcards } from '../../hardened/acknowledge';
import { allow } from '../../hardened/allow';
import { Faults } from '../../hardened/faults';
import { Output } from '../../hardened/outputs';
import { MigrationCore } from '../core';
import { MigrationFeatureFlagsProps } from '../feature-props';
import { MigrationPlatform } from '../platform';
import { alarmNamed } from './alarm-named';

/** As src/migration/handlers/feature-flags.ts reads them; a test holds the two together. */
export const FLAGS = {
  version: '1',
  flags: { legacyLedger: { name: 'legacyLedger', description: 'Write each payment to the system that is migrated, too' } },
  values: { legacyLedger: { enabled: true } },
};
/** What a deployment of flags must be: all the flags that the handlers read, and nothing but on or off. */
const SCHEMA = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  required: ['version', 'flags', 'values'],
  properties: {
    version: { type: 'string', enum: ['1'] },
    flags: { type: 'object', required: ['legacyLedger'] },
    values: {
      type: 'object',
      required: ['legacyLedger'],
      properties: { legacyLedger: { type: 'object', required: ['enabled'], properties: { enabled: { type: 'boolean' } } } },
    },
  },
};
/** Rings within the bake time when flags were wrong. AppConfig watches up to five. */
const MONITORED = ['MigratedErrors', 'PaymentPostponed', 'PaymentConflict', 'QueueDeadLetters'];
const DATA = ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'];
const NAMES = { ENVIRONMENT: 'production', PROFILE: 'flags' } as const;
const GROWTH_MINUTES = 5;
const BAKE_TIME = Duration.minutes(10);

/** Feature flags that the migrated function reads from AppConfig's agent; a deployment is rolled back when an alarm rings (MG-11). */
export class FeatureFlags extends Construct {
  public readonly application: appconfig.CfnApplication;
  public readonly environment: appconfig.CfnEnvironment;
  public readonly profile: appconfig.CfnConfigurationProfile;
  public readonly version: appconfig.CfnHostedConfigurationVersion;
  public readonly strategy: appconfig.CfnDeploymentStrategy;
  public readonly deployment: appconfig.CfnDeployment;
  /** What AppConfig assumes to look at the alarms. */
  public readonly monitorRole: NarrowRole;
  public readonly outputs: Record<string, Output>;

  constructor(scope: Construct, id: string, core: MigrationCore, private readonly props: MigrationFeatureFlagsProps) {
    super(scope, id);
    const { platform } = core;
    const name = platform.names.of(NamedService.APPCONFIG, 'flags');
    this.application = new appconfig.CfnApplication(this, 'Application', { name, description: 'Feature flags of the payment migration' });
    this.profile = this.makeProfile(platform);
    this.version = new appconfig.CfnHostedConfigurationVersion(this, 'Version', {
      applicationId: this.application.ref, configurationProfileId: this.profile.ref, contentType: 'application/json', content: JSON.stringify(FLAGS),
    });
    const alarms = MONITORED.map((alarm) => alarmNamed(platform.monitoring, alarm));
    this.monitorRole = this.makeMonitorRole(alarms);
    this.environment = new appconfig.CfnEnvironment(this, 'Environment', {
      applicationId: this.application.ref,
      name: NAMES.ENVIRONMENT,
      monitors: alarms.map(({ alarmArn }) => ({ alarmArn, alarmRoleArn: this.monitorRole.roleArn })),
      deletionProtectionCheck: protection(platform),
    });
    this.environment.node.addDependency(this.monitorRole.permissions);
    this.strategy = this.makeStrategy(name);
    this.deployment = new appconfig.CfnDeployment(this, 'Deployment', {
      applicationId: this.application.ref,
      environmentId: this.environment.ref,
      configurationProfileId: this.profile.ref,
      configurationVersion: this.version.ref,
      deploymentStrategyId: this.strategy.ref,
      kmsKeyIdentifier: platform.key.keyArn,
    });
    this.handTo(core, name);
    this.outputs = {
      AppConfigApplicationId: [this.application.ref, 'Feature flags: application'],
      AppConfigEnvironmentId: [this.environment.ref, 'Feature flags: environment'],
      AppConfigProfileId: [this.profile.ref, 'Feature flags: profile'],
      AppConfigStrategyId: [this.strategy.ref, 'Feature flags: how they are deployed'],
    };
  }

  private makeProfile(platform: MigrationPlatform): appconfig.CfnConfigurationProfile {
    return new appconfig.CfnConfigurationProfile(this, 'Profile', {
      applicationId: this.application.ref,
      name: NAMES.PROFILE,
      type: 'AWS.AppConfig.FeatureFlags',
      locationUri: 'hosted',
      kmsKeyIdentifier: platform.key.keyArn,
      deletionProtectionCheck: protection(platform),
      validators: [{ type: 'JSON_SCHEMA', content: JSON.stringify(SCHEMA) }],
    });
  }

  private makeMonitorRole(alarms: cloudwatch.IAlarm[]): NarrowRole {
    const role = new NarrowRole(this, 'MonitorRole', {
      assumedBy: new AccountServicePrincipal('appconfig.amazonaws.com'), description: 'AppConfig looks at the alarms that roll feature flags back',
    });
    allow(role, ['cloudwatch:DescribeAlarms'], ...alarms.map(({ alarmArn }) => alarmArn));
    return role;
  }

  private makeStrategy(name: string): appconfig.CfnDeploymentStrategy {
    return new appconfig.CfnDeploymentStrategy(this, 'Strategy', {
      name,
      description: 'A fifth each minute, then the alarms decide',
      deploymentDurationInMinutes: GROWTH_MINUTES,
      growthType: 'LINEAR',
      growthFactor: 100 / GROWTH_MINUTES,
      finalBakeTimeInMinutes: (this.props.bakeTime ?? BAKE_TIME).toMinutes(),
      replicateTo: 'NONE',
    });
  }

  /** Agent, path, permission and endpoint. By names, never by the environment's id: that waits for alarms of the function itself. */
  private handTo({ function: fn, platform }: MigrationCore, name: string): void {
    const path = `/applications/${name}/environments/${NAMES.ENVIRONMENT}/configurations/${NAMES.PROFILE}`;
    fn.addLayers(lambda.LayerVersion.fromLayerVersionArn(this, 'Agent', this.props.agentLayerArn ?? agentLayer(this)));
    fn.addEnvironment('FEATURE_FLAGS_PATH', path);
    fn.addEnvironment('AWS_APPCONFIG_EXTENSION_PREFETCH_LIST', path);
    const configuration = Stack.of(this).formatArn({
      service: 'appconfig', resource: 'application', resourceName: `${this.application.ref}/environment/*/configuration/${this.profile.ref}`,
    });
    allow(fn, DATA, configuration);
    acknowledgeWildcards(fn.role!, 'The one environment of the application waits for alarms of the function: its id would be circular', configuration);
    platform.network.endpoints.open('AppConfigData', ec2.InterfaceVpcEndpointAwsService.APPCONFIGDATA, ...DATA);
    platform.monitoring.watch('FeatureFlagsUnavailable', {
      metric: platform.counted('migrated', 'FeatureFlagsUnavailable'),
      threshold: 10,
      evaluationPeriods: 2,
      description: 'Function migrated: AppConfig\'s agent does not answer, payments go on with the last flags that were known',
    });
    platform.monitoring.section('Feature flags');
  }
}

/** AppConfig refuses to delete what was read within the last hour, unless it is told not to. */
const protection = ({ settings }: MigrationPlatform): string => settings.deletionProtection ? 'ACCOUNT_DEFAULT' : 'BYPASS';

/** The layer with AppConfig's agent. Of a stack that is bound to no Region: looked up at deployment. */
function agentLayer(scope: Construct): string {
  const stack = Stack.of(scope);
  if (!Token.isUnresolved(stack.region)) return layerOf(stack.region)!;
  const mapping = Object.fromEntries(RegionInfo.regions.flatMap(({ name }) => layerOf(name) ? [[name, { arn: layerOf(name) }]] : []));
  return new CfnMapping(scope, 'Agents', { mapping }).findInMap(stack.region, 'arn');
}

/** Undefined where the CDK knows none. */
const layerOf = (region: string): string | undefined => appconfig.Application.getLambdaLayerVersionArn(region, appconfig.Platform.ARM_64);

export function checkFeatureFlags(faults: Faults, { bakeTime, agentLayerArn }: MigrationFeatureFlagsProps, region: string): void {
  const where = 'features.featureFlags';
  if (bakeTime) faults.range(`${where}.bakeTime`, bakeTime.toMinutes({ integral: false }), 0, 1440, 'minutes');
  faults.pattern(`${where}.agentLayerArn`, agentLayerArn, /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:layer:[\w-]+:\d+$/, 'the ARN of a version of a layer');
  if (agentLayerArn === undefined && !Token.isUnresolved(region) && layerOf(region) === undefined) {
    faults.add(`the CDK knows no layer of AppConfig's agent in ${region}: give ${where}.agentLayerArn`);
  }
}
