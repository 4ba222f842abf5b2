import { strict as assert } from 'node:assert';
import { HeadBucketCommand, PutBucketTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Aws } from './aws';
import { DeployedStack, Deployment, eventsOf, remove } from './deploy';
import { Report } from './report';
import { elements, field } from './xml';
import { Golden, Template } from '../../golden/apps/synthesise';

const ORDER = ['network', 'database', 'compute'] as const;
type Part = (typeof ORDER)[number];
const TYPE = 'dev';
const REFERENCE = /^(\{"Ref"|\{"Fn::GetAtt")/;

/** The deployed environment, beside the goldens that it was made from. */
export class DeployedEnvironment {
  public constructor(public readonly aws: Aws, public readonly stack: Deployment, private readonly goldens: readonly Golden[]) {}

  /** The golden template of a part. */
  public golden(part: Part | 'master'): Template {
    return this.goldens.find(({ name }) => name === `nested-environments.${TYPE}.${part}`)!.template;
  }

  /** Logical id of a nested stack, in the master. */
  public id(part: Part): string {
    return Object.entries(this.golden('master').Resources).find(([, { Type, Properties }]) =>
      Type === 'AWS::CloudFormation::Stack' && JSON.stringify(Properties!.TemplateURL).includes(`nested-environments.${TYPE}.${part}.`))![0];
  }

  public part(part: Part): DeployedStack {
    return this.stack.nested[this.id(part)];
  }

  public output(name: string): string {
    const value = this.stack.outputs[`Payments${name}`];
    if (!value) throw new Error(`No output Payments${name}`);
    return value;
  }

  /** Physical ids of the deployed resources of a type. */
  public made(part: Part | 'master', type: string): string[] {
    const { resources } = part === 'master' ? this.stack : this.part(part);
    return Object.entries(this.golden(part).Resources).filter(([id, { Type }]) => Type === type && id in resources).map(([id]) => resources[id]);
  }

  /** What a service tells, as elements of a list. */
  public async list(service: keyof typeof SERVICES, action: string, list: string, parameters: Record<string, string> = {}): Promise<string[]> {
    const { version, tag } = SERVICES[service];
    return elements(await this.aws.query(service, action, version, parameters), list, tag(list));
  }
}

const member = () => 'member';
const SERVICES = {
  autoscaling: { version: '2011-01-01', tag: member },
  cloudformation: { version: '2010-05-15', tag: member },
  ec2: { version: '2016-11-15', tag: () => 'item' },
  elasticloadbalancing: { version: '2015-12-01', tag: member },
  iam: { version: '2010-05-08', tag: member },
  monitoring: { version: '2010-08-01', tag: member },
  rds: { version: '2014-10-31', tag: (list: string) => list.replace(/s$/, '') },
  sns: { version: '2010-03-31', tag: member },
};

/** Every scenario of an environment, in order; the last one deletes it. */
export async function runEnvironment(report: Report, e: DeployedEnvironment): Promise<void> {
  await report.run('environment: nested stacks are made one after the other, each gets what the others give', async () => {
    const events = await eventsOf(e.aws, e.stack.name);
    const at = (part: Part, wanted: string) => events.findIndex(({ id, status }) => id === e.id(part) && status === wanted);
    const times = ORDER.flatMap((part) => [at(part, 'CREATE_IN_PROGRESS'), at(part, 'CREATE_COMPLETE')]);
    assert.ok(times.every((time, index) => time >= 0 && (index === 0 || time > times[index - 1])), `events ${times.join(', ')}`);
    const counts = ORDER.map((part) => {
      const given = e.golden('master').Resources[e.id(part)].Properties!.Parameters as Record<string, unknown>;
      const declared = e.golden(part).Parameters as Record<string, { NoEcho?: boolean }>;
      assert.deepEqual(Object.keys(e.part(part).parameters).sort(), Object.keys(declared).sort());
      let fromOthers = 0;
      for (const [name, value] of Object.entries(given)) {
        const got = e.part(part).parameters[name];
        assert.ok(got && !REFERENCE.test(got), `${part}: ${name} is '${got}'`);
        const [stack, output] = (value as { 'Fn::GetAtt'?: string[] })['Fn::GetAtt'] ?? [];
        const other = e.stack.nested[stack]?.outputs[output?.replace(/^Outputs\./, '')];
        if (other === undefined) continue;
        fromOthers += 1;
        if (!declared[name].NoEcho) assert.equal(got, other, `${part}: ${name}`);
      }
      return `${part} ${Object.keys(given).length} (${fromOthers} of other nested stacks)`;
    });
    return `${ORDER.join(', ')}; parameters: ${counts.join(', ')}`;
  });

  await report.run('environment: every output is exported under the name of stack and suffix', async () => {
    const exported = Object.fromEntries((await e.list('cloudformation', 'ListExports', 'Exports')).map((one) => [field(one, 'Name'), field(one, 'Value')]));
    const outputs = Object.keys(e.golden('master').Outputs as object).map((id) => id.replace(/^Payments/, ''));
    assert.deepEqual(exported, Object.fromEntries(outputs.map((name) => [`${e.stack.name}-${name}-${TYPE}`, e.output(name)])));
    return `${outputs.length} exports`;
  });

  await report.run('environment: VPC, subnets in three zones, routes to the internet from the public ones alone', async () => {
    const vpc = e.output('VpcId');
    const inVpc = (all: string[]) => all.filter((one) => field(one, 'vpcId') === vpc);
    const [one] = inVpc(await e.list('ec2', 'DescribeVpcs', 'vpcSet'));
    assert.equal(field(one, 'cidrBlock'), '10.0.0.0/16');
    const subnets = inVpc(await e.list('ec2', 'DescribeSubnets', 'subnetSet'));
    const ids = subnets.map((subnet) => field(subnet, 'subnetId'));
    assert.deepEqual([subnets.length, new Set(subnets.map((subnet) => field(subnet, 'cidrBlock'))).size], [9, 9]);
    const exported = { public: e.output('PublicSubnetIds').split(','), private: e.output('PrivateSubnetIds').split(',') };
    for (const group of Object.values(exported)) {
      const own = subnets.filter((subnet) => group.includes(field(subnet, 'subnetId')));
      assert.deepEqual([own.length, new Set(own.map((subnet) => field(subnet, 'availabilityZone'))).size], [3, 3]);
    }
    const tables = inVpc(await e.list('ec2', 'DescribeRouteTables', 'routeTableSet'));
    const isWayOut = (route: string) => field(route, 'destinationCidrBlock') === '0.0.0.0/0' && field(route, 'gatewayId').startsWith('igw-');
    const outside = tables.filter((table) => elements(table, 'routeSet', 'item').some(isWayOut)).flatMap((table) => elements(table, 'associationSet', 'item').map((association) => field(association, 'subnetId')));
    assert.deepEqual(outside.sort(), exported.public.sort());
    const endpoints = inVpc(await e.list('ec2', 'DescribeVpcEndpoints', 'vpcEndpointSet'));
    assert.equal(endpoints.length, 1);
    return `${ids.length} subnets, ${tables.length} route tables, an endpoint`;
  });

  await report.run('environment: nothing is open to the internet but the load balancer\'s 80 and 443', async () => {
    const all = await e.list('ec2', 'DescribeSecurityGroups', 'securityGroupInfo');
    const groups = all.filter((group) => field(group, 'vpcId') === e.output('VpcId') && field(group, 'groupName') !== 'default');
    assert.deepEqual(groups.map((group) => field(group, 'groupId')).sort(), e.made('network', 'AWS::EC2::SecurityGroup').sort());
    const open = groups.flatMap((group) => elements(group, 'ipPermissions', 'item').filter((rule) => rule.includes('0.0.0.0/0') || rule.includes('::/0'))
      .map((rule) => `${field(group, 'groupId')}:${field(rule, 'fromPort')}-${field(rule, 'toPort')}`));
    const balancer = e.output('LoadBalancerSecurityGroupId');
    assert.deepEqual(open.sort(), [`${balancer}:443-443`, `${balancer}:80-80`]);
    return `${groups.length} security groups`;
  });

  await report.run('environment: the secret holds a password that nothing needs to escape', async () => {
    const SecretId = e.output('DatabaseSecretArn');
    const { KmsKeyId } = await e.aws.secrets.send(new DescribeSecretCommand({ SecretId }));
    assert.ok(KmsKeyId && e.output('KeyArn').includes(KmsKeyId.split('/').at(-1)!), `key ${KmsKeyId}`);
    const { SecretString: text } = await e.aws.secrets.send(new GetSecretValueCommand({ SecretId }));
    const { username, password } = JSON.parse(text!) as Record<string, string>;
    assert.equal(username, 'payments_admin');
    assert.match(password, /^[A-Za-z0-9_.,=^-]{30,}$/);
    return `user ${username}, ${password.length} characters`;
  });

  await report.run('environment: the database is encrypted, in the subnets without a way out, and may be deleted', async () => {
    const [cluster] = await e.list('rds', 'DescribeDBClusters', 'DBClusters');
    const instances = await e.list('rds', 'DescribeDBInstances', 'DBInstances');
    const expected = {
      DBClusterIdentifier: 'payment-env-aurora-dev',
      Engine: 'aurora-postgresql',
      EngineVersion: '17.7',
      StorageEncrypted: 'true',
      DeletionProtection: 'false',
      BackupRetentionPeriod: '7',
      Port: '5432',
      Endpoint: e.output('ClusterEndpoint'),
      ReaderEndpoint: e.output('ReaderEndpoint'),
    };
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, field(cluster, name)])), expected);
    assert.deepEqual(instances.map((instance) => field(instance, 'DBInstanceClass')), ['db.r5.large']);
    const [group] = await e.list('rds', 'DescribeDBSubnetGroups', 'DBSubnetGroups');
    const subnets = elements(group, 'Subnets', 'Subnet').map((subnet) => field(subnet, 'SubnetIdentifier'));
    const withWayOut = [...e.output('PublicSubnetIds').split(','), ...e.output('PrivateSubnetIds').split(',')];
    assert.equal(subnets.length, 3);
    assert.deepEqual(subnets.filter((id) => withWayOut.includes(id)), []);
    return `${instances.length} instance`;
  });

  await report.run('environment: the service is behind the load balancer', async () => {
    const ecs = (target: string, input: object) => e.aws.json('ecs', `AmazonEC2ContainerServiceV20141113.${target}`, input);
    const cluster = e.output('EcsClusterName');
    const { services: [service] } = await ecs('DescribeServices', { cluster, services: ['payment-env-payment-processor-dev'] }) as {
      services: { desiredCount: number; taskDefinition: string; loadBalancers: { targetGroupArn: string; containerPort: number }[] }[];
    };
    const { taskDefinition: task } = await ecs('DescribeTaskDefinition', { taskDefinition: service.taskDefinition }) as {
      taskDefinition: { cpu: string; memory: string; containerDefinitions: { image: string }[] };
    };
    assert.deepEqual([service.desiredCount, task.cpu, task.memory], [1, '512', '1024']);
    assert.match(task.containerDefinitions[0].image, /payment-processor:1\.0\.0$/);
    const [balancer] = await e.list('elasticloadbalancing', 'DescribeLoadBalancers', 'LoadBalancers');
    const [targets] = await e.list('elasticloadbalancing', 'DescribeTargetGroups', 'TargetGroups');
    assert.deepEqual([field(balancer, 'DNSName'), field(balancer, 'Scheme')], [e.output('LoadBalancerDnsName'), 'internet-facing']);
    assert.deepEqual(service.loadBalancers.map(({ targetGroupArn, containerPort }) => [targetGroupArn, containerPort]), [[field(targets, 'TargetGroupArn'), 8080]]);
    const listeners = await e.list('elasticloadbalancing', 'DescribeListeners', 'Listeners', { LoadBalancerArn: field(balancer, 'LoadBalancerArn') });
    assert.deepEqual(listeners.map((listener) => [field(listener, 'Port'), field(listener, 'Protocol'), field(elements(listener, 'DefaultActions')[0], 'Type')]).sort(),
      [['443', 'HTTPS', 'forward'], ['80', 'HTTP', 'redirect']]);
    return '443 to the tasks, 80 redirects';
  });

  await report.run('environment: its deletion leaves nothing, also of a bucket that is not empty', async () => {
    const [Bucket] = e.made('master', 'AWS::S3::Bucket');
    const [key] = e.made('master', 'AWS::KMS::Key');
    const before = await remains(e);
    for (const [what, count] of Object.entries(before)) assert.ok(count > 0, `there was no ${what}`);
    await e.aws.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'aws-cdk:auto-delete-objects', Value: 'true' }] } }));
    await e.aws.s3.send(new PutObjectCommand({ Bucket, Key: 'load-balancer/one.log', Body: 'a line' }));
    const seconds = await remove(e.aws, e.stack.name);
    assert.deepEqual(Object.entries(await remains(e)).filter(([, count]) => count > 0), []);
    await assert.rejects(e.aws.s3.send(new HeadBucketCommand({ Bucket })), { name: 'NotFound' });
    const { KeyMetadata: { KeyState: state } } = await e.aws.json('kms', 'TrentService.DescribeKey', { KeyId: key }) as { KeyMetadata: { KeyState: string } };
    assert.equal(state, 'PendingDeletion');
    return `${Object.values(before).reduce((sum, count) => sum + count, 0)} of ${Object.keys(before).length} kinds before, 0 after ${seconds.toFixed(1)} s; the key is pending deletion`;
  });
}

/** What there is beside what an account has from the start, by kind. */
async function remains(e: DeployedEnvironment): Promise<Record<string, number>> {
  const ec2 = async (action: string, list: string) => (await e.list('ec2', action, list)).filter((one) => field(one, 'vpcId') === e.output('VpcId')).length;
  const count = async (...list: Parameters<DeployedEnvironment['list']>) => (await e.list(...list)).length;
  const json = async (service: string, target: string, list: string) => ((await e.aws.json(service, target, {}))[list] as unknown[]).length;
  return {
    'VPC': await ec2('DescribeVpcs', 'vpcSet'),
    'subnets': await ec2('DescribeSubnets', 'subnetSet'),
    'route tables': await ec2('DescribeRouteTables', 'routeTableSet'),
    'security groups': await ec2('DescribeSecurityGroups', 'securityGroupInfo'),
    'endpoints': await ec2('DescribeVpcEndpoints', 'vpcEndpointSet'),
    'database clusters': await count('rds', 'DescribeDBClusters', 'DBClusters'),
    'database instances': await count('rds', 'DescribeDBInstances', 'DBInstances'),
    'database subnet groups': await count('rds', 'DescribeDBSubnetGroups', 'DBSubnetGroups'),
    'load balancers': await count('elasticloadbalancing', 'DescribeLoadBalancers', 'LoadBalancers'),
    'target groups': await count('elasticloadbalancing', 'DescribeTargetGroups', 'TargetGroups'),
    'topics': await count('sns', 'ListTopics', 'Topics'),
    'roles': await count('iam', 'ListRoles', 'Roles'),
    'own policies': await count('iam', 'ListPolicies', 'Policies', { Scope: 'Local' }),
    'alarms': await count('monitoring', 'DescribeAlarms', 'MetricAlarms'),
    'dashboards': await count('monitoring', 'ListDashboards', 'DashboardEntries'),
    'exports': await count('cloudformation', 'ListExports', 'Exports'),
    'functions': (JSON.parse(await e.aws.rest('lambda', 'GET', '/2015-03-31/functions/')) as { Functions: unknown[] }).Functions.length,
    'secrets': await json('secretsmanager', 'secretsmanager.ListSecrets', 'SecretList'),
    'log groups': await json('logs', 'Logs_20140328.DescribeLogGroups', 'logGroups'),
    'ECS clusters': await json('ecs', 'AmazonEC2ContainerServiceV20141113.ListClusters', 'clusterArns'),
    'web ACLs': await json('wafv2', 'AWSWAF_20190729.ListWebACLs', 'WebACLs'),
  };
}
