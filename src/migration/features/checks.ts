import { NamedService, PhysicalNames } from '../../hardened';
import { Faults } from '../../hardened/faults';
import { Settings } from '../settings';
import { checkBudget } from './budget';
import { checkChaos } from './chaos';
import { checkFeatureFlags } from './feature-flags';
import { checkFileTransfer } from './file-transfer';
import { checkNetworkFirewall } from './network-firewall';
import { checkRegionSwitch } from './region-switch';
import { checkServerMigration } from './server-migration';
import { checkService, SERVICE_NAMES } from './service';
import { checkShare } from './share';

/** What is wrong with the props of the features that are given. */
export function checkFeatures(faults: Faults, settings: Settings, names: PhysicalNames, region: string): void {
  const { networkFirewall, fileTransfer, serverMigration, service, featureFlags, chaos, share, regionSwitch, budget } = settings.features;
  if (networkFirewall) checkNetworkFirewall(faults, networkFirewall);
  if (fileTransfer) checkFileTransfer(faults, fileTransfer);
  if (serverMigration) checkServerMigration(faults, serverMigration);
  if (service) checkService(faults, service, region);
  if (featureFlags) checkFeatureFlags(faults, featureFlags, region);
  if (chaos) checkChaos(faults, chaos, settings);
  if (share) checkShare(faults, share);
  if (regionSwitch) checkRegionSwitch(faults, regionSwitch, settings, region);
  if (budget) checkBudget(faults, budget);
  // The names that come closest to their limits.
  if (fileTransfer) faults.add(...names.faults(NamedService.S3, 'transfer'));
  if (service && !service.express) for (const [named, part] of SERVICE_NAMES) faults.add(...names.faults(named, part));
  if (featureFlags) faults.add(...names.faults(NamedService.APPCONFIG, 'flags'));
  if (regionSwitch) faults.add(...names.faults(NamedService.REGION_SWITCH_PLAN, 'plan'));
}
