import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcards } from './acknowledge';
import { HandlerCode } from './handler-code';
import { HardenedLogs } from './logs';
import { NarrowRole } from './narrow-role';

/** Where in a VPC a function runs. */
export interface FunctionPlacement {
  /** The VPC. */
  readonly vpc: ec2.IVpc;
  /** Its subnets. */
  readonly subnets: ec2.SubnetSelection;
  /** The function's security group. */
  readonly securityGroup: ec2.ISecurityGroup;
}

/** Props of `HardenedFunction`. */
export interface HardenedFunctionProps {
  /** Physical name. */
  readonly functionName: string;
  /** What the function does. */
  readonly description: string;
  /** Path of the handler below the assets, for example `webhook-pipeline/handlers/validator`. */
  readonly handler: string;
  /** Makes the function's log group. */
  readonly logs: HardenedLogs;
  /**
   * Where the code comes from.
   * @default HandlerCode.bundled()
   */
  readonly code?: HandlerCode;
  /**
   * Environment; Powertools' service name is set to the function name.
   * @default - none
   */
  readonly environment?: Record<string, string>;
  /**
   * Key of the environment.
   * @default - the AWS managed key of Lambda
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Memory in MiB.
   * @default 512
   */
  readonly memorySize?: number;
  /**
   * Timeout.
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;
  /**
   * Concurrency kept for this function, and its limit.
   * @default - shares what the account has left
   */
  readonly reservedConcurrency?: number;
  /**
   * Where in a VPC the function runs.
   * @default - outside any VPC
   */
  readonly placement?: FunctionPlacement;
}

/**
 * A function as PCI systems need it: arm64, X-Ray, JSON logs to its own group,
 * a role that starts with that log group alone (WH-03, DR-02, EV-02, MG-05).
 */
export class HardenedFunction extends lambda.Function {
  constructor(scope: Construct, id: string, props: HardenedFunctionProps) {
    const { placement } = props;
    // The function does not exist yet: role and group are its siblings in the tree.
    const own = new Construct(scope, `${id}Resources`);
    const logGroup = props.logs.group(own, 'Logs', `/aws/lambda/${props.functionName}`);
    const role = new NarrowRole(own, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `Execution role of ${props.functionName}`,
    });
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      sid: 'WriteOwnLogs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }));
    if (placement) allowNetworkInterfaces(role, props.functionName);

    const { code, handler, runtime } = (props.code ?? HandlerCode.bundled()).bind(props.handler);
    super(scope, id, {
      functionName: props.functionName,
      description: props.description,
      code,
      handler,
      runtime,
      architecture: lambda.Architecture.ARM_64,
      memorySize: props.memorySize ?? 512,
      timeout: props.timeout ?? Duration.seconds(30),
      reservedConcurrentExecutions: props.reservedConcurrency,
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.ACTIVE,
      environment: {
        POWERTOOLS_SERVICE_NAME: props.functionName,
        ...props.environment,
      },
      environmentEncryption: props.encryptionKey,
      vpc: placement?.vpc,
      vpcSubnets: placement?.subnets,
      securityGroups: placement && [placement.securityGroup],
    });
    props.encryptionKey?.grantDecrypt(role);
    acknowledge(role, 'No resource level: xray:PutTraceSegments and, in a VPC, ec2:Describe* accept only *', 'AwsSolutions-IAM5[Resource::*]');
    acknowledge(this, 'What fails goes back to the caller or to the queue, whose DLQ has an alarm; where the function is invoked asynchronously, to its failure destination', 'Serverless-LambdaDLQ');
    if (!placement) {
      acknowledge(this, 'Uses nothing that is inside a VPC: services of AWS, each by IAM and TLS, or an endpoint on the internet',
        'PCI.DSS.321-LambdaInsideVPC');
    }
  }
}

/**
 * What Lambda needs to attach a function to a VPC, denied to the function's own code.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
function allowNetworkInterfaces(role: NarrowRole, functionName: string): void {
  const stack = Stack.of(role);
  const actions = ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'];
  const describe = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];
  const anyOfAccount = stack.formatArn({ service: 'ec2', resource: '*', resourceName: '*' });
  role.addToPrincipalPolicy(new iam.PolicyStatement({ sid: 'AttachToVpc', actions, resources: [anyOfAccount] }));
  // Describe actions have no resource level.
  role.addToPrincipalPolicy(new iam.PolicyStatement({ sid: 'DescribeVpc', actions: describe, resources: ['*'] }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    sid: 'NotForOwnCode',
    effect: iam.Effect.DENY,
    actions: [...actions, ...describe],
    resources: ['*'],
    conditions: { ArnEquals: { 'lambda:SourceFunctionArn': stack.formatArn({ service: 'lambda', resource: 'function', resourceName: functionName, arnFormat: ArnFormat.COLON_RESOURCE_NAME }) } },
  }));
  acknowledgeWildcards(role, 'Lambda makes the network interfaces and requires the account-wide form; the function\'s own code is denied all of it', anyOfAccount);
}
