import { RemovalPolicy } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** Props of `TokenSecret`. */
export interface TokenSecretProps {
  /** Who hold the token: `Clients`. */
  readonly holders: string;
  /** Whose token it is. */
  readonly description: string;
  /** A name where another Region knows no more of it; a deleted secret blocks its name for days. */
  readonly secretName?: string;
  /** Key of the secret. */
  readonly encryptionKey: kms.IKey;
  /** What happens to it at the end. */
  readonly removalPolicy: RemovalPolicy;
}

/** A bearer token for `HardenedTokenAuthorizer`, made at deployment: nobody has seen it, and no template holds it (DR-03, EV-08). */
export class TokenSecret extends secretsmanager.Secret {
  constructor(scope: Construct, id: string, { holders, description, ...props }: TokenSecretProps) {
    super(scope, id, {
      ...props,
      description: `${description}: JSON with "current" and, while it changes, "previous"`,
      generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'current', passwordLength: 64, excludePunctuation: true },
    });
    acknowledge(this, `${holders} hold this token too: it changes when they do, with "current" and "previous" side by side (runbook)`, 'AwsSolutions-SMG4');
  }
}
