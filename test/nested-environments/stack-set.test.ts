import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { addStackSet } from '../../golden/apps/portable-environment';
import { EnvironmentType, PaymentEnvironmentStackSet, PaymentEnvironmentStackSetProps, StackSetEnvironment } from '../../src';
import { testGoldens } from '../goldens';
import { readGolden } from '../requirement';
import { Json, Template } from '../webhook-pipeline/template';

const golden = readGolden('nested-environments.stack-set');
type More = Partial<StackSetEnvironment>;
const environment = (environmentType: EnvironmentType, account: string, region: string, more: More = {}): StackSetEnvironment => ({
  environmentType,
  account,
  certificateArn: `arn:aws:acm:${region}:${account}:certificate/0aa0`,
  containerImage: '123456789012.dkr.ecr.us-east-1.amazonaws.com/payments:1.0.0',
  ...more,
});
const PROD = environment(EnvironmentType.PROD, '123456789012', 'us-east-1');
const DEV = environment(EnvironmentType.DEV, '210987654321', 'eu-west-1');

function build(props: Partial<PaymentEnvironmentStackSetProps> = {}) {
  const app = new App();
  const stack = new Stack(app, 'S');
  const set = new PaymentEnvironmentStackSet(stack, 'Set', { templateUrl: 'https://s3.us-east-1.amazonaws.com/templates/payments/master.json', environments: [PROD, DEV], ...props });
  return { set, stack, template: () => new Template(app.synth().getStackArtifact(stack.artifactId).template) };
}

const stackSet = (props?: Partial<PaymentEnvironmentStackSetProps>) => build(props).template().one('AWS::CloudFormation::StackSet');
const values = (list: Json[]) => Object.fromEntries(list.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));

/** NE-13. */
function check(template: Template): void {
  const { Properties: p, ...attributes } = template.one('AWS::CloudFormation::StackSet') as Json;
  expect(p).toMatchObject({ PermissionModel: 'SELF_MANAGED', ManagedExecution: { Active: true }, OperationPreferences: { FailureToleranceCount: 0, MaxConcurrentCount: 1 } });
  expect(p.Capabilities).toEqual(['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND']);
  expect(p.StackInstancesGroup.map(({ Regions, ParameterOverrides }: Json) => [Regions, values(ParameterOverrides).EnvironmentType])).toEqual([
    [['eu-west-1'], 'dev'], [['us-west-2'], 'staging'], [['us-east-1'], 'prod'],
  ]);
  const { Parameters: parameters } = p;
  for (const { DeploymentTargets, ParameterOverrides } of p.StackInstancesGroup) {
    expect(DeploymentTargets.Accounts).toHaveLength(1);
    // What the stack set does not have cannot be overridden.
    expect(Object.keys(values(parameters))).toEqual(expect.arrayContaining(Object.keys(values(ParameterOverrides))));
    expect(Object.keys(values(ParameterOverrides)).sort()).toEqual(['CertificateArn', 'ContainerImage', 'EnvironmentType']);
  }
  expect([attributes.DeletionPolicy, attributes.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
}

describe('NE-13 stack set', () => {
  test('NE-13 prod in us-east-1, staging in us-west-2, dev in eu-west-1; dev first, and nothing after a failure', () => check(golden));

  const broken: Record<string, (properties: Json, resource: Json) => void> = {
    'an environment is in another Region': (p) => { p.StackInstancesGroup[0].Regions = ['us-east-1']; },
    'permissions are service-managed, which takes no nested stacks': (p) => { p.PermissionModel = 'SERVICE_MANAGED'; },
    'it cannot expand the transforms': (p) => { p.Capabilities.pop(); },
    'an instance is not told its environment': (p) => { p.StackInstancesGroup[2].ParameterOverrides.shift(); },
    'prod is deployed although dev failed': (p) => { p.OperationPreferences.FailureToleranceCount = 1; },
    'prod is first': (p) => { p.StackInstancesGroup.reverse(); },
    'an override has nothing to override': (p) => { p.Parameters.pop(); },
    'prod goes with the stack': (_, resource) => { resource.DeletionPolicy = 'Delete'; },
  };
  test.each(Object.entries(broken))('NE-13 fails when %s', (_, mutate) => {
    const template = golden.copy();
    const [resource] = template.all('AWS::CloudFormation::StackSet');
    mutate(resource.Properties, resource);
    expect(() => check(template)).toThrow();
  });

  testGoldens(addStackSet);
});

test('NE-13 defaults: the roles of the documentation, a name, retained', () => {
  const { Properties: p } = stackSet();
  expect([p.StackSetName, p.AdministrationRoleARN, p.ExecutionRoleName]).toEqual(['payment-environments', undefined, undefined]);
  expect(p.TemplateURL).toBe('https://s3.us-east-1.amazonaws.com/templates/payments/master.json');
});

test('NE-13 names, roles, Regions, suffixes and what happens at the end by prop', () => {
  const { stack } = build();
  const administrationRole = iam.Role.fromRoleArn(stack, 'Admin', 'arn:aws:iam::123456789012:role/admin');
  const eu = environment(EnvironmentType.PROD, '123456789012', 'eu-central-1', { region: 'eu-central-1', environmentSuffix: 'eu' });
  const { Properties: p, DeletionPolicy } = stackSet({
    environments: [PROD, eu, DEV], stackSetName: 'pay', administrationRole, executionRoleName: 'exec', removalPolicy: RemovalPolicy.DESTROY,
  }) as Json;
  expect([p.StackSetName, p.AdministrationRoleARN, p.ExecutionRoleName, DeletionPolicy]).toEqual(['pay', 'arn:aws:iam::123456789012:role/admin', 'exec', 'Delete']);
  expect(values(p.Parameters)).toMatchObject({ EnvironmentType: 'dev', EnvironmentSuffix: '' });
  const suffixOf = ({ Regions: [region], ParameterOverrides }: Json) => [region, values(ParameterOverrides).EnvironmentSuffix];
  expect(p.StackInstancesGroup.map(suffixOf)).toEqual([['eu-west-1', undefined], ['us-east-1', undefined], ['eu-central-1', 'eu']]);
});

test('NE-13 fails when a prop is wrong, with all faults at once', () => {
  const linesOf = (props: Partial<PaymentEnvironmentStackSetProps>) => { try { build(props); } catch (error) { return (error as Error).message.split('\n').slice(1).map((line) => line.slice(4)); } return []; };
  expect(linesOf({ environments: [], templateUrl: 'master.json', stackSetName: '1', executionRoleName: 'a/b' })).toEqual([
    "templateUrl must be the https address of the packaged master template in S3, got 'master.json'",
    "stackSetName must be at most 128 letters, digits and hyphens, beginning with a letter, got '1'",
    "executionRoleName must be the name of a role, got 'a/b'",
    'environments must have one environment or more, got none',
  ]);
  expect(linesOf({
    environments: [
      { ...PROD, environmentType: 'qa' as never, region: 'us-east-1' },
      { ...DEV, account: '1', region: 'nowhere', containerImage: 'nginx', environmentSuffix: 'A_b', certificateArn: 'x' },
      PROD,
      { ...DEV, certificateArn: PROD.certificateArn },
    ],
  })).toEqual([
    "environments[0].environmentType must be dev, staging, prod, got 'qa'",
    "environments[1].account must be twelve digits, got '1'",
    "environments[1].region must be a Region, got 'nowhere'",
    expect.stringMatching(/^environments\[1\].containerImage must be <account>.dkr.ecr.* got 'nginx'$/),
    expect.stringMatching(/^environments\[1\].environmentSuffix must be lower case letters.* got 'A_b'$/),
    "environments[1].certificateArn must be the ARN of a certificate in ACM, got 'x'",
    'environments[2] is in account 123456789012, us-east-1 like another one: a stack set has one instance there, give another account or Region',
    'environments[3].certificateArn must be of 210987654321 in eu-west-1, got one of 123456789012 in us-east-1',
  ]);
});
