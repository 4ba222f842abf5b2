import { App, Aws, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { build } from './templates';
import { newApp } from '../../golden/apps/synthesise';
import { EnvironmentType, PaymentEnvironment, PaymentEnvironmentProps, ServiceArchitecture, ServiceImage } from '../../src';
import { overlap, rangeOf } from '../../src/hardened/cidr';
import { warningsOf } from '../warnings';

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
const regional = (stack: Stack, region = 'us-east-1') =>
  (stack.node.tryFindChild('Certificate') as acm.ICertificate | undefined) ?? acm.Certificate.fromCertificateArn(stack, 'Certificate', `arn:aws:acm:${region}:123456789012:certificate/x`);
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
      "environmentType must be dev, staging or prod, got 'qa'",
      'ingress must be an object with a certificate, or with a domainName and its hostedZone, got undefined',
      "environmentSuffix must be lower case letters, digits and single hyphens, beginning with a letter, got 'Prod_EU'",
    ]);
    expect(() => new PaymentEnvironment(new Stack(newApp(), 'S'), 'P', undefined as never)).toThrow(/the props must be an object, got undefined/);
    expect(linesOf(() => new PaymentEnvironment(new Stack(newApp(), 'S'), 'P', { environmentType: 'dev', environmentSuffix: 5, ingress: {} } as never)))
      .toEqual(['environmentSuffix must be a string, got 5', expect.stringMatching(/^ingress has no certificate/)]);
  });

  test('NE-02 an unknown environment hides no other fault, and nothing is said of a row that is not there', () => {
    const props = {
      environmentType: 'qa', ingress: {}, network: { cidr: '10.0.0.1/16', otherCidrs: ['x'] }, compute: { cpu: 4096, maxTasks: 0 }, database: { instances: 17 }, operations: { namePrefix: 'P' },
    };
    const wanted = [/^environmentType/, /^ingress has no/, /^network.cidr/, /^compute.maxTasks/, /^database.instances/, /^network.otherCidrs/, /^operations.namePrefix/];
    expect(linesOf(() => new PaymentEnvironment(new Stack(newApp(), 'S'), 'P', props as never))).toEqual(wanted.map((one) => expect.stringMatching(one)));
    const few = { environmentType: 'qa', ingress: props.ingress, network: { otherCidrs: ['10.0.0.0/8'] } };
    expect(linesOf(() => new PaymentEnvironment(new Stack(newApp(), 'S'), 'P', few as never))).toHaveLength(2);
    expect(linesOf(() => new PaymentEnvironment(new Stack(newApp(), 'S'), 'P', { ...few, compute: { cpu: 512, memoryMiB: 512 } } as never))).toHaveLength(3);
  });

  test('NE-15 fails when a suffix breaks a name limit, with the name, the length and what to do', () => {
    const found = faults({ environmentSuffix: 'abcdefghijklmnopq', operations: { namePrefix: 'payment-env' } });
    expect(found).toContain("the S3 bucket name 'payment-env-access-abcdefghijklmnopq' has 36 characters, 1 over the limit of 35: shorten the name prefix or the environment suffix");
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
    expect(linesOf(() => make('Other', EnvironmentType.PROD, '10.3.0.0/16')).filter((line) => line.startsWith('the range'))).toEqual([]);
  });

  test('NE-07 fails when your own VPC overlaps another environment; two environments may share it', () => {
    const app = newApp();
    const subnets = { publicSubnetIds: ['s-1', 's-2'], privateSubnetIds: ['s-3', 's-4'] };
    const vpcOf = (stack: Stack, vpcId: string, vpcCidrBlock?: string) => ec2.Vpc.fromVpcAttributes(stack, vpcId, { vpcId, vpcCidrBlock, availabilityZones: ['a', 'b'], ...subnets });
    const make = (id: string, vpcId: string, vpcCidrBlock?: string, otherCidrs?: string[]) => {
      const stack = new Stack(app, id);
      const network = { vpc: vpcOf(stack, vpcId, vpcCidrBlock), maxAzs: 2, otherCidrs };
      const ingress = { certificate: certificate(stack) };
      return linesOf(() => new PaymentEnvironment(stack, 'P', { environmentType: EnvironmentType.DEV, environmentSuffix: id.toLowerCase(), ingress, network }));
    };
    expect(make('One', 'vpc-1', '10.8.0.0/16')).toEqual([]);
    expect(make('Two', 'vpc-1', '10.8.0.0/16')).toEqual([]);
    expect(make('Three', 'vpc-3', '10.8.4.0/22')[0]).toBe("the range 10.8.4.0/22 overlaps 10.8.0.0/16 of environment 'One/P', the two could never be connected: give another network.vpc");
    expect(make('Four', 'vpc-4', '10.9.0.0/16', ['10.0.0.0/8'])).toEqual(['the range 10.9.0.0/16 overlaps 10.0.0.0/8 of network.otherCidrs: give another network.vpc']);
    expect(make('Five', 'vpc-5', undefined, ['10.0.0.0/8'])).toEqual([]);
  });

  test('NE-15 fails when two environments of a stack have the same names', () => {
    const stack = new Stack(newApp(), 'S');
    const ingress = { certificate: certificate(stack) };
    new PaymentEnvironment(stack, 'One', { environmentType: EnvironmentType.DEV, ingress });
    expect(linesOf(() => new PaymentEnvironment(stack, 'Two', { environmentType: EnvironmentType.DEV, ingress, network: { cidr: '10.9.0.0/16' } }))).toEqual([
      "'S/One' has the names 'payment-env-*-dev' already, in this stack: give another environmentSuffix or operations.namePrefix",
    ]);
  });

  test('NE-15 two stacks with the same names in an account and Region are warned of; fails when the exports of a stack are the same', () => {
    const app = newApp();
    const make = (id: string, region: string, cidr: string) => {
      const stack = new Stack(app, id, { env: { region } });
      const props = { environmentType: EnvironmentType.DEV, ingress: { certificate: regional(stack, region) }, network: { cidr } };
      return warningsOf(new PaymentEnvironment(stack, 'P', props));
    };
    expect(make('One', 'eu-west-1', '10.4.0.0/16')).toEqual([]);
    expect(make('Two', 'us-east-1', '10.5.0.0/16')).toEqual([]);
    expect(make('Three', 'us-east-1', '10.6.0.0/16')).toEqual([
      expect.stringMatching(/^'Two\/P' has the names 'payment-env-\*-dev' already, in the same account and Region: give another environmentSuffix or operations\.namePrefix/),
    ]);
    const stack = new Stack(newApp(), 'S');
    const both = ['one', 'two'].map((namePrefix, index) => linesOf(() => new PaymentEnvironment(stack, namePrefix, {
      environmentType: EnvironmentType.DEV, ingress: { certificate: regional(stack) }, network: { cidr: `10.${index}.0.0/16` }, operations: { namePrefix },
    })));
    expect(both).toEqual([[], ["environment 'S/one' of this stack has the suffix 'dev' too, with which the exports end: give another environmentSuffix"]]);
  });

  test('NE-07 fails when a range overlaps one that is given, or is too small', () => {
    expect(faults({ network: { otherCidrs: ['10.0.4.0/24'] } })).toEqual(['the range 10.0.0.0/16 overlaps 10.0.4.0/24 of network.otherCidrs: give network.cidr']);
    expect(faults({ network: { otherCidrs: ['172.16.0.0/12'] } })).toEqual([]);
    expect(faults({ network: { cidr: '10.0.0.0/24' } })).toEqual(["network.cidr must be an IPv4 range from /16 to /22 that begins at its first address, got '10.0.0.0/24'"]);
  });

  test('NE-07 fails when a range is public', () => {
    expect(faults({ network: { cidr: '11.0.0.0/16' } })).toEqual([expect.stringMatching(/^network\.cidr must be private, within 10\.0\.0\.0\/8/)]);
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

  test('NE-07 fails when your VPC is given with what is of another, or its subnets are in one zone', () => {
    const stack = new Stack(newApp(), 'S');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['a'],
      publicSubnetIds: ['s-1', 's-2'],
      privateSubnetIds: ['s-3', 's-4'],
      isolatedSubnetIds: ['s-5'],
      publicSubnetNames: ['One', 'Two'],
      privateSubnetNames: ['Three', 'Four'],
    });
    expect(faults({ network: { vpc, cidr: '10.0.0.0/16', natGateways: 1, maxAzs: 2 } })).toEqual([
      'network.vpc and network.cidr exclude each other: cidr is of a VPC that is made',
      'network.vpc and network.natGateways exclude each other: natGateways is of a VPC that is made',
      'network.vpc must have public subnets in two zones or more, for the load balancer, got 1',
      'network.vpc has isolated subnets in one zone, and a database is in two or more: add subnets, or have none, and it is in the private ones',
      'network.vpc has private subnets with a way out in 1 zones, 2 are asked for: add subnets, or set network.maxAzs',
    ]);
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
      'database.serverless.minimum must be from 0 to 8 in steps of 0.5, at most the maximum, got 0.3',
    ]);
    expect(faults({ database: { serverless: { minimum: 0.5, maximum: 300 } } })).toEqual(['database.serverless.maximum must be from 1 to 256 in steps of 0.5, got 300']);
  });

  test.each([['t3.micro'], ['m5.large'], ['db.r6g.large'], ['r3.large']])('NE-04 fails when Aurora has no %s', (type) => {
    expect(faults({ database: { instanceType: new ec2.InstanceType(type) } })).toEqual([
      `database.instanceType must be one that Aurora PostgreSQL has: of r5, r6g, r7g and the like, or medium or large of t3 and t4g, got '${type}'`,
    ]);
  });

  test.each([['t4g.medium'], ['r6g.large'], ['r8g.48xlarge'], ['x2g.xlarge']])('NE-04 Aurora has %s', (type) => {
    expect(faults({ database: { instanceType: new ec2.InstanceType(type) } })).toEqual([]);
  });

  test.each(['postgres', 'rdsadmin', 'user'])('NE-04 fails when the database is called %s', (databaseName) => {
    expect(faults({ database: { databaseName } })).toEqual([`database.databaseName must not be a word that PostgreSQL or RDS keeps for itself, got '${databaseName}'`]);
  });

  test('NE-08 fails when the certificate is of another Region', () => {
    const elsewhere = (region: string | null) => faults({ ingress: { certificate: regional(new Stack(new App(), 'C'), 'eu-west-1') } }, region);
    expect(elsewhere('us-east-1')).toEqual(['ingress.certificate is in eu-west-1, and a load balancer in us-east-1 takes those of its Region alone: request one there']);
    expect([elsewhere('eu-west-1'), elsewhere(null)]).toEqual([[], []]);
  });

  test('NE-08 fails when the zone does not know its name, or is private', () => {
    const stack = new Stack(new App(), 'Z');
    const hostedZone = route53.HostedZone.fromHostedZoneId(stack, 'Zone', 'Z1');
    expect(faults({ ingress: { domainName: 'pay.shop.io', hostedZone } })).toEqual(['ingress.hostedZone does not know its name: use HostedZone.fromHostedZoneAttributes or fromLookup']);
    const closed = new route53.PrivateHostedZone(stack, 'Private', { zoneName: 'shop.io', vpc: new ec2.Vpc(stack, 'Vpc') });
    expect(faults({ ingress: { domainName: 'pay.shop.io', hostedZone: closed } }))
      .toEqual(['ingress.hostedZone is private, and no certificate can be validated through it: give ingress.certificate, or a public zone']);
  });

  test('NE-12 fails when a tag that a policy is held to is overwritten, or AWS would refuse one', () => {
    const found = faults({ operations: { tags: { 'Environment': 'qa', 'ManagedBy': 'me', '': 'x', 'aws:x': 'y', 'Long': 'x'.repeat(257), 'Team': 'pay' } } });
    expect(found.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'operations.tags.Environment is', 'operations.tags.ManagedBy is', 'operations.tags must', 'operations.tags must', 'operations.tags must',
    ].map((words) => words.split(' ').slice(0, 2).join(' ')));
  });

  test('NE-11 fails when an alarm would always ring; NE-15 when the prefix is one of AWS', () => {
    expect(faults({ operations: { responseTime: Duration.seconds(0) } })).toEqual(['operations.responseTime must be more than nothing: else the alarm always rings']);
    for (const namePrefix of ['aws-pay', 'internal-pay']) {
      expect(faults({ operations: { namePrefix } })).toEqual([`operations.namePrefix must not begin with aws, ssm, internal or sthree, as names of AWS do, got '${namePrefix}'`]);
    }
    expect(faults({ operations: { namePrefix: 'internals' } })).toEqual([]);
    // Of a prefix that is none, no name is looked at.
    expect(faults({ operations: { namePrefix: 'X' } })).toEqual([expect.stringMatching(/^operations.namePrefix must be lower case/)]);
  });

  test('NE-08 fails when a variable of the container has no usable name', () => {
    expect(faults({ compute: { environment: { '': 'x', 'a b': 'y', 'log.level': 'info' } } })).toEqual(['', 'a b'].map((name) => `compute.environment has a name that is empty, or has a space or '=' in it, got '${name}'`));
  });

  test('numbers must be known: templates are made by them', () => {
    const stack = new Stack(newApp(), 'S');
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const known = (name: string) => `${name} must be known when the app is synthesised: templates are made by it`;
    const found = linesOf(() => new PaymentEnvironment(stack, 'P', {
      environmentType: EnvironmentType.DEV,
      ingress: { certificate: certificate(stack) },
      compute: { minTasks: number, cpu: number },
      database: { instances: number, maxConnections: number, serverless: { minimum: number, maximum: number } },
    }));
    expect(found).toEqual(['compute.cpu', 'compute.minTasks', 'database.instances', 'database.maxConnections', 'database.serverless.minimum', 'database.serverless.maximum'].map(known));
  });

  test('NE-02 fails when an image has no fixed tag', () => {
    expect(() => ServiceImage.fromRegistry('public.ecr.aws/x/y')).toThrow(/must end with a tag other than latest/);
    expect(() => ServiceImage.fromRegistry('public.ecr.aws/x/y:latest')).toThrow(/other than latest/);
    for (const uri of ['payments:1.0.0', '1.dkr.ecr.us-east-1.amazonaws.com/payments:1', '123456789012.dkr.ecr.us-east-1.amazonaws.com/payments', '123456789012.dkr.ecr.us-east-1.amazonaws.com/payments:latest']) {
      expect(() => ServiceImage.fromUri(uri)).toThrow(`ServiceImage.fromUri: uri must be <account>.dkr.ecr.<Region>.amazonaws.com/<repository> with a tag other than latest, or with @sha256: and a digest, got '${uri}'`);
    }
    const repository = ecr.Repository.fromRepositoryName(new Stack(), 'R', 'r');
    for (const tag of ['a b', 'latest', '']) {
      expect(() => ServiceImage.fromEcr(repository, tag)).toThrow(`must be an image tag other than latest, or 'sha256:' and 64 hex digits, got '${tag}'`);
    }
    expect(() => ServiceImage.fromEcr(repository, 'latest-1', ServiceArchitecture.X86_64)).not.toThrow();
    expect(() => ServiceImage.fromAsset('MIPS' as never)).toThrow("ServiceImage: architecture must be ARM64 or X86_64, got 'MIPS'");
  });

  test('values that are known at deployment only are not judged', () => {
    const stack = new Stack(newApp(), 'S');
    const domainName = new CfnParameter(stack, 'Domain').valueAsString;
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.io' });
    const operations = { namePrefix: domainName, tags: { Region: Aws.REGION } };
    const network = { otherCidrs: [domainName] };
    expect(linesOf(() => new PaymentEnvironment(stack, 'P', { environmentType: EnvironmentType.DEV, ingress: { domainName, hostedZone }, network, operations }))).toEqual([]);
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
