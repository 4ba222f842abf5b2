import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as sns from 'aws-cdk-lib/aws-sns';
import { REQUIREMENTS, STATEFUL } from './requirements';
import { flatten, Given, resolvePortable, resolveTemplate } from './resolve';
import { copyOf, Environment, goldenEnvironments, Part, PARTS, synthesise } from './templates';
import { renderPortable } from '../../golden/apps/portable-environment';
import { EnvironmentType, LogRetentionProfile, PaymentEnvironmentProps, PortableEnvironment, PortableEnvironmentProps, ServiceImage } from '../../src';
import { audit, LESSONS } from '../../src/lessons';
import { acknowledge } from '../../src/lessons/acknowledgements';
import { inlineCode } from '../../src/nested-environments/portable/inline-code';
import { load } from '../../src/template';
import { testLiterals } from '../goldens';
import { Json, Template } from '../webhook-pipeline/template';

const TYPES = Object.values(EnvironmentType);
const REGION = 'us-east-1';
const IMAGE = '123456789012.dkr.ecr.us-east-1.amazonaws.com/payment-processor:1.0.0';
const GIVEN: Given = { 'ContainerImage': IMAGE, 'AWS::Region': REGION, 'AWS::Partition': 'aws' };
const MASTER = path.join(__dirname, '..', '..', 'golden', 'nested-environments.portable.master.template.json');

const goldens = renderPortable();
const set = (texts: Record<string, string>) => Object.fromEntries(Object.entries(texts)
  .map(([file, text]) => [PARTS.find((part) => file.includes(part))!, new Template(JSON.parse(text))])) as Record<Part, Template>;
const portable = set(Object.fromEntries(goldens.map(({ file, text }) => [path.basename(file), text])));
const { context } = JSON.parse(fs.readFileSync(path.join(__dirname, '..', '..', 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };

/** What form 1 makes of the same props, resolved by the same rules. */
function perEnvironment(type: EnvironmentType, props: Partial<PaymentEnvironmentProps> = {}): Environment {
  const { environment } = synthesise({ ...props, compute: { ...props.compute, image: ServiceImage.fromUri(IMAGE) } }, REGION, type, 'PaymentEnvironment');
  const parts = Object.fromEntries(PARTS.map((part) => [part, new Template(resolveTemplate(environment.parts[part].json, GIVEN))]));
  return new Environment(type, parts as Record<Part, Template>, '');
}

/** Name tags of a stack `PaymentEnvironment-<type>`: as `PaymentEnvironment` its ids are those of the portable set. */
const renamed = (value: Json, type: EnvironmentType) => JSON.parse(JSON.stringify(value).replaceAll('"PaymentEnvironment/Payments/', `"PaymentEnvironment-${type}/Payments/`));

const expectedOf = (type: EnvironmentType, props?: Partial<PaymentEnvironmentProps>) => renamed(flatten(perEnvironment(type, props)), type);
const defaults = Object.fromEntries(TYPES.map((type) => [type, expectedOf(type)])) as Record<EnvironmentType, Json>;

/** Resource by resource, over all four templates. */
function compare(parts: Record<Part, Template>, type: EnvironmentType, expected = defaults[type]): void {
  const actual = flatten(resolvePortable(parts, type, GIVEN));
  expect(Object.keys(actual.resources).sort()).toEqual(Object.keys(expected.resources).sort());
  for (const [id, resource] of Object.entries(expected.resources)) expect({ id, ...actual.resources[id] }).toEqual({ id, ...resource as object });
  expect(actual.exports).toEqual(expected.exports);
}

describe.each(TYPES)('the portable set for %s', (type) => {
  test('NE-02 has the same resources, properties, policies, order and exports as the templates of that environment', () => {
    compare(portable, type);
    expect(Object.keys(defaults[type].resources).length).toBeGreaterThan(110);
  });

  const resolved = resolvePortable(portable, type, GIVEN, goldenEnvironments()[type].runbook);
  test.each(REQUIREMENTS.filter(({ optional }) => !optional).map((one) => [`${one.id} ${one.title}`, one] as const))('%s', (_, { check }) => check(resolved));

  test('the resolver of the library comes to the same policies and resources', () => {
    const model = load([MASTER], { parameters: { EnvironmentType: type, EnvironmentSuffix: '', ContainerImage: IMAGE } });
    expect([model.stacks.length, model.notes]).toEqual([4, []]);
    const there = model.resources().filter(({ condition, stack }) => condition === undefined || stack.resolver.condition(condition));
    const policies = there.map(({ id, deletionPolicy, updateReplacePolicy }) => [id, deletionPolicy, updateReplacePolicy]);
    const expected = resolved.all().map(({ resource }: Json) => [resource.id, resource.DeletionPolicy, resource.UpdateReplacePolicy]);
    expect(policies.sort()).toEqual(expected.sort());
    expect(there.find(({ type: one }) => one === 'AWS::RDS::DBCluster')!.get('DBClusterIdentifier')).toBe(`payment-env-aurora-${type}`);
  });

  test('a suffix takes the place of the environment type in names, not in tags', () => {
    const eu = resolvePortable(portable, type, { ...GIVEN, EnvironmentSuffix: 'eu-1' });
    const { DBClusterIdentifier, Tags } = eu.database.one('AWS::RDS::DBCluster').Properties;
    expect([DBClusterIdentifier, Tags.find(({ Key }: Json) => Key === 'Environment').Value]).toEqual(['payment-env-aurora-eu-1', type]);
    expect(eu.master.json.Outputs.PaymentsVpcId.Export.Name).toEqual({ 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, '-VpcId-eu-1']] });
    expect(JSON.stringify(eu.json)).not.toMatch(new RegExp(`payment-env-[a-z-]+-${type}`));
  });

  test('the audit finds nothing that is not acknowledged', () => {
    for (const parameters of [undefined, { EnvironmentType: type }]) {
      const model = load([MASTER], { parameters });
      const { findings, faults } = acknowledge(model, audit(model, LESSONS), LESSONS, LESSONS);
      expect(findings.filter(({ acknowledged }) => acknowledged === undefined).map(({ lesson, found }) => `${lesson.id}: ${found}`)).toEqual([]);
      expect([model.notes, faults]).toEqual([[], []]);
    }
  });
});

describe('NE-02 fails when', () => {
  const broken: Record<string, (parts: Record<Part, Template>) => void> = {
    'a value of the mapping is another': ({ network }) => { network.json.Mappings.Environments.prod.VpcCidr = '10.3.0.0/16'; },
    'two environments of the mapping are exchanged': ({ compute }) => {
      const { Environments: table } = compute.json.Mappings;
      [table.prod.Tasks, table.staging.Tasks] = [table.staging.Tasks, table.prod.Tasks];
    },
    'a condition holds elsewhere': ({ database }) => { database.json.Conditions.IsProd = { 'Fn::Not': [database.json.Conditions.IsProd] }; },
    'a resource has no condition': ({ database }) => { delete Object.values<Json>(database.json.Resources).find(({ Condition }) => Condition === 'IsProd').Condition; },
    'a deletion policy is that of another environment': ({ database }) => { database.json.Mappings.Environments.prod.DatabasePolicy = 'Delete'; },
    'a policy is written out': ({ master }) => { (master.one('AWS::S3::Bucket') as Json).UpdateReplacePolicy = 'Delete'; },
    'a property is missing': ({ compute }) => { delete compute.one('AWS::ApplicationAutoScaling::ScalableTarget').Properties.MinCapacity; },
    'a rule of the tags is dropped': ({ master }) => { master.one('AWS::KMS::Key').Properties.Tags.pop(); },
    'a resource is missing': ({ network }) => { delete network.json.Resources[network.all('AWS::EC2::NatGateway')[0].id]; },
    'a nested stack is given another value': ({ master }) => {
      const { Parameters: passed } = master.one('AWS::CloudFormation::Stack', (_, id) => id.includes('ComputeStack')).Properties;
      [passed.NetworkVpcPrivateSubnet1, passed.NetworkVpcPublicSubnet1] = [passed.NetworkVpcPublicSubnet1, passed.NetworkVpcPrivateSubnet1];
    },
    'a nested stack is not told the environment': ({ master }) => { delete master.one('AWS::CloudFormation::Stack', (_, id) => id.includes('NetworkStack')).Properties.Parameters.EnvironmentType; },
    'an output leads elsewhere': ({ database }) => { database.json.Outputs.ClusterReadEndpointAddress.Value = database.json.Outputs.ClusterEndpointAddress.Value; },
    'an export is missing': ({ master }) => { delete master.json.Outputs.PaymentsKeyArn; },
    'nothing waits any more': ({ database }) => { delete database.one('AWS::SecretsManager::RotationSchedule').DependsOn; },
    'a text has another number': ({ master }) => { master.json.Mappings.Environments.prod.AlarmThreshold = 71; },
  };

  test.each(Object.entries(broken))('%s', (_, mutate) => {
    const parts = copyOf(portable);
    mutate(parts);
    expect(PARTS.map((part) => parts[part].json)).not.toEqual(PARTS.map((part) => portable[part].json));
    expect(() => TYPES.forEach((type) => compare(parts, type))).toThrow();
  });
});

describe('other props', () => {
  const variants: [string, PortableEnvironmentProps][] = [
    ['proxy, log archive, Config rules and parameters', { database: { proxy: true }, operations: { configRules: true, ssmParameters: true, logRetention: LogRetentionProfile.sevenDaysAndArchive() } }],
    ['serverless, two zones, sizes', {
      database: { serverless: { minimum: 0.5, maximum: 8 }, instances: 2, backupRetention: Duration.days(35) },
      network: { maxAzs: 2, natGateways: 1 },
      compute: { minTasks: 3, environment: { LOG_LEVEL: 'debug' } },
      operations: { tags: { Team: 'pay' }, responseTime: Duration.millis(250) },
    }],
  ];

  test.each(variants)('NE-13 %s: the same as in each environment', (_, props) => {
    const parts = set(PortableEnvironment.render({ ...props, synthesis: { context } }));
    for (const type of TYPES) compare(parts, type, expectedOf(type, props));
  });

  test('ranges, prefix of the files, names and processor by prop', () => {
    const texts = PortableEnvironment.render({
      operations: { namePrefix: 'payments' }, synthesis: { context, cidrs: { prod: '10.40.0.0/16' }, filePrefix: 'pay-1.', architecture: 'X86_64' as never }, ingress: { webApplicationFirewall: false },
    });
    expect(Object.keys(texts)).toEqual(['pay-1.master.template.json', 'pay-1.network.template.json', 'pay-1.database.template.json', 'pay-1.compute.template.json']);
    const { master, network, compute } = set(texts);
    expect(network.json.Mappings.Environments.prod.VpcCidr).toBe('10.40.0.0/16');
    expect(compute.one('AWS::ECS::TaskDefinition').Properties.RuntimePlatform.CpuArchitecture).toBe('X86_64');
    expect(compute.all('AWS::WAFv2::WebACL')).toEqual([]);
    expect(master.all('AWS::CloudFormation::Stack').map(({ Properties }) => Properties.TemplateURL)).toEqual(Object.keys(texts).slice(1));
  });

  test('NE-15 the suffix may be as long as the shortest name allows', () => {
    const most = ({ master }: Record<Part, Template>) => master.json.Parameters.EnvironmentSuffix.MaxLength;
    const longer = set(PortableEnvironment.render({ operations: { namePrefix: 'payment-environ' }, synthesis: { context } }));
    expect([most(portable), most(longer)]).toEqual([14, 10]);
  });
});

describe('plain CloudFormation', () => {
  test('NE-05 policies are read from the mapping, not chosen by conditions: AWS::LanguageExtensions comes first', () => {
    for (const part of PARTS) {
      expect([portable[part].json.Transform].flat()[0]).toBe('AWS::LanguageExtensions');
      for (const { id, DeletionPolicy } of STATEFUL.flatMap((type) => portable[part].all(type)).filter(({ id: one }) => !one.startsWith('Custom'))) {
        if ((portable[part].json.Resources[id] as Json).Condition === 'IsProd') continue;
        expect({ id, policy: DeletionPolicy }).toEqual({ id, policy: { 'Fn::FindInMap': ['Environments', { Ref: 'EnvironmentType' }, expect.stringMatching(/^Data(base|Deletion)/)] } });
      }
    }
    expect([portable.database.json.Transform].flat()).toEqual(['AWS::LanguageExtensions', 'AWS::SecretsManager-2024-09-16']);
  });

  test('nothing of the CDK\'s bootstrap, paths or metadata is left; few conditions, one level deep', () => {
    for (const { text, template } of goldens) {
      expect(text).not.toMatch(/cdk-hnb659fds|BootstrapVersion|aws:cdk:path|aws:asset|CDKMetadata|referenceto|[0-9a-f]{64}/);
      const { Conditions = {}, Mappings } = template as Json;
      expect(Object.keys(Conditions).length).toBeLessThanOrEqual(3);
      expect(JSON.stringify(Conditions)).not.toContain('"Condition"');
      for (const name of Object.keys(Mappings.Environments.dev)) {
        expect(name).toMatch(/^[A-Za-z0-9]+$/);
        expect(text).toContain(`    "${name}"\n`);
      }
    }
  });

  test('within the limits: 200 parameters, outputs and entries of a mapping, 1 MB, names of 255 characters', () => {
    for (const { text, template } of goldens) {
      for (const section of ['Parameters', 'Outputs']) {
        const names = Object.keys(template[section] ?? {});
        expect(names.length).toBeLessThan(200);
        for (const name of names) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9]{0,60}$/);
      }
      expect(text.length).toBeLessThan(1_000_000);
    }
  });

  test('the code of the deployment helpers is in the template and answers to its handler', () => {
    const functions = PARTS.flatMap((part) => portable[part].all('AWS::Lambda::Function'));
    expect(functions).toHaveLength(2);
    for (const { Properties: { Code, Handler } } of functions) {
      const [file, name] = Handler.split('.');
      const module = { exports: {} as Json };
      new Function('module', 'exports', 'require', Code.ZipFile)(module, module.exports, (id: string) => id.startsWith('@aws-sdk/') ? new Proxy({}, { get: () => class {} }) : jest.requireActual<Json>(id));
      expect([file, typeof module.exports[name]]).toEqual(['index', 'function']);
    }
  });

  test('the modules of a helper find each other', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portable-'));
    fs.writeFileSync(path.join(folder, 'a.js'), 'const b = require("./b"); exports.handler = (event) => b.twice(event) + require("path").sep;');
    fs.writeFileSync(path.join(folder, 'b.js'), 'exports.twice = (value) => 2 * value; // the end');
    const { code, handler } = inlineCode(folder, 'a.handler');
    const exported: Json = {};
    new Function('exports', 'require', code)(exported, jest.requireActual);
    expect([handler, exported.handler(21)]).toEqual(['index.handler', '42/']);
    fs.writeFileSync(path.join(folder, 'c.node'), '');
    expect(() => inlineCode(folder, 'a.handler')).toThrow('the code of a.handler cannot be written into a template: a.js, b.js, c.node');
    fs.rmSync(folder, { recursive: true });
  });
});

describe.each(goldens.map((golden) => [golden.name, golden] as const))('golden %s', (_, { file, text }) => {
  test('is what the construct writes: run `npm run golden` and read the diff', () => expect(text).toBe(fs.readFileSync(file, 'utf8')));
  test('holds no literal account, no secret and no asset hash', () => testLiterals({ text }));
});

describe('write', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portable-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  test('makes the folder and says what is in it; the app around it is not touched', () => {
    const files = PortableEnvironment.write(path.join(folder, 'a', 'b'), { synthesis: { context } });
    expect(files).toEqual(PARTS.map((part) => path.join(folder, 'a', 'b', `${part}.template.json`)));
    expect(load([files[0]]).stacks).toHaveLength(4);
  });

  test('fails when the folder is none', () => {
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    expect(() => PortableEnvironment.write(file)).toThrow(`PortableEnvironment.write: folder must be a folder, '${file}' is a file`);
    for (const none of ['', ' ', undefined, 5]) expect(() => PortableEnvironment.write(none as never)).toThrow(/^PortableEnvironment.write: folder must be a path, got/);
  });

  test('NE-02 fails when a prop belongs to one account, with all faults at once', () => {
    const app = new App();
    const stack = new Stack(app, 'S');
    const props: PortableEnvironmentProps = {
      ingress: {
        certificate: acm.Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:us-east-1:123456789012:certificate/x'),
        domainName: 'pay.shop.io',
        hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Z', { hostedZoneId: 'Z1', zoneName: 'shop.io' }),
      },
      network: { vpc: new ec2.Vpc(stack, 'V'), cidr: '10.9.0.0/16', maxAzs: 9 },
      compute: { image: ServiceImage.fromAsset(), environment: { QUEUE: new CfnParameter(stack, 'Q').valueAsString }, minTasks: 4, maxTasks: 3, cpu: 4096 },
      database: { instances: 0 },
      operations: { alarmTopic: new sns.Topic(stack, 'T'), namePrefix: 'a-much-too-long-prefix-of-names' },
      synthesis: { filePrefix: '../x', architecture: 'MIPS' as never, cidrs: { qa: '10.0.0.0/16', dev: '10.0.0.1/16', staging: '10.2.0.0/16' } },
    };
    const faults = () => { try { PortableEnvironment.render(props); } catch (error) { return (error as Error).message.split('\n'); } return []; };
    const [first, ...lines] = faults();
    expect(first).toBe(`${lines.length} faults in the props of 'PortableEnvironment':`);
    for (const part of ['ingress.certificate', 'ingress.domainName', 'ingress.hostedZone', 'network.vpc', 'network.cidr', 'compute.image', 'compute.environment refers to a construct', 'operations.alarmTopic',
      "synthesis.filePrefix must be letters, digits, dots and hyphens, beginning with a letter or digit, got '../x'", "architecture must be ARM64 or X86_64, got 'MIPS'", "cidrs must be by dev, staging, prod, got 'qa'",
      "cidrs.dev must be an IPv4 range from /16 to /22 that begins at its first address, got '10.0.0.1/16'", 'the range 10.2.0.0/16 of staging overlaps 10.2.0.0/16 of prod', 'operations.namePrefix leaves 0 characters for the suffix',
      // What each environment finds itself, once where all find the same.
      'network.maxAzs must be', 'compute.maxTasks must be', 'compute.memoryMiB must be from 8192 to 30720 in steps of 1024 with compute.cpu 4096, got 1024', 'with compute.cpu 4096, got 2048',
      'with compute.cpu 4096, got 4096', 'database.instances must be']) {
      expect({ part, lines: lines.filter((line) => line.includes(part)).length }).toEqual({ part, lines: 1 });
    }
    expect(lines).toHaveLength(20);
  });

  test('NE-08 fails when a size is wrong, in the words of the environment', () => {
    expect(() => PortableEnvironment.render({ compute: { cpu: 300 } })).toThrow(/compute.cpu must be 512, 1024.*got 300/);
    expect(() => PortableEnvironment.render({ synthesis: { cidrs: { prod: '10.40.0.0/24' } } })).toThrow(/synthesis.cidrs.prod must be an IPv4 range from \/16 to \/22/);
  });
});
