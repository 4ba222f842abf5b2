import { CfnStackSet, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { EnvironmentType } from './profile';
import { Faults } from '../hardened/faults';
import { IMAGE_URI, IMAGE_URI_WORDS } from '../hardened/image-uri';
import { group, having, list, REMOVAL, required, Shape, TEXT, usable } from '../hardened/shape';

/** One instance of the portable templates. */
export interface StackSetEnvironment {
  /** Which environment. */
  readonly environmentType: EnvironmentType;
  /** Account that it is deployed to: twelve digits. */
  readonly account: string;
  /** Certificate of the listener, of that account and Region. */
  readonly certificateArn: string;
  /** Image of the service: `<account>.dkr.ecr.<Region>.amazonaws.com/<repository>` with a tag or digest. That account must be allowed to pull it. */
  readonly containerImage: string;
  /**
   * Region that it is deployed to.
   * @default - eu-west-1 for dev, us-west-2 for staging, us-east-1 for prod
   */
  readonly region?: string;
  /**
   * Ends every physical name: lower case letters, digits and hyphens, beginning with a letter, up to 14 characters.
   * @default - the environment type
   */
  readonly environmentSuffix?: string;
}

/** Props of `PaymentEnvironmentStackSet`. */
export interface PaymentEnvironmentStackSetProps {
  /** Address in S3 of the master template, after `aws cloudformation package`. The accounts must be allowed to read it and what it nests. */
  readonly templateUrl: string;
  /** Where to, and with what. Deployed one after the other: dev, staging, prod. */
  readonly environments: StackSetEnvironment[];
  /**
   * Name of the stack set: letters, digits and hyphens, beginning with a letter.
   * @default 'payment-environments'
   */
  readonly stackSetName?: string;
  /**
   * Role in this account that assumes `executionRoleName` in the others.
   * @default - the role `AWSCloudFormationStackSetAdministrationRole`, which must be there
   */
  readonly administrationRole?: iam.IRole;
  /**
   * Role in each account, with the permissions of a deployment.
   * @default 'AWSCloudFormationStackSetExecutionRole'
   */
  readonly executionRoleName?: string;
  /**
   * What happens to the stack set, and so to all environments, when its stack goes.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Region of each environment (NE-13). */
const REGIONS: Readonly<Record<EnvironmentType, string>> = {
  [EnvironmentType.DEV]: 'eu-west-1', [EnvironmentType.STAGING]: 'us-west-2', [EnvironmentType.PROD]: 'us-east-1',
};
const ORDER = Object.keys(REGIONS);

/**
 * The portable templates in several accounts and Regions from one place (NE-13): a stack set with an instance for each environment.
 *
 * Self-managed: with service-managed permissions StackSets take neither nested stacks nor transforms. A failure stops it before the next environment.
 *
 * @see `PortableEnvironment` makes the templates
 */
export class PaymentEnvironmentStackSet extends Construct {
  /** The stack set. */
  public readonly stackSet: CfnStackSet;

  /** @throws one error with every fault of the props */
  constructor(scope: Construct, id: string, props: PaymentEnvironmentStackSetProps) {
    super(scope, id);
    validate(this, props);
    const environments = [...props.environments].sort((one, other) => ORDER.indexOf(one.environmentType) - ORDER.indexOf(other.environmentType));
    this.stackSet = new CfnStackSet(this, 'Resource', {
      stackSetName: props.stackSetName ?? 'payment-environments',
      description: 'Payment environments: one stack for each environment',
      permissionModel: 'SELF_MANAGED',
      administrationRoleArn: props.administrationRole?.roleArn,
      executionRoleName: props.executionRoleName,
      templateUrl: props.templateUrl,
      capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
      // Only what the stack set itself is given can be overridden.
      parameters: parametersOf({ ...environments[0], environmentSuffix: environments.some(({ environmentSuffix }) => environmentSuffix !== undefined) ? '' : undefined }),
      stackInstancesGroup: environments.map((environment) => ({
        deploymentTargets: { accounts: [environment.account] }, regions: [regionOf(environment)], parameterOverrides: parametersOf(environment),
      })),
      operationPreferences: { failureToleranceCount: 0, maxConcurrentCount: 1, regionConcurrencyType: 'SEQUENTIAL' },
      managedExecution: { Active: true },
    });
    this.stackSet.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN, { default: RemovalPolicy.RETAIN });
  }
}

const regionOf = ({ region, environmentType }: StackSetEnvironment): string => region ?? REGIONS[environmentType];

function parametersOf({ environmentType, environmentSuffix, containerImage, certificateArn }: StackSetEnvironment): CfnStackSet.ParameterProperty[] {
  const values = {
    EnvironmentType: environmentType, EnvironmentSuffix: environmentSuffix, ContainerImage: containerImage, CertificateArn: certificateArn,
  };
  return Object.entries(values).flatMap(([parameterKey, parameterValue]) => parameterValue === undefined ? [] : [{ parameterKey, parameterValue }]);
}

const target = group<StackSetEnvironment>({
  environmentType: required(TEXT), // which one is judged below: a wrong one hides no other fault
  account: required(TEXT),
  certificateArn: required(TEXT),
  containerImage: required(TEXT),
  region: TEXT,
  environmentSuffix: TEXT,
});
/** The kind of every prop. */
export const SHAPE: Shape<PaymentEnvironmentStackSetProps> = {
  templateUrl: required(TEXT),
  environments: required(list(target, 'an array of environments')),
  stackSetName: TEXT,
  administrationRole: having('a role', 'roleArn'),
  executionRoleName: TEXT,
  removalPolicy: REMOVAL,
};

function validate(scope: Construct, given: PaymentEnvironmentStackSetProps): void {
  const faults = new Faults();
  const props = usable(faults, given, SHAPE);
  faults.pattern('templateUrl', props.templateUrl, /^https:\/\/[^/\s]+\/\S+$/, 'the https address of the packaged master template in S3');
  faults.pattern('stackSetName', props.stackSetName, /^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'at most 128 letters, digits and hyphens, beginning with a letter');
  faults.pattern('executionRoleName', props.executionRoleName, /^[\w+=,.@-]{1,64}$/, 'the name of a role');
  if (props.environments?.length === 0) faults.add('environments must have one environment or more, got none');
  const taken = new Set<string>();
  props.environments?.forEach((one, index) => {
    const name = `environments[${index}]`;
    if (!ORDER.includes(one.environmentType)) faults.add(`${name}.environmentType must be ${ORDER.join(', ')}, got '${one.environmentType}'`);
    faults.pattern(`${name}.account`, one.account, /^\d{12}$/, 'twelve digits');
    faults.pattern(`${name}.region`, one.region, /^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region');
    faults.pattern(`${name}.containerImage`, one.containerImage, new RegExp(IMAGE_URI), IMAGE_URI_WORDS);
    faults.pattern(`${name}.environmentSuffix`, one.environmentSuffix, /^(?=.{1,14}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower case letters, digits and single hyphens, beginning with a letter, at most 14');
    checkCertificate(faults, name, one);
    const place = `account ${one.account}, ${regionOf(one)}`;
    if (taken.has(place)) faults.add(`${name} is in ${place} like another one: a stack set has one instance there, give another account or Region`);
    taken.add(place);
  });
  faults.throwIfAny(scope);
}

/** A listener takes a certificate of its own Region and account alone. */
function checkCertificate(faults: Faults, name: string, environment: StackSetEnvironment): void {
  const { certificateArn: arn, account } = environment;
  if (Token.isUnresolved(arn)) return;
  const [, region, owner] = /^arn:aws[a-z-]*:acm:([a-z0-9-]+):(\d{12}):certificate\/[A-Za-z0-9-]+$/.exec(arn) ?? [];
  const wanted = regionOf(environment);
  if (!region) {
    faults.add(`${name}.certificateArn must be the ARN of a certificate in ACM, got '${arn}'`);
  } else if ((region !== wanted && !Token.isUnresolved(wanted)) || (owner !== account && !Token.isUnresolved(account))) {
    faults.add(`${name}.certificateArn must be of ${Token.isUnresolved(account) ? 'the account' : account} in ${wanted}, got one of ${owner} in ${region}`);
  }
}
