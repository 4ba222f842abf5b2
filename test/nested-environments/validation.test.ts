import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { build } from './templates';
import { newApp } from '../../golden/apps/synthesise';
import { EnvironmentType, PaymentEnvironment, PaymentEnvironmentProps, ServiceImage } from '../../src';
import { overlap, rangeOf } from '../../src/nested-environments/cidr';

function linesOf(make: () => unknown): string[] {
  try {
    make();
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
}
/** The faults of one error, a line each. */
const faults = (...args: Parameters<typeof build>) => linesOf(() => build(...args));
const certificate = (stack: Stack) => acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/x');

describe('bad input', () => {
  test('one error lists every fault, before anything is made', () => {
    const stack = new Stack(newApp(), 'Test', { env: { region: 'us-west-1' } });
    const props: PaymentEnvironmentProps = {
      environmentType: EnvironmentType.PROD,
      environmentSuffix: 'a-very-long-suffix-of-an-environment',
      ingress: { domainName: 'pay.example.com' },
      network: { cidr: '10.0.0.1/16', otherCidrs: ['x'] },
      compute: { cpu: 512, memoryMiB: 8192, minTasks: 0, targetUtilization: 90 },
      database: { instances: 17, maxConnections: 1, databaseName: 'Payments', serverless: { minimum: 4, maximum: 2 } },
    };
    expect(() => new PaymentEnvironment(stack, 'Payments', props)).toThrow(/^\d+ faults in the props of 'Test\/Payments':\n/);
    expect(stack.node.findAll().filter(({ node }) => node.path.startsWith('Test/Payments/'))).toHaveLength(0);
    const found = linesOf(() => new PaymentEnvironment(new Stack(newApp(), 'Test', { env: { region: 'us-west-1' } }), 'Payments', props));
    for (const part of ['load balancer name', 'S3 bucket name', 'payments are never taken without TLS', "reserved domain 'pay.example.com'", 'network.cidr', "otherCidrs must hold IPv4 ranges, got 'x'",
      'us-west-1 has 2 Availability Zones, 3 are asked for', 'compute.memoryMiB', 'compute.minTasks', 'compute.targetUtilization', 'database.instances', 'database.maxConnections', 'database.databaseName',
      'database.serverless.minimum']) {
      expect({ part, lines: found.filter((line) => line.includes(part)).length }).toEqual({ part, lines: 1 });
    }
  });

  test('NE-02 fails when the environment is unknown or the suffix does not match, all at once', () => {
    const make = () => new PaymentEnvironment(new Stack(newApp(), 'S'), 'P', { environmentType: 'qa', environmentSuffix: 'Prod_EU' } as never);
    expect(linesOf(make)).toEqual([
      "environmentType must be dev, staging, prod, got 'qa'",
      'ingress must be given, with a certificate or a domainName and its hostedZone, got undefined',
      "environmentSuffix must be lower case letters, digits and single hyphens, beginning with a letter, got 'Prod_EU'",
    ]);
    expect(() => new PaymentEnvironment(new Stack(newApp(), 'S'), 'P', undefined as never)).toThrow(/2 faults/);
    expect(linesOf(() => new PaymentEnvironment(new Stack(newApp(), 'S'), 'P', { environmentType: 'dev', environmentSuffix: 5, ingress: {} } as never)))
      .toEqual(['environmentSuffix must be a string, got 5']);
  });

  test('NE-15 fails when a suffix breaks a name limit, with the name, the length and what to do', () => {
    const found = faults({ environmentSuffix: 'abcdefghijklmnopq', operations: { namePrefix: 'payment-env' } });
    expect(found).toContain("the S3 bucket name 'payment-env-access-abcdefghijklmnopq' has 36 characters, 1 over the limit of 35: shorten the name prefix, the environment suffix or the provider id");
  });

  test('NE-15 the longest suffix that is accepted is within every limit', () => {
    expect(faults({ environmentSuffix: 'abcdefghijklmn' })).toEqual([]);
  });

  test('NE-07 fails when environments of an app overlap', () => {
    const app = newApp();
    const make = (id: string, environmentType: EnvironmentType, cidr?: string) => {
      const stack = new Stack(app, id, { env: { region: 'us-east-1' } });
      return new PaymentEnvironment(stack, 'Payments', { environmentType, ingress: { certificate: certificate(stack) }, network: { cidr } });
    };
    make('Dev', EnvironmentType.DEV);
    make('Staging', EnvironmentType.STAGING);
    expect(linesOf(() => make('Wide', EnvironmentType.PROD, '10.1.128.0/20'))).toEqual([
      "the range 10.1.128.0/20 overlaps 10.1.0.0/16 of environment 'Staging/Payments', the two could never be connected: give network.cidr",
    ]);
    expect(linesOf(() => make('Prod', EnvironmentType.PROD))).toEqual([]);
    // What failed has taken nothing.
    expect(linesOf(() => make('Other', EnvironmentType.PROD, '10.3.0.0/16'))).toEqual([]);
  });

  test('NE-15 fails when two environments of a stack have the same names', () => {
    const stack = new Stack(newApp(), 'S');
    const ingress = { certificate: certificate(stack) };
    new PaymentEnvironment(stack, 'One', { environmentType: EnvironmentType.DEV, ingress });
    expect(linesOf(() => new PaymentEnvironment(stack, 'Two', { environmentType: EnvironmentType.DEV, ingress, network: { cidr: '10.9.0.0/16' } }))).toEqual([
      "environment 'S/One' of this stack has the names 'payment-env-*-dev': give another environmentSuffix or operations.namePrefix",
    ]);
  });

  test('NE-07 fails when a range overlaps one that is given, or is too small', () => {
    expect(faults({ network: { otherCidrs: ['10.0.4.0/24'] } })).toEqual(['the range 10.0.0.0/16 overlaps 10.0.4.0/24 of network.otherCidrs: give network.cidr']);
    expect(faults({ network: { otherCidrs: ['172.16.0.0/12'] } })).toEqual([]);
    expect(faults({ network: { cidr: '10.0.0.0/24' } })).toEqual(["network.cidr must be an IPv4 range from /16 to /22 that begins at its first address, got '10.0.0.0/24'"]);
  });

  test('NE-07 fails when your VPC has fewer zones than are asked for', () => {
    const stack = new Stack(newApp(), 'S');
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const make = (maxAzs?: number) => linesOf(() => new PaymentEnvironment(stack, `P${maxAzs}`, {
      environmentType: EnvironmentType.DEV, ingress: { certificate: certificate(new Stack(stack, `C${maxAzs}`)) }, network: { vpc, maxAzs },
    }));
    expect(make()).toEqual(['network.vpc has private subnets with a way out in 2 zones, 3 are asked for: add subnets, or set network.maxAzs']);
    expect(make(2)).toEqual([]);
  });

  test('NE-08 fails when there is no certificate, or the domain is not in the zone', () => {
    expect(faults({ ingress: {} })).toEqual([expect.stringMatching(/^ingress has no certificate, .*: give ingress.certificate \(ACM, in this Region\), or ingress.domainName with its ingress.hostedZone/)]);
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(new Stack(new App(), 'Z'), 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.io' });
    expect(faults({ ingress: { domainName: 'pay.bank.io', hostedZone } })).toEqual(["ingress.domainName must be in the zone 'shop.io', got 'pay.bank.io'"]);
  });

  test.each([[300, 1024, /compute.cpu must be 512, 1024/], [1024, 1024, /from 2048 to 8192 in steps of 1024/], [1024, 2500, /steps of 1024/]])('NE-08 fails when Fargate has no size %d with %d', (cpu, memoryMiB, message) => {
    expect(faults({ compute: { cpu, memoryMiB } }).join()).toMatch(message);
  });

  test('NE-04 fails when serverless and a type are both given, or a capacity is no half', () => {
    const instanceType = ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE);
    expect(faults({ database: { instanceType, serverless: { minimum: 0.3, maximum: 8 } } })).toEqual([
      'database.serverless and database.instanceType exclude each other: give one',
      'database.serverless.minimum must be a whole number from 0 to 16 in halves of a capacity unit: at most the maximum, got 0.6',
    ]);
  });

  test('NE-02 fails when an image has no fixed tag', () => {
    expect(() => ServiceImage.fromRegistry('public.ecr.aws/x/y')).toThrow(/must end with a tag other than latest/);
    expect(() => ServiceImage.fromRegistry('public.ecr.aws/x/y:latest')).toThrow(/other than latest/);
    for (const uri of ['payments:1.0.0', '1.dkr.ecr.us-east-1.amazonaws.com/payments:1', '123456789012.dkr.ecr.us-east-1.amazonaws.com/payments', '123456789012.dkr.ecr.us-east-1.amazonaws.com/payments:latest']) {
      expect(() => ServiceImage.fromUri(uri)).toThrow(`ServiceImage.fromUri: uri must be <account>.dkr.ecr.<Region>.amazonaws.com/<repository> with a tag other than latest, or with @sha256: and a digest, got '${uri}'`);
    }
    const repository = ecr.Repository.fromRepositoryName(new Stack(), 'R', 'r');
    expect(() => ServiceImage.fromEcr(repository, 'a b')).toThrow(/must be an image tag or 'sha256:' and 64 hex digits, got 'a b'/);
  });

  test('values that are known at deployment only are not judged', () => {
    const stack = new Stack(newApp(), 'S');
    const domainName = new CfnParameter(stack, 'Domain').valueAsString;
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.io' });
    expect(linesOf(() => new PaymentEnvironment(stack, 'P', { environmentType: EnvironmentType.DEV, ingress: { domainName, hostedZone } }))).toEqual([]);
  });
});

test.each([['10.0.0.0/8', true], ['10.1.2.3/32', true], ['10.0.0.1/16', false], ['10.0.0/16', false], ['256.0.0.0/8', false], ['10.0.0.0/33', false]])('NE-07 %s is a range: %s', (cidr, expected) => {
  expect(rangeOf(cidr) !== undefined).toBe(expected);
});

test('NE-07 ranges overlap when one holds the other, and not when they touch', () => {
  expect(overlap('10.0.0.0/8', '10.255.255.255/32')).toBe(true);
  expect(overlap('10.0.0.0/16', '10.1.0.0/16')).toBe(false);
  expect(overlap('nonsense', '10.1.0.0/16')).toBe(false);
});
