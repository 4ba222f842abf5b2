import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { allow } from './allow';
import { HardenedFunction } from './function';
import { HandlerCode } from './handler-code';
import { invocationUri } from './invocation-uri';
import { HardenedLogs } from './logs';

/** Props of `HardenedTokenAuthorizer`. */
export interface HardenedTokenAuthorizerProps {
  /** Physical name of function and authorizer. */
  readonly functionName: string;
  /** The API that it guards. */
  readonly api: apigateway.RestApi;
  /** JSON `{ "current": "...", "previous"?: "..." }`. One of another stack, or the replica of another Region's: `Secret.fromSecretNameV2`. */
  readonly secret: secretsmanager.ISecret;
  /** Makes the function's log group. */
  readonly logs: HardenedLogs;
  /** Key of the secret and of the function's environment. */
  readonly encryptionKey: kms.IKey;
  /**
   * Where the code comes from.
   * @default HandlerCode.bundled()
   */
  readonly code?: HandlerCode;
  /**
   * Environment beside `TOKEN_SECRET_ID`.
   * @default - none
   */
  readonly environment?: Record<string, string>;
  /**
   * How long API Gateway remembers the answer for a token, and how long a withdrawn token goes on working. Up to an hour.
   * @default Duration.minutes(5)
   */
  readonly cacheTtl?: Duration;
  /**
   * Timeout of the function.
   * @default Duration.seconds(5)
   */
  readonly timeout?: Duration;
  /**
   * Concurrency kept for the function, and its limit.
   * @default - shares what the account has left
   */
  readonly reservedConcurrency?: number;
}

/**
 * Lets in who has a token of a secret: `Authorization: Bearer <token>`, current or previous, compared in constant time (DR-03, EV-02).
 *
 * Works in any Region that has a replica of the secret. IAM does not: its signatures are bound to one Region.
 */
export class HardenedTokenAuthorizer extends Construct implements apigateway.IAuthorizer {
  /** Checks the token. */
  public readonly function: lambda.Function;
  /** Id of the authorizer. */
  public readonly authorizerId: string;
  /** The kind of authorization that methods declare. */
  public readonly authorizationType?: apigateway.AuthorizationType = apigateway.AuthorizationType.CUSTOM;

  constructor(scope: Construct, id: string, props: HardenedTokenAuthorizerProps) {
    super(scope, id);
    const { secret } = props;
    this.function = new HardenedFunction(this, 'Function', {
      functionName: props.functionName,
      description: 'Compares the bearer token with the secret',
      handler: 'hardened/handlers/authorizer',
      code: props.code,
      logs: props.logs,
      encryptionKey: props.encryptionKey,
      timeout: props.timeout ?? Duration.seconds(5),
      reservedConcurrency: props.reservedConcurrency,
      environment: { TOKEN_SECRET_ID: secret.secretFullArn ?? secret.secretName, ...props.environment },
    });
    // A secret that is known by name has six characters more.
    allow(this.function, ['secretsmanager:GetSecretValue'], secret.secretFullArn ?? `${secret.secretArn}-??????`);
    // L1: the L2 puts the path of the stack into the ids of its permission, and the ids differ from Region to Region.
    const authorizer = new apigateway.CfnAuthorizer(this, 'Authorizer', {
      restApiId: props.api.restApiId,
      name: props.functionName,
      type: 'TOKEN',
      identitySource: 'method.request.header.Authorization',
      identityValidationExpression: '^Bearer [A-Za-z0-9._~+/=-]{16,512}$',
      authorizerUri: invocationUri(this.function),
      authorizerResultTtlInSeconds: (props.cacheTtl ?? Duration.minutes(5)).toSeconds(),
    });
    this.authorizerId = authorizer.ref;
    new lambda.CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: this.function.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: Stack.of(this).formatArn({ service: 'execute-api', resource: props.api.restApiId, resourceName: `authorizers/${authorizer.ref}` }),
    });
  }
}
