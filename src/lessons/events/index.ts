import { notificationBeforePermission } from './notification-before-permission';
import { openTopicPolicy } from './open-topic-policy';
import { ruleTargetRoleMissing } from './rule-target-role-missing';
import { ruleTargetWithoutDlq } from './rule-target-without-dlq';
import { ruleTargetsTooMany } from './rule-targets-too-many';
import { ruleWithoutTargets } from './rule-without-targets';
import { scheduleExpression } from './schedule-expression';
import { subscriptionPlaintext } from './subscription-plaintext';
import { subscriptionWithoutDlq } from './subscription-without-dlq';
import { topicManagedKey } from './topic-managed-key';
import { topicSenderRefused } from './topic-sender-refused';
import { topicUnencrypted } from './topic-unencrypted';
import { topicWithoutSubscription } from './topic-without-subscription';
import { Lesson } from '../lesson';

export const EVENTS: readonly Lesson[] = [
  ruleTargetRoleMissing, ruleTargetsTooMany, scheduleExpression, ruleWithoutTargets, ruleTargetWithoutDlq,
  notificationBeforePermission, topicSenderRefused, topicManagedKey, openTopicPolicy, topicUnencrypted,
  topicWithoutSubscription, subscriptionPlaintext, subscriptionWithoutDlq,
];
