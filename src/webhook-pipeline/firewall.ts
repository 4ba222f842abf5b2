import { Construct } from 'constructs';
import { ManagedFirewall } from '../hardened';
import { Platform } from './platform';

/**
 * Rules that would block honest webhooks: bodies hold URLs and exceed 8 KB, and some providers send no User-Agent.
 * They count instead; the signature decides.
 */
const COUNT_ONLY = ['SizeRestrictions_BODY', 'GenericRFI_BODY', 'GenericLFI_BODY', 'CrossSiteScripting_BODY', 'EC2MetaDataSSRF_BODY', 'NoUserAgent_HEADER'];

/** A web ACL before the API (WH-16). */
export class WebhookFirewall extends ManagedFirewall {
  constructor(scope: Construct, id: string, { names, logs }: Platform, stageArn: string, signatureHeaders: string[]) {
    super(scope, id, { names, logs, part: 'webhooks', resourceArn: stageArn, countOnly: COUNT_ONLY, redactedHeaders: signatureHeaders });
  }
}
