import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as ram from 'aws-cdk-lib/aws-ram';
import { Construct } from 'constructs';
import { NamedService } from '../../hardened';
import { Faults } from '../../hardened/faults';
import { Output } from '../../hardened/outputs';
import { MigrationCore } from '../core';
import { MigrationShareProps } from '../feature-props';

/** Shares the private subnets within the organisation, and never beyond it (MG-13). Who gets them cannot change them: routes and firewall stay here. */
export class SubnetShare extends Construct {
  public readonly share: ram.CfnResourceShare;
  public readonly outputs: Record<string, Output>;

  constructor(scope: Construct, id: string, { platform: { names, network } }: MigrationCore, { principals }: MigrationShareProps) {
    super(scope, id);
    this.share = new ram.CfnResourceShare(this, 'Share', {
      name: names.of(NamedService.RAM, 'subnets'),
      allowExternalPrincipals: false,
      principals,
      resourceArns: network.zones.map(({ privateSubnet }) => Stack.of(this).formatArn({
        service: 'ec2', resource: 'subnet', resourceName: privateSubnet.subnetId, arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      })),
    });
    this.outputs = { ResourceShareArn: [this.share.attrArn, 'Share of the private subnets'] };
  }
}

const PRINCIPAL = /^\d{12}$|^arn:aws[a-z-]*:organizations::\d{12}:(organization\/o-[a-z0-9]{10,32}|ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/;

export function checkShare(faults: Faults, { principals }: MigrationShareProps): void {
  const where = 'features.share.principals';
  if (principals.length === 0) faults.add(`${where} must name at least one account, organisational unit or organisation, got none`);
  for (const principal of principals) {
    if (!Token.isUnresolved(principal)) faults.pattern(where, principal, PRINCIPAL, 'account ids of twelve digits, or ARNs of organisational units or of the organisation');
  }
}
