import { NamedService } from '../../hardened';
import { NamedParts } from '../../hardened/check-names';
import { Faults } from '../../hardened/faults';
import { MigrationFeaturesProps } from '../feature-props';
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
export function checkFeatures(faults: Faults, settings: Settings, region: string): void {
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
}

/** The names of the features that come closest to their limits. */
export function featureNames({ fileTransfer, service, featureFlags, regionSwitch }: MigrationFeaturesProps): NamedParts {
  return [
    ...fileTransfer ? [[NamedService.S3, 'transfer'] as const] : [],
    ...service && !service.express ? SERVICE_NAMES : [],
    ...featureFlags ? [[NamedService.APPCONFIG, 'flags'] as const] : [],
    ...regionSwitch ? [[NamedService.REGION_SWITCH_PLAN, 'plan'] as const] : [],
  ];
}
