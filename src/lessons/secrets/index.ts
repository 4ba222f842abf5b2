import { credentialInEnvironment } from './credential-in-environment';
import { dbPasswordRefused } from './db-password-refused';
import { dbUserMismatch } from './db-user-mismatch';
import { dynamicReferenceKey } from './dynamic-reference-key';
import { parameterInEnvironment } from './parameter-in-environment';
import { passwordParameter } from './password-parameter';
import { rotationMissing } from './rotation-missing';
import { rotationRefused } from './rotation-refused';
import { secretInOutput } from './secret-in-output';
import { secretInSsmString } from './secret-in-ssm-string';
import { secretInTemplate } from './secret-in-template';
import { secretInUserData } from './secret-in-user-data';
import { secretParameterDefault } from './secret-parameter-default';
import { secretParameterEcho } from './secret-parameter-echo';
import { secretReadTooSoon } from './secret-read-too-soon';
import { secretResolvedInEnvironment } from './secret-resolved-in-environment';
import { secureString } from './secure-string';
import { ssmSecureUnsupported } from './ssm-secure-unsupported';
import { Lesson } from '../lesson';

export const SECRETS: readonly Lesson[] = [
  credentialInEnvironment, dbPasswordRefused, dbUserMismatch, dynamicReferenceKey, parameterInEnvironment, passwordParameter,
  rotationMissing, rotationRefused, secretInOutput, secretInSsmString, secretInTemplate, secretInUserData, secretParameterDefault,
  secretParameterEcho, secretReadTooSoon, secretResolvedInEnvironment, secureString, ssmSecureUnsupported,
];
