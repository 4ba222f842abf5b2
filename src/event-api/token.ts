import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { EventPlatform } from './platform';
import { acknowledge } from '../hardened/acknowledge';

/** The token of senders, made at deployment (EV-08). Nobody has seen it, and no template holds it. */
export function makeToken(scope: Construct, { key, settings }: EventPlatform): secretsmanager.Secret {
  // No name: a deleted secret blocks its name for days, and with it the next deployment.
  const secret = new secretsmanager.Secret(scope, 'Token', {
    description: `Bearer token of senders (${settings.environmentSuffix}): JSON with "current" and, while it changes, "previous"`,
    encryptionKey: key,
    generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'current', passwordLength: 64, excludePunctuation: true },
    removalPolicy: settings.removalPolicy,
  });
  acknowledge(secret, 'Senders hold this token too: it changes when they do, with "current" and "previous" side by side (runbook)', 'AwsSolutions-SMG4');
  return secret;
}
