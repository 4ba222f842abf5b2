import { accessLogFormat } from './access-log-format';
import { apiAccountRole } from './api-account-role';
import { apiCacheUnencrypted } from './api-cache-unencrypted';
import { apiKeyWithoutPlan } from './api-key-without-plan';
import { apiTlsOld } from './api-tls-old';
import { apiUnvalidated } from './api-unvalidated';
import { apiWithoutStage } from './api-without-stage';
import { deploymentBeforeMethods } from './deployment-before-methods';
import { integrationSlower } from './integration-slower';
import { lambdaIntegration } from './lambda-integration';
import { methodOpen } from './method-open';
import { stageAccessLogs } from './stage-access-logs';
import { stageDataTrace } from './stage-data-trace';
import { stageThrottling } from './stage-throttling';
import { stageTwice } from './stage-twice';
import { stageUntraced } from './stage-untraced';
import { Lesson } from '../lesson';

export const API: readonly Lesson[] = [
  deploymentBeforeMethods, stageTwice, apiWithoutStage, lambdaIntegration, apiAccountRole,
  methodOpen, apiKeyWithoutPlan, apiTlsOld, apiUnvalidated, integrationSlower,
  stageAccessLogs, accessLogFormat, stageThrottling, stageDataTrace, stageUntraced,
  apiCacheUnencrypted,
];
