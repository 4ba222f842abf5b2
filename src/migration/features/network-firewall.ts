import { Aws, Duration, Fn } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as networkfirewall from 'aws-cdk-lib/aws-networkfirewall';
import { Construct } from 'constructs';
import { NamedService } from '../../hardened';
import { Faults } from '../../hardened/faults';
import { Output } from '../../hardened/outputs';
import { MigrationCore } from '../core';
import { MigrationFirewallProps } from '../feature-props';
import { MigrationZone } from '../network';
import { MigrationPlatform } from '../platform';

/** Rules that the groups may hold; it cannot change later. A policy takes 30,000. */
const DOMAIN_CAPACITY = 1000;
const PROTOCOL_CAPACITY = 10;

/** What `allowedDomains` does not judge: only HTTPS goes out. Handshakes on 443 pass, so that the name can be seen. */
const PROTOCOL_RULES = [
  'drop tcp $HOME_NET any -> $EXTERNAL_NET !443 (msg:"TCP to another port than 443"; flow:to_server; sid:1000001; rev:1;)',
  'drop udp $HOME_NET any -> $EXTERNAL_NET any (msg:"UDP to the internet"; sid:1000002; rev:1;)',
  'drop icmp $HOME_NET any -> $EXTERNAL_NET any (msg:"ICMP to the internet"; sid:1000003; rev:1;)',
].join('\n');

/**
 * AWS Network Firewall between the private subnets and the internet (MG-02): private -> firewall endpoint of the own zone -> NAT -> internet,
 * and the same way back.
 *
 * One firewall for each zone, of one policy: `EndpointIds` of a firewall over several zones comes in no order, and CloudFormation cannot search it.
 * The costs are those of the endpoints, and as many. (A VPC endpoint association tells its id, but needs a firewall with an endpoint in the same zone: twice the endpoints.)
 */
export class NetworkFirewall extends Construct {
  public readonly policy: networkfirewall.CfnFirewallPolicy;
  public readonly ruleGroups: networkfirewall.CfnRuleGroup[];
  /** One for each zone. */
  public readonly firewalls: networkfirewall.CfnFirewall[];
  public readonly outputs: Record<string, Output>;

  constructor(scope: Construct, id: string, { platform }: MigrationCore, props: MigrationFirewallProps) {
    super(scope, id);
    const { names, network } = platform;
    const domains = props.allowedDomains ?? [`.${Aws.REGION}.${Aws.URL_SUFFIX}`];
    this.ruleGroups = [
      this.ruleGroup('Protocols', names.of(NamedService.NETWORK_FIREWALL, 'protocols'), PROTOCOL_CAPACITY, 'Only HTTPS leaves', { rulesString: PROTOCOL_RULES }),
      this.ruleGroup('Domains', names.of(NamedService.NETWORK_FIREWALL, 'domains'), DOMAIN_CAPACITY, 'Domains that may be reached', {
        rulesSourceList: { generatedRulesType: 'ALLOWLIST', targetTypes: ['TLS_SNI'], targets: domains },
      }),
    ];
    this.policy = this.makePolicy(platform);
    this.firewalls = network.zones.map((zone, index) => this.makeFirewall(platform, zone, index + 1));
    platform.monitoring.section('Network firewall');
    this.outputs = {
      NetworkFirewallPolicyArn: [this.policy.attrFirewallPolicyArn, 'Policy of the firewalls'],
      NetworkFirewallArns: [Fn.join(',', this.firewalls.map(({ attrFirewallArn }) => attrFirewallArn)), 'Firewalls, one for each zone'],
    };
  }

  private ruleGroup(
    id: string, ruleGroupName: string, capacity: number, description: string, rulesSource: networkfirewall.CfnRuleGroup.RulesSourceProperty,
  ): networkfirewall.CfnRuleGroup {
    return new networkfirewall.CfnRuleGroup(this, id, {
      ruleGroupName, description, capacity, type: 'STATEFUL', ruleGroup: { statefulRuleOptions: { ruleOrder: 'STRICT_ORDER' }, rulesSource },
    });
  }

  private makePolicy({ names, network }: MigrationPlatform): networkfirewall.CfnFirewallPolicy {
    return new networkfirewall.CfnFirewallPolicy(this, 'Policy', {
      firewallPolicyName: names.of(NamedService.NETWORK_FIREWALL, 'egress'),
      description: 'Private subnets reach the domains that are allowed by HTTPS, and nothing else',
      firewallPolicy: {
        statelessDefaultActions: ['aws:forward_to_sfe'],
        statelessFragmentDefaultActions: ['aws:forward_to_sfe'],
        statefulEngineOptions: { ruleOrder: 'STRICT_ORDER', streamExceptionPolicy: 'REJECT' },
        statefulRuleGroupReferences: this.ruleGroups.map((group, index) => ({ resourceArn: group.attrRuleGroupArn, priority: index + 1 })),
        // What no rule passes is dropped, but for the handshake in which the name has not been said yet.
        statefulDefaultActions: ['aws:drop_established', 'aws:alert_established'],
        policyVariables: { ruleVariables: { HOME_NET: { definition: [network.cidr] } } },
      },
    });
  }

  private makeFirewall(platform: MigrationPlatform, zone: MigrationZone, number: number): networkfirewall.CfnFirewall {
    const { names, network, settings } = platform;
    const firewallName = names.of(NamedService.NETWORK_FIREWALL, `egress-${number}`);
    const firewall = new networkfirewall.CfnFirewall(this, `Firewall${number}`, {
      firewallName,
      description: 'Payment migration: the way of one zone to the internet',
      firewallPolicyArn: this.policy.attrFirewallPolicyArn,
      vpcId: network.vpc.vpcId,
      subnetMappings: [{ subnetId: zone.firewallSubnet.subnetId }],
      // Each would block the deletion of the stack, and some of its updates.
      deleteProtection: settings.deletionProtection,
      firewallPolicyChangeProtection: settings.deletionProtection,
      subnetChangeProtection: settings.deletionProtection,
    });
    this.log(platform, firewall, firewallName, number);
    this.lead(zone, endpointOf(firewall));
    platform.monitoring.watch(`Firewall${number}Dropped`, {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/NetworkFirewall',
        metricName: 'DroppedPackets',
        dimensionsMap: { FirewallName: firewallName, AvailabilityZone: zone.availabilityZone, Engine: 'Stateful' },
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      threshold: 100,
      description: 'Network firewall: something in the private subnets tries to reach what is not allowed; the alert log says what',
    });
    return firewall;
  }

  private log({ logs }: MigrationPlatform, firewall: networkfirewall.CfnFirewall, firewallName: string, number: number): void {
    const logDestinationConfigs = (['FLOW', 'ALERT'] as const).map((logType) => {
      // The prefix keeps the resource policy short that CloudWatch Logs writes for deliveries.
      const group = logs.group(this, `${logType === 'FLOW' ? 'Flow' : 'Alert'}Logs${number}`, `/aws/vendedlogs/network-firewall/${firewallName}/${logType.toLowerCase()}`);
      return { logType, logDestinationType: 'CloudWatchLogs', logDestination: { logGroup: group.logGroupName } };
    });
    new networkfirewall.CfnLoggingConfiguration(this, `Logging${number}`, {
      firewallArn: firewall.attrFirewallArn, loggingConfiguration: { logDestinationConfigs },
    });
  }

  /** Both ways of one zone through its endpoint. */
  private lead({ privateSubnet, firewallSubnet, publicSubnet, natGatewayId }: MigrationZone, vpcEndpointId: string): void {
    // The same route with another target: to turn the firewall on or off replaces nothing.
    const out = privateSubnet.node.findChild('DefaultRoute') as ec2.CfnRoute;
    out.natGatewayId = undefined;
    out.vpcEndpointId = vpcEndpointId;
    new ec2.CfnRoute(firewallSubnet, 'DefaultRoute', {
      routeTableId: firewallSubnet.routeTable.routeTableId, destinationCidrBlock: '0.0.0.0/0', natGatewayId,
    });
    new ec2.CfnRoute(publicSubnet, 'ReturnRoute', {
      routeTableId: publicSubnet.routeTable.routeTableId, destinationCidrBlock: privateSubnet.ipv4CidrBlock, vpcEndpointId,
    });
  }
}

/** Id of the only endpoint of a firewall, out of `['<zone>:<id>']`. */
const endpointOf = (firewall: networkfirewall.CfnFirewall): string => Fn.select(1, Fn.split(':', Fn.select(0, firewall.attrEndpointIds)));

/** A domain, or with a dot before it all below. */
const DOMAIN = /^\.?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

export function checkNetworkFirewall(faults: Faults, { allowedDomains }: MigrationFirewallProps): void {
  if (allowedDomains === undefined) return;
  if (allowedDomains.length === 0) faults.add('features.networkFirewall.allowedDomains is empty, and a rule group takes no empty list: leave it out, or give at least one');
  if (allowedDomains.length > DOMAIN_CAPACITY) faults.add(`features.networkFirewall.allowedDomains has ${allowedDomains.length} domains, its rule group takes ${DOMAIN_CAPACITY}`);
  for (const domain of allowedDomains) faults.pattern('features.networkFirewall.allowedDomains', domain, DOMAIN, 'domains in lower case, with a dot before them for all below');
}
