import { isMapping, Pseudo, Resource, Text, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { list } from '../query';

const KEYS = ['AvailabilityZone', 'AvailabilityZones', 'PreferredAvailabilityZone', 'PreferredAvailabilityZones', 'PreferredCacheClusterAZs'];
const ZONE = /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/;

/** A zone's name, or the Region's name and a letter. */
function named(zone: Value, region: string | undefined): boolean {
  // A template that is made for one Region, as the CDK does it, may name that Region's zones.
  if (typeof zone === 'string') return ZONE.test(zone) && (region === undefined || !zone.startsWith(region));
  return zone instanceof Text && zone.parts.length === 2 && zone.parts[0] instanceof Pseudo && zone.parts[0].name === 'AWS::Region'
    && /^[a-z]$/.test(String(zone.parts[1]));
}

const regionOf = (resource: Resource) => resource.stack.pseudo('AWS::Region');

export const zoneHardCoded: Lesson = {
  id: 'ZoneHardCoded',
  title: 'Availability Zones are selected with Fn::GetAZs',
  severity: 'critical',
  facet: 'reliability',
  classes: ['az-hardcoded', 'hardcoded-region'],
  why: 'The zone does not exist in another Region, and not in every account of the same Region: the stack fails there.',
  fix: 'AvailabilityZone: !Select [0, !GetAZs ""].',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-getavailabilityzones.html',
  flawed: `
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: eu-north-1a } }
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }`,
  sound: `
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: !Select [0, !GetAZs ''] } }
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }`,
  *check(model) {
    for (const resource of model.resources()) {
      const { properties } = resource;
      if (!isMapping(properties)) continue;
      for (const key of KEYS) {
        if (list(properties[key]).some((zone) => named(zone, regionOf(resource)))) {
          yield at(resource, key, `${key} is ${JSON.stringify(resource.raw(key))}`, key);
        }
      }
    }
  },
};
