import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { reachable, waysIn } from './reach';
import { build, Environment, synthesise } from './templates';
import { PACKS } from '../../golden/apps/audit';
import { EnvironmentType, LogRetentionProfile, PaymentEnvironment, PaymentEnvironmentProps, ServiceArchitecture, ServiceImage } from '../../src';
import { Json } from '../webhook-pipeline/template';

const make = (props: Partial<PaymentEnvironmentProps> = {}, ...rest: [region?: string | null, type?: EnvironmentType]): Environment =>
  synthesise(props, ...rest).environment;
const instances = (e: Environment) => e.database.all('AWS::RDS::DBInstance').map(({ Properties }) => Properties);
const container = (e: Environment) => e.compute.one('AWS::ECS::TaskDefinition').Properties.ContainerDefinitions[0];
const environmentOf = (e: Environment) => Object.fromEntries(container(e).Environment.map(({ Name, Value }: Json) => [Name, Value]));

describe('defaults', () => {
  const dev = make();

  test('the suffix is the environment type; logs are kept for a year; nothing optional is made', () => {
    expect(dev.compute.one('AWS::ECS::Cluster').Properties.ClusterName).toBe('payment-env-cluster-dev');
    for (const { resource } of dev.all('AWS::Logs::LogGroup').filter(({ resource: { id } }) => !id.startsWith('Custom'))) expect(resource.Properties.RetentionInDays).toBe(365);
    expect(dev.all('AWS::Config::ConfigRule', 'AWS::SSM::Parameter', 'AWS::RDS::DBProxy', 'AWS::Route53::RecordSet')).toEqual([]);
  });

  test('the database is called payments, version 17.7', () => {
    expect(dev.database.one('AWS::RDS::DBCluster').Properties).toMatchObject({ DatabaseName: 'payments', EngineVersion: '17.7' });
  });

  test('the image is the bundled service for ARM64, built by the CLI', () => {
    const { environment } = synthesise({ compute: {} });
    expect(JSON.stringify(container(environment).Image)).toMatch(/container-assets-.*:[0-9a-f]{64}/);
    expect(environment.compute.one('AWS::ECS::TaskDefinition').Properties.RuntimePlatform.CpuArchitecture).toBe('ARM64');
  });
});

describe('NE-02 images', () => {
  test.each([
    ['asset', ServiceImage.fromAsset(ServiceArchitecture.X86_64), /container-assets/],
    ['registry', ServiceImage.fromRegistry('public.ecr.aws/acme/payments:2.1', ServiceArchitecture.X86_64), /^"public.ecr.aws\/acme\/payments:2.1"$/],
  ])('NE-02 %s for x86', (_, image, expected) => {
    const e = make({ compute: { image } });
    expect(JSON.stringify(container(e).Image)).toMatch(expected);
    expect(e.compute.one('AWS::ECS::TaskDefinition').Properties.RuntimePlatform.CpuArchitecture).toBe('X86_64');
  });
});

describe('NE-02 images by URI', () => {
  const pulled = (image: ServiceImage) => {
    const e = make({ compute: { image } });
    const statements = e.compute.all('AWS::IAM::ManagedPolicy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    return { image: container(e).Image, resource: statements.find(({ Action }) => JSON.stringify(Action).includes('ecr:BatchGetImage')).Resource };
  };

  test.each([':1.0.0', `@sha256:${'a'.repeat(64)}`])('NE-02 %s: the pull is granted on that repository, in its account and Region', (tag) => {
    const uri = `123456789012.dkr.ecr.eu-north-1.amazonaws.com/team/payments${tag}`;
    expect(pulled(ServiceImage.fromUri(uri))).toEqual({ image: uri, resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ecr:eu-north-1:123456789012:repository/team/payments']] } });
  });

  test('NE-02 the architecture goes with it; ARM64 when not given', () => {
    const uri = '123456789012.dkr.ecr.eu-north-1.amazonaws.com/payments:1';
    expect([ServiceImage.fromUri(uri).architecture, ServiceImage.fromUri(uri, ServiceArchitecture.X86_64).architecture]).toEqual(['ARM64', 'X86_64']);
  });
});

describe('NE-04 databases', () => {
  test('NE-04 Graviton by prop', () => {
    const instanceType = ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.XLARGE);
    expect(instances(make({ database: { instanceType, instances: 2 } })).map(({ DBInstanceClass }) => DBInstanceClass)).toEqual(['db.r7g.xlarge', 'db.r7g.xlarge']);
  });

  test('NE-04 Serverless v2 by prop', () => {
    const e = make({ database: { serverless: { minimum: 0.5, maximum: 8 }, instances: 3 } });
    expect(instances(e).map(({ DBInstanceClass, PromotionTier }) => [DBInstanceClass, PromotionTier])).toEqual([['db.serverless', 0], ['db.serverless', 1], ['db.serverless', 2]]);
    expect(e.database.one('AWS::RDS::DBCluster').Properties.ServerlessV2ScalingConfiguration).toEqual({ MinCapacity: 0.5, MaxCapacity: 8 });
  });

  test('NE-04 insights can be declined, version and backups chosen', () => {
    const engineVersion = rds.AuroraPostgresEngineVersion.VER_17_5;
    const e = make({ database: { performanceInsights: false, engineVersion, backupRetention: Duration.days(35) } });
    expect(instances(e)[0].EnablePerformanceInsights).toBeUndefined();
    expect(e.database.one('AWS::RDS::DBCluster').Properties).toMatchObject({ EngineVersion: '17.5', BackupRetentionPeriod: 35 });
  });

  const proxied = make({ database: { proxy: true } });

  test('NE-04 RDS Proxy by prop: TLS, its endpoint and the system\'s authorities for the service', () => {
    const proxy = proxied.database.one('AWS::RDS::DBProxy');
    expect(proxy.Properties).toMatchObject({ RequireTLS: true, DBProxyName: 'payment-env-proxy-dev', EngineFamily: 'POSTGRESQL' });
    const { DATABASE_CA_FILE: authorities, DATABASE_HOST: host } = environmentOf(proxied);
    expect([authorities, proxied.follow('compute', host).resource.id]).toEqual(['system', proxy.id]);
  });

  test('NE-09 with the proxy the service reaches the database through it alone', () => {
    expect(waysIn(proxied)).toEqual([
      'internet -> loadbalancer:443', 'internet -> loadbalancer:80', 'loadbalancer -> service:8080', 'proxy -> database:5432', 'rotation -> database:5432', 'service -> proxy:5432',
    ]);
    expect(reachable(proxied, 'internet', ['proxy'])).toEqual(['loadbalancer', 'service']);
  });
});

describe('NE-07 networks', () => {
  test('NE-07 where account and Region are unknown there are three zones too', () => {
    const zones = make({}, null).network.all('AWS::EC2::Subnet').map(({ Properties }) => JSON.stringify(Properties.AvailabilityZone));
    expect(new Set(zones).size).toBe(3);
  });

  test('NE-07 zones and NAT gateways by prop', () => {
    const e = make({ network: { maxAzs: 2, natGateways: 1, cidr: '10.40.0.0/20' } }, 'us-west-1');
    expect([e.network.all('AWS::EC2::Subnet').length, e.network.all('AWS::EC2::NatGateway').length, e.network.one('AWS::EC2::VPC').Properties.CidrBlock]).toEqual([6, 1, '10.40.0.0/20']);
  });

  test('NE-07 your own VPC: only security groups are made', () => {
    const vpc = ec2.Vpc.fromVpcAttributes(new Stack(new App(), 'Own'), 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['a', 'b', 'c'],
      publicSubnetIds: ['s-1', 's-2', 's-3'],
      privateSubnetIds: ['s-4', 's-5', 's-6'],
      publicSubnetRouteTableIds: ['r-1', 'r-2', 'r-3'],
      privateSubnetRouteTableIds: ['r-4', 'r-5', 'r-6'],
    });
    const e = make({ network: { vpc } });
    expect([...new Set(e.network.all('AWS::EC2::SecurityGroup').map(({ Properties }) => Properties.VpcId))]).toEqual(['vpc-1']);
    expect(e.network.all('AWS::EC2::VPC')).toEqual([]);
    expect(e.database.one('AWS::RDS::DBSubnetGroup').Properties.SubnetIds).toEqual(['s-4', 's-5', 's-6']);
  });

  test('NE-08 the load balancer takes one public subnet of a zone where your VPC has more', () => {
    const vpc = ec2.Vpc.fromVpcAttributes(new Stack(new App(), 'Own'), 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['a', 'b'],
      publicSubnetIds: ['s-1', 's-2', 's-3', 's-4'],
      publicSubnetNames: ['Public', 'Partners'],
      privateSubnetIds: ['s-5', 's-6'],
    });
    expect(make({ network: { vpc, maxAzs: 2 } }).compute.one('AWS::ElasticLoadBalancingV2::LoadBalancer').Properties.Subnets).toEqual(['s-1', 's-2']);
  });
});

describe('NE-08 ingress', () => {
  test('NE-08 a domain and its zone give a certificate and an alias record', () => {
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(new Stack(new App(), 'Z'), 'Zone', { hostedZoneId: 'Z1', zoneName: 'shop.io' });
    const e = make({ ingress: { domainName: 'pay.shop.io', hostedZone } });
    const certificate = e.compute.one('AWS::CertificateManager::Certificate');
    expect(certificate.Properties).toMatchObject({ DomainName: 'pay.shop.io', ValidationMethod: 'DNS' });
    expect(e.compute.one('AWS::ElasticLoadBalancingV2::Listener', ({ Port }) => Port === 443).Properties.Certificates).toEqual([{ CertificateArn: { Ref: certificate.id } }]);
    expect(e.compute.one('AWS::Route53::RecordSet').Properties).toMatchObject({ Name: 'pay.shop.io.', Type: 'A', HostedZoneId: 'Z1' });
  });

  test('NE-08 sizes and environment by prop; the database\'s variables cannot be overwritten', () => {
    const e = make({ compute: { cpu: 4096, memoryMiB: 8192, minTasks: 3, maxTasks: 4, targetUtilization: 50, environment: { LOG_LEVEL: 'debug', DATABASE_NAME: 'other' } } });
    expect(e.compute.one('AWS::ECS::TaskDefinition').Properties).toMatchObject({ Cpu: '4096', Memory: '8192' });
    expect(e.compute.one('AWS::ApplicationAutoScaling::ScalableTarget').Properties).toMatchObject({ MinCapacity: 3, MaxCapacity: 4 });
    expect(environmentOf(e)).toMatchObject({ LOG_LEVEL: 'debug', DATABASE_NAME: 'payments' });
  });

  test('NE-08 the web ACL can be declined', () => {
    const certificate = acm.Certificate.fromCertificateArn(new Stack(new App(), 'C'), 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/x');
    const { stack, environment } = synthesise({ ingress: { certificate, webApplicationFirewall: false } });
    expect(environment.all('AWS::WAFv2::WebACL')).toEqual([]);
    // The audit sees into nested stacks.
    expect(PACKS['PCI DSS 3.2.1'](stack).map(({ rule, path }) => [rule, path])).toEqual([
      ['PCI.DSS.321-ALBWAFEnabled', 'Test/Payments/PaymentComputeStack/LoadBalancer/Resource'],
    ]);
  });
});

test('NE-11 thresholds follow the props', () => {
  const e = make({ database: { maxConnections: 300 }, operations: { responseTime: Duration.millis(250) } });
  const threshold = (metric: string) => e.master.one('AWS::CloudWatch::Alarm', ({ MetricName }) => MetricName === metric).Properties.Threshold;
  expect([threshold('DatabaseConnections'), threshold('TargetResponseTime')]).toEqual([240, 0.25]);
});

test('NE-06 two environments of a stack may have one id in constructs of yours', () => {
  const stack = new Stack(new App(), 'Test');
  for (const environmentType of [EnvironmentType.DEV, EnvironmentType.STAGING]) {
    const own = new Construct(stack, environmentType);
    const certificate = acm.Certificate.fromCertificateArn(own, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/x');
    new PaymentEnvironment(own, 'Payments', { environmentType, ingress: { certificate } });
  }
  const { Outputs } = Template.fromStack(stack).toJSON() as Json;
  expect(Object.keys(Outputs).filter((name) => name.endsWith('VpcId'))).toEqual(['PaymentsVpcId', expect.stringMatching(/^TeststagingPayments[0-9A-F]{8}VpcId$/)]);
});

test('NE-12 your tags stand beside ours', () => {
  const tags = make({ operations: { tags: { CostCenter: 'cc-1', Team: 'pay' } } }).database.one('AWS::RDS::DBCluster').Properties.Tags;
  expect(tags).toEqual(expect.arrayContaining([{ Key: 'CostCenter', Value: 'cc-1' }, { Key: 'Team', Value: 'pay' }, { Key: 'Environment', Value: 'dev' }]));
});

test('NE-12 a suffix that is not the type has a tag', () => {
  const keys = (environmentSuffix?: string) => make({ environmentSuffix }).database.one('AWS::RDS::DBCluster').Properties.Tags.filter(({ Key }: Json) => Key.startsWith('Environment'));
  expect(keys()).toEqual([{ Key: 'Environment', Value: 'dev' }]);
  expect(keys('blue')).toEqual([{ Key: 'Environment', Value: 'dev' }, { Key: 'EnvironmentSuffix', Value: 'blue' }]);
});

test('every part is a member', () => {
  const operations = { configRules: true, ssmParameters: true, logRetention: LogRetentionProfile.sevenDaysAndArchive() };
  const { payments } = build({ database: { proxy: true }, operations });
  for (const [name, value] of Object.entries(payments)) expect({ name, there: value !== undefined }).toEqual({ name, there: true });
  expect([payments.configRules.length, payments.ssmParameters.length]).toEqual([3, 13]);
});

describe.each<[string, Partial<PaymentEnvironmentProps>]>([
  ['proxy and log archive', { database: { proxy: true }, operations: { logRetention: LogRetentionProfile.sevenDaysAndArchive() } }],
  ['serverless with Config rules', { database: { serverless: { minimum: 1, maximum: 4 } }, operations: { configRules: true, ssmParameters: true } }],
])('audit of %s', (_, props) => {
  const { stack } = build(props, 'us-east-1', EnvironmentType.STAGING);

  test.each(Object.entries(PACKS))('no unacknowledged finding of %s', (_pack, pack) => expect(pack(stack)).toEqual([]));
});
