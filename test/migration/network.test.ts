import { INTERNET, Kind, kindOf, placed, roundTrip, routes, subnets, walk, zoneOf } from './routes';
import { build } from './system';
import { Json, Template } from '../webhook-pipeline/template';

const withFirewall = build({ features: { networkFirewall: {} } }).template;
const without = build().template;
const three = build({ features: { networkFirewall: {} }, network: { maxAzs: 3 } }).template;
const through = (t: Template, kind: Kind) => subnets(t, kind).map((subnet) => walk(t, subnet, INTERNET).map((step) => step.through));
const route = (t: Template, kind: Kind, index: number, destination: RegExp): Json =>
  routes(t, subnets(t, kind)[index]).find(({ Properties }) => destination.test(Properties.DestinationCidrBlock))!.Properties;

/** What MG-02 asks of each private subnet; throws where it does not hold. */
function expectInspected(t: Template): void {
  for (const subnet of subnets(t, 'Private')) {
    const { out, back } = roundTrip(t, subnet);
    expect(out.map(({ through: by }) => by)).toEqual(['firewall', 'nat', 'internet']);
    expect(back.map(({ through: by }) => by)).toEqual(['firewall', 'local']);
    expect(out[0].id).toBe(back[0].id); // the same firewall sees both directions
    for (const step of [out[0], out[1], back[0]]) expect(step.zone).toBe(zoneOf(subnet));
  }
}

describe.each([['two zones', withFirewall, 2], ['three zones', three, 3]] as const)('MG-02 with the firewall, %s', (_, t, zones) => {
  test('MG-02 every private subnet goes out by the firewall of its own zone, and comes back by it', () => {
    expect(subnets(t, 'Private')).toHaveLength(zones);
    expectInspected(t);
  });

  test('MG-02 one firewall for each zone, in its firewall subnet, of one policy', () => {
    const firewalls = t.all('AWS::NetworkFirewall::Firewall');
    expect(new Set(firewalls.map(({ Properties }) => zoneOf(t.target(Properties.SubnetMappings[0].SubnetId)))).size).toBe(zones);
    expect(new Set(firewalls.map(({ Properties }) => JSON.stringify(Properties.FirewallPolicyArn))).size).toBe(1);
  });

  test('MG-01 databases and firewalls have no way out of their own, load balancers a direct one', () => {
    expect(through(t, 'Database')).toEqual(Array(zones).fill(['nowhere']));
    expect(through(t, 'Entry')).toEqual(Array(zones).fill(['internet']));
    expect(through(t, 'Firewall')).toEqual(Array(zones).fill(['nat', 'internet']));
  });

  test('MG-01 requests from a load balancer to the service pass the firewall neither way', () => {
    for (const entry of subnets(t, 'Entry')) for (const { Properties } of subnets(t, 'Private')) expect(walk(t, entry, firstOf(Properties.CidrBlock)).map(({ through: by }) => by)).toEqual(['local']);
    for (const inner of subnets(t, 'Private')) for (const { Properties } of subnets(t, 'Entry')) expect(walk(t, inner, firstOf(Properties.CidrBlock)).map(({ through: by }) => by)).toEqual(['local']);
  });
});

describe('MG-02 fails when', () => {
  test.each<[string, (t: Template) => void]>([
    ['a private subnet goes out by NAT alone', (t) => {
      const out = route(t, 'Private', 0, /^0\./);
      delete out.VpcEndpointId;
      out.NatGatewayId = { Ref: t.all('AWS::EC2::NatGateway')[0].id };
    }],
    ['a private subnet goes straight to the internet', (t) => {
      const out = route(t, 'Private', 1, /^0\./);
      delete out.VpcEndpointId;
      out.GatewayId = { Ref: t.one('AWS::EC2::InternetGateway').id };
    }],
    ['two zones have each other\'s firewall', (t) => {
      const [one, other] = [0, 1].map((index) => route(t, 'Private', index, /^0\./));
      [one.VpcEndpointId, other.VpcEndpointId] = [other.VpcEndpointId, one.VpcEndpointId];
    }],
    ['a firewall goes on by the NAT gateway of another zone', (t) => {
      const [one, other] = [0, 1].map((index) => route(t, 'Firewall', index, /^0\./));
      one.NatGatewayId = other.NatGatewayId;
    }],
    ['answers come back past the firewall', (t) => { delete t.json.Resources[routes(t, subnets(t, 'Public')[0]).find(({ Properties }) => Properties.VpcEndpointId)!.id]; }],
    ['answers come back by another firewall', (t) => {
      const [one, other] = [0, 1].map((index) => route(t, 'Public', index, /^172\./));
      one.VpcEndpointId = other.VpcEndpointId;
    }],
    ['a firewall has endpoints in two zones, whose order is not known', (t) => {
      const [one, other] = t.all('AWS::NetworkFirewall::Firewall');
      one.Properties.SubnetMappings.push(...other.Properties.SubnetMappings);
    }],
    ['a firewall leads to itself', (t) => {
      const onward = route(t, 'Firewall', 0, /^0\./);
      delete onward.NatGatewayId;
      onward.VpcEndpointId = route(t, 'Private', 0, /^0\./).VpcEndpointId;
    }],
  ])('%s', (_, mutate) => {
    const copy = withFirewall.copy();
    mutate(copy);
    expect(() => expectInspected(copy)).toThrow();
  });
});

describe('without the firewall', () => {
  test('MG-01 each private subnet goes out by the NAT gateway of its own zone', () => {
    for (const subnet of subnets(without, 'Private')) {
      const { out, back } = roundTrip(without, subnet);
      expect(out.map(({ through: by }) => by)).toEqual(['nat', 'internet']);
      expect(out[0].zone).toBe(zoneOf(subnet));
      expect(back.map(({ through: by }) => by)).toEqual(['local']);
    }
    expect(through(without, 'Firewall')).toEqual([['nowhere'], ['nowhere']]);
  });

  test('MG-02 turning it on or off replaces no subnet, no route and no NAT gateway', () => {
    const ids = (t: Template) => ['Subnet', 'Route', 'RouteTable', 'NatGateway', 'EIP'].flatMap((type) => t.all(`AWS::EC2::${type}`).map(({ id }) => id));
    expect(ids(withFirewall)).toEqual(expect.arrayContaining(ids(without)));
    expect(subnets(withFirewall, 'Private').map(({ Properties }) => Properties.CidrBlock)).toEqual(subnets(without, 'Private').map(({ Properties }) => Properties.CidrBlock));
  });
});

test('MG-01 each thing is where it belongs: nothing but NAT gateways and load balancers is in a public subnet', () => {
  const HOME: Record<string, string[]> = {
    'AWS::Lambda::Function': ['Private'],
    'AWS::RDS::DBSubnetGroup': ['Database'],
    'AWS::RDS::DBProxy': ['Private'],
    'AWS::EC2::VPCEndpoint': ['Private'],
    'AWS::EC2::NatGateway': ['Public'],
    'AWS::NetworkFirewall::Firewall': ['Firewall'],
  };
  const found = placed(withFirewall);
  expect(new Set(found.map(({ resource }) => resource.Type))).toEqual(new Set(Object.keys(HOME)));
  for (const { resource, kinds } of found) expect([resource.id, kinds]).toEqual([resource.id, HOME[resource.Type]]);
});

test('MG-01 ranges of subnets do not overlap and keep their place when kinds are read in order', () => {
  expect(withFirewall.all('AWS::EC2::Subnet').map((subnet) => `${kindOf(subnet)} ${subnet.Properties.CidrBlock}`)).toEqual([
    'Public 172.16.0.0/20', 'Public 172.16.16.0/20', 'Firewall 172.16.32.0/20', 'Firewall 172.16.48.0/20', 'Private 172.16.64.0/20', 'Private 172.16.80.0/20',
    'Database 172.16.96.0/20', 'Database 172.16.112.0/20', 'Entry 172.16.128.0/20', 'Entry 172.16.144.0/20',
  ]);
});

const firstOf = (cidr: string): number => cidr.split('/')[0].split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0) + 10;
