import * as fs from 'fs';
import * as path from 'path';
import { Template } from '../golden/apps/synthesise';
import { isMeant, without } from '../integ/emulator/deploy';
import { Difference, LeftOut } from '../integ/emulator/difference';
import * as ofPipeline from '../integ/emulator/differences';
import { failoverNameOf } from '../integ/emulator/dns';
import * as ofEnvironment from '../integ/emulator/environment-differences';
import * as ofEventApi from '../integ/emulator/event-api-differences';
import * as ofRecovery from '../integ/emulator/recovery-differences';
import { elements, field } from '../integ/emulator/xml';

const ROOT = path.join(__dirname, '..');
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8');
const SYSTEMS: Record<string, { DIFFERENCES: Difference[]; LEFT_OUT: LeftOut; goldens: RegExp }> = {
  'the webhook pipeline': { ...ofPipeline, goldens: /^webhook-pipeline\.zip\.template/ },
  'an environment': { ...ofEnvironment, goldens: /^nested-environments\.dev\..*\.template/ },
  'the event API': { ...ofEventApi, goldens: /^event-api\.default\.template/ },
  'disaster recovery': { ...ofRecovery, goldens: /^disaster-recovery\.(primary|secondary)\.template/ },
};

describe.each(Object.entries(SYSTEMS))('emulator, %s', (_, { DIFFERENCES, LEFT_OUT, goldens }) => {
  test.each(DIFFERENCES.map(({ what, instead }) => [what, instead] as const))('difference is tested elsewhere: %s', (_what, instead) => {
    expect(instead.length).toBeGreaterThan(0);
    for (const [file, text] of instead) expect(read(file)).toContain(text);
  });

  test('what is left out is in a golden', () => {
    const resources = fs.readdirSync(path.join(ROOT, 'golden')).filter((name) => goldens.test(name))
      .flatMap((name) => Object.values((JSON.parse(read(`golden/${name}`)) as Template).Resources));
    expect(Object.keys(LEFT_OUT).filter((key) => !resources.some((resource) => isMeant(key, resource)))).toEqual([]);
  });
});

describe('what is left out of a template', () => {
  const template = {
    Resources: {
      Gateway: { Type: 'AWS::EC2::NatGateway' },
      Out: { Type: 'AWS::EC2::Route', Properties: { NatGatewayId: { Ref: 'Gateway' } } },
      Open: { Type: 'AWS::EC2::Route', Properties: { GatewayId: 'igw' }, DependsOn: ['Gateway'] },
    },
  };
  const because = { reason: 'unknown', instead: [] };

  test('a type, and those of a type that have a property', () => {
    expect(Object.entries(without(template, { 'AWS::EC2::NatGateway': because, 'AWS::EC2::Route.NatGatewayId': because }).Resources))
      .toEqual([['Open', { ...template.Resources.Open, DependsOn: [] }]]);
  });

  test('fails when a reference is left over', () => {
    expect(() => without(template, { 'AWS::EC2::NatGateway': because })).toThrow('Out refers to Gateway, which is left out');
  });
});

test('the failover name, as the test imitates it, is that of the golden', () => {
  const check = { path: '/health', intervalSeconds: 10, threshold: 3 };
  expect(failoverNameOf(JSON.parse(read('golden/disaster-recovery.dns.template.json')) as Template)).toEqual({
    name: 'payments.acme.com',
    ttlSeconds: 10,
    ways: ['us-east-1', 'us-east-2'].map((region) => ({ target: `entry-${region}.payments.acme.com`, check: { ...check, host: `${region}.payments.acme.com` } })),
  });
});

test('elements of a list stay whole with the lists inside of them', () => {
  const xml = '<set><item><id>a&amp;b</id><inner><item>1</item><item>2</item></inner></item><item><id>c</id></item></set><other><item/></other>';
  expect(elements(xml, 'set', 'item').map((one) => field(one, 'id'))).toEqual(['a&b', 'c']);
  expect(elements(elements(xml, 'set', 'item')[0], 'inner', 'item')).toEqual(['1', '2']);
  expect(elements(xml, 'none', 'item')).toEqual([]);
});
