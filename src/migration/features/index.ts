import { Construct } from 'constructs';
import { CostControl } from './budget';
import { Chaos } from './chaos';
import { DriftRemediation } from './drift-remediation';
import { ExpressService } from './express-service';
import { FeatureFlags } from './feature-flags';
import { FileTransfer } from './file-transfer';
import { NetworkFirewall } from './network-firewall';
import { MigrationRegionSwitch } from './region-switch';
import { ServerMigration } from './server-migration';
import { FargateService } from './service';
import { SubnetShare } from './share';
import { Output } from '../../hardened/outputs';
import { MigrationCore } from '../core';
import { MigrationFeaturesProps } from '../feature-props';
import { MigrationFeatureResources } from '../resources';

/** What a feature adds to the environment. */
interface Feature {
  readonly outputs: Record<string, Output>;
}

/** What all features add. */
export interface Features extends Feature {
  readonly resources: MigrationFeatureResources;
}

/** Makes each feature whose props are given. */
export function addFeatures(scope: Construct, core: MigrationCore, features: MigrationFeaturesProps): Features {
  const { service } = features;
  const firewall = features.networkFirewall && new NetworkFirewall(scope, 'NetworkFirewall', core, features.networkFirewall);
  const transfer = features.fileTransfer && new FileTransfer(scope, 'FileTransfer', core, features.fileTransfer);
  const servers = features.serverMigration && new ServerMigration(scope, 'ServerMigration', core, features.serverMigration);
  const fargate = service && !service.express ? new FargateService(scope, 'Service', core, service) : undefined;
  const express = service?.express ? new ExpressService(scope, 'ExpressService', core, service) : undefined;
  const flags = features.featureFlags && new FeatureFlags(scope, 'FeatureFlags', core, features.featureFlags);
  const chaos = features.chaos && new Chaos(scope, 'Chaos', core, features.chaos);
  const share = features.share && new SubnetShare(scope, 'Share', core, features.share);
  const regionSwitch = features.regionSwitch && new MigrationRegionSwitch(scope, 'RegionSwitch', core, features.regionSwitch);
  const drift = features.driftRemediation && new DriftRemediation(scope, 'DriftRemediation', core, features.driftRemediation);
  const costs = features.budget && new CostControl(scope, 'Costs', core, features.budget);
  const made: Array<Feature | undefined> = [firewall, transfer, servers, fargate, express, flags, chaos, share, regionSwitch, drift, costs];
  return {
    outputs: Object.assign({}, ...made.map((feature) => feature?.outputs)),
    resources: {
      firewalls: firewall?.firewalls,
      firewallPolicy: firewall?.policy,
      transferServer: transfer?.server,
      transferBucket: transfer?.bucket,
      transferUsers: transfer?.users,
      replicationSecurityGroup: servers?.replicationSecurityGroup,
      agentInstallationRole: servers?.agentRole,
      cluster: fargate?.cluster ?? express?.cluster,
      service: fargate?.container.service,
      expressService: express?.service,
      loadBalancer: fargate?.loadBalancer,
      taskRole: fargate?.container.taskRole ?? express?.taskRole,
      featureFlagsApplication: flags?.application,
      featureFlagsEnvironment: flags?.environment,
      featureFlagsProfile: flags?.profile,
      experiments: chaos && [chaos.failover, chaos.zone, chaos.standstill],
      resourceShare: share?.share,
      regionSwitchPlan: regionSwitch?.plan,
      driftRule: drift?.rule,
      driftDocument: drift?.revert.document,
      driftQueue: drift?.queue,
      budget: costs?.budget,
      anomalyMonitor: costs?.anomalyMonitor,
    },
  };
}
