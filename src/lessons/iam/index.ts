import { bucketArnKind } from './bucket-arn-kind';
import { confusedDeputy } from './confused-deputy';
import { functionCreatePermission } from './function-create-permission';
import { functionLogPermission } from './function-log-permission';
import { functionPermissionMissing } from './function-permission-missing';
import { functionTracePermission } from './function-trace-permission';
import { iamAccessKey } from './iam-access-key';
import { iamAdmin } from './iam-admin';
import { iamFullAccessPolicy } from './iam-full-access-policy';
import { iamLogsWildcard } from './iam-logs-wildcard';
import { iamNotAction } from './iam-not-action';
import { iamPassRoleWide } from './iam-pass-role-wide';
import { iamPrivilegeEscalation } from './iam-privilege-escalation';
import { iamUserPolicy } from './iam-user-policy';
import { iamWildcardAction } from './iam-wildcard-action';
import { iamWildcardResource } from './iam-wildcard-resource';
import { instanceProfileIsRole } from './instance-profile-is-role';
import { keyUsePermission } from './key-use-permission';
import { managedPolicyUnknown } from './managed-policy-unknown';
import { policyActionUnknown } from './policy-action-unknown';
import { policyAfterUse } from './policy-after-use';
import { policyMalformed } from './policy-malformed';
import { policyResourceArn } from './policy-resource-arn';
import { policySize } from './policy-size';
import { policyUnattached } from './policy-unattached';
import { policyVersionMissing } from './policy-version-missing';
import { principalUnknown } from './principal-unknown';
import { serviceRolePermission } from './service-role-permission';
import { stateMachinePermission } from './state-machine-permission';
import { trustForeignAccount } from './trust-foreign-account';
import { trustOidcOpen } from './trust-oidc-open';
import { trustOpen } from './trust-open';
import { trustWrongService } from './trust-wrong-service';
import { Lesson } from '../lesson';

export const IAM: readonly Lesson[] = [
  iamAdmin, iamWildcardAction, iamWildcardResource, iamFullAccessPolicy, iamPassRoleWide, iamPrivilegeEscalation, iamNotAction,
  iamLogsWildcard, iamAccessKey,
  iamUserPolicy, trustOpen, trustForeignAccount, trustOidcOpen, trustWrongService, principalUnknown, managedPolicyUnknown, policyMalformed,
  policyResourceArn, policyActionUnknown, policyUnattached, policySize, policyVersionMissing, bucketArnKind, instanceProfileIsRole, confusedDeputy,
  functionCreatePermission, functionLogPermission, functionTracePermission, functionPermissionMissing, keyUsePermission,
  serviceRolePermission, stateMachinePermission, policyAfterUse,
];
