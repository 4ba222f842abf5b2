import { Aws } from 'aws-cdk-lib';
import { Settings } from './settings';
import { NamedService, PhysicalNames } from '../hardened';

/** Which of the two Regions. */
export enum RegionRole {
  PRIMARY = 'primary',
  SECONDARY = 'secondary',
}

/**
 * What one Region's stack knows of both. Whatever crosses Regions is known by its name: no stack refers to another, so that each is
 * deployed and updated alone (DR-15).
 */
export class RegionNames {
  /** Physical names, the same in both Regions. */
  public readonly names: PhysicalNames;
  /** Region of the stack. */
  public readonly region: string;
  /** The other one. */
  public readonly otherRegion: string;
  /** Account of both. */
  public readonly account: string;

  constructor(readonly role: RegionRole, readonly settings: Settings) {
    const { primary, secondary } = settings.regions;
    this.names = new PhysicalNames({ prefix: settings.namePrefix, environmentSuffix: settings.environmentSuffix });
    this.region = role === RegionRole.PRIMARY ? primary : secondary;
    this.otherRegion = role === RegionRole.PRIMARY ? secondary : primary;
    this.account = settings.regions.account ?? Aws.ACCOUNT_ID;
  }

  /** The payments. */
  public get tableName(): string {
    return this.names.of(NamedService.DYNAMODB, 'payments');
  }

  /** The key of all data, by the name that both Regions' keys have; without `alias/`. */
  public get keyAlias(): string {
    return this.names.of(NamedService.KEY_ALIAS, 'data');
  }

  /** The token of clients. */
  public get tokenSecretName(): string {
    return this.names.of(NamedService.SECRET, 'api-token');
  }

  /** The archive of logs in a Region; must equal what `HardenedLogs` calls it. */
  public archiveBucketName(region: string): string {
    return `${this.names.of(NamedService.S3, 'logs')}-${this.account}-${region}`;
  }
}

/** The name of one Region's API, which its health check asks. */
export const regionalName = (domainName: string, region: string): string => `${region}.${domainName}`;

/** A name for the entry of the failover name's custom domain in a Region, whose own name AWS makes up. */
export const entryName = (domainName: string, region: string): string => `entry-${region}.${domainName}`;
