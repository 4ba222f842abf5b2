import { hosts, setting } from './hosts';
import { at, Lesson } from '../lesson';
import { isTrue, mappings, surely } from '../query';

export const instancePublic: Lesson = {
  id: 'InstancePublic',
  title: 'Instances have no public address',
  severity: 'medium',
  facet: 'security',
  classes: ['publicly-accessible', 'vpc-missing'],
  why: 'One open rule of the security group and the instance is on the internet, past the load balancer.',
  fix: 'Private subnets behind a load balancer; Session Manager instead of a bastion; AssociatePublicIpAddress: false.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-9',
  pci: ['1.4.4'],
  flawed: `
    Template:
      Type: AWS::EC2::LaunchTemplate
      Properties: { LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: true }] } }`,
  sound: `
    Template:
      Type: AWS::EC2::LaunchTemplate
      Properties: { LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: false }] } }`,
  *check(model) {
    for (const host of hosts(model)) {
      const own = setting(host, 'AssociatePublicIpAddress');
      const interfaces = mappings(setting(host, 'NetworkInterfaces')).map((one) => one.AssociatePublicIpAddress);
      if ([own, ...interfaces].some((value) => value !== undefined && surely(value, isTrue))) {
        yield at(host.resource, host.prefix + (own === undefined ? 'NetworkInterfaces' : 'AssociatePublicIpAddress'), 'AssociatePublicIpAddress is true');
      }
    }
  },
};
