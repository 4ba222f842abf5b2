import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { IPaymentAuthorization } from './authorization';
import { RegionPlatform } from './platform';
import { HardenedTokenAuthorizer, NamedService } from '../hardened';
import { TokenSecret } from '../hardened/token-secret';

/** The token of clients: made in the primary Region, replicated to the secondary, where it is read by name. */
export function makeToken(stack: Stack, { regions, key, settings }: RegionPlatform): secretsmanager.Secret {
  const secret = new TokenSecret(stack, 'Token', {
    holders: 'Clients', secretName: regions.tokenSecretName, description: 'Bearer token of those who pay', encryptionKey: key, removalPolicy: settings.removalPolicy,
  });
  // By alias: the key's id is not known here.
  (secret.node.defaultChild as secretsmanager.CfnSecret).replicaRegions = [{ region: regions.otherRegion, kmsKeyId: `alias/${regions.keyAlias}` }];
  return secret;
}

/** Bearer tokens, unless the user brings an authorization. */
export class TokenAuthorization implements IPaymentAuthorization {
  /** Once bound. */
  public authorizer?: HardenedTokenAuthorizer;

  constructor(private readonly platform: RegionPlatform) {}

  public bind(scope: Construct, api: apigateway.RestApi): apigateway.IAuthorizer {
    const { regions, logs, key, settings, monitoring } = this.platform;
    this.authorizer = new HardenedTokenAuthorizer(scope, 'Authorizer', {
      functionName: regions.names.of(NamedService.LAMBDA, 'authorizer'),
      api,
      secret: secretsmanager.Secret.fromSecretNameV2(scope, 'Token', regions.tokenSecretName),
      logs,
      encryptionKey: key,
      code: settings.code,
      environment: { POWERTOOLS_METRICS_NAMESPACE: regions.names.metricsNamespace },
    });
    monitoring.watchFunction('Authorizer', this.authorizer.function, 'Token authorizer', this.authorizer.function.timeout!);
    return this.authorizer;
  }
}
