import { accountSingleton } from './account-singleton';
import { backupPlanUnused } from './backup-plan-unused';
import { backupRule } from './backup-rule';
import { budgetWithoutSubscriber } from './budget-without-subscriber';
import { buildImageOld } from './build-image-old';
import { buildPrivileged } from './build-privileged';
import { configBucketPolicy } from './config-bucket-policy';
import { configChannel } from './config-channel';
import { configRecorderRole } from './config-recorder-role';
import { configRecordingGroup } from './config-recording-group';
import { configRuleBeforeRecorder } from './config-rule-before-recorder';
import { configRuleSource } from './config-rule-source';
import { deliveryBeforePolicy } from './delivery-before-policy';
import { detectorOff } from './detector-off';
import { pipelineArtifactsUnencrypted } from './pipeline-artifacts-unencrypted';
import { pipelineSourceOauth } from './pipeline-source-oauth';
import { pipelineStructure } from './pipeline-structure';
import { ssmDocumentSchema } from './ssm-document-schema';
import { trailBucketPolicy } from './trail-bucket-policy';
import { trailEventSelectors } from './trail-event-selectors';
import { trailLogGroup } from './trail-log-group';
import { trailNotLogging } from './trail-not-logging';
import { trailObjectWildcard } from './trail-object-wildcard';
import { trailSingleRegion } from './trail-single-region';
import { trailUnencrypted } from './trail-unencrypted';
import { trailValidation } from './trail-validation';
import { Lesson } from '../lesson';

export const GOVERNANCE: readonly Lesson[] = [
  trailNotLogging, trailBucketPolicy, trailEventSelectors, trailObjectWildcard, trailLogGroup, trailSingleRegion, trailValidation, trailUnencrypted,
  deliveryBeforePolicy, configChannel, configRuleBeforeRecorder, configBucketPolicy, configRecorderRole, configRecordingGroup,
  configRuleSource, accountSingleton, detectorOff, pipelineStructure, pipelineSourceOauth, pipelineArtifactsUnencrypted, buildPrivileged,
  buildImageOld, ssmDocumentSchema, backupRule, backupPlanUnused, budgetWithoutSubscriber,
];
