import { dlqMissing } from './dlq-missing';
import { dlqRetention } from './dlq-retention';
import { fifoDlqMismatch } from './fifo-dlq-mismatch';
import { fifoQueueSender } from './fifo-queue-sender';
import { fifoSettings } from './fifo-settings';
import { openQueuePolicy } from './open-queue-policy';
import { policyOverwritten } from './policy-overwritten';
import { queueManagedKey } from './queue-managed-key';
import { queueSenderRefused } from './queue-sender-refused';
import { queueUnencrypted } from './queue-unencrypted';
import { redriveAtOnce } from './redrive-at-once';
import { visibilityBelowTimeout } from './visibility-below-timeout';
import { Lesson } from '../lesson';

export const QUEUES: readonly Lesson[] = [
  dlqMissing, dlqRetention, redriveAtOnce, visibilityBelowTimeout, fifoDlqMismatch, fifoSettings, fifoQueueSender,
  queueUnencrypted, queueManagedKey, queueSenderRefused, policyOverwritten, openQueuePolicy,
];
