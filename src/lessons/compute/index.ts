import { amiHardCoded } from './ami-hard-coded';
import { asgHealthCheck } from './asg-health-check';
import { asgOneInstance } from './asg-one-instance';
import { asgWithoutGrace } from './asg-without-grace';
import { asgWithoutUpdatePolicy } from './asg-without-update-policy';
import { containerInsights } from './container-insights';
import { ecrMutable } from './ecr-mutable';
import { ecrScanOff } from './ecr-scan-off';
import { ecrWithoutLifecycle } from './ecr-without-lifecycle';
import { eksEndpointPublic } from './eks-endpoint-public';
import { eksLogs } from './eks-logs';
import { eksSecretsEncryption } from './eks-secrets-encryption';
import { fargateExecutionRole } from './fargate-execution-role';
import { fargateNetwork } from './fargate-network';
import { fargateSize } from './fargate-size';
import { imageLatestTag } from './image-latest-tag';
import { imdsV1 } from './imds-v1';
import { instancePublic } from './instance-public';
import { instanceTypeRetired } from './instance-type-retired';
import { instanceWithoutProfile } from './instance-without-profile';
import { keyPairRequired } from './key-pair-required';
import { launchConfigurationRetired } from './launch-configuration-retired';
import { launchTemplateLatest } from './launch-template-latest';
import { requestCountBeforeListener } from './request-count-before-listener';
import { scalableTargetId } from './scalable-target-id';
import { scalingPolicyWithoutAlarm } from './scaling-policy-without-alarm';
import { scalingWithoutPolicy } from './scaling-without-policy';
import { serviceBeforeListener } from './service-before-listener';
import { serviceCircuitBreaker } from './service-circuit-breaker';
import { serviceContainerMismatch } from './service-container-mismatch';
import { serviceOneTask } from './service-one-task';
import { servicePortClosed } from './service-port-closed';
import { servicePublicIp } from './service-public-ip';
import { signalNeverSent } from './signal-never-sent';
import { taskLogs } from './task-logs';
import { taskPrivileged } from './task-privileged';
import { taskWithoutExit } from './task-without-exit';
import { taskWritableRoot } from './task-writable-root';
import { userDataPlain } from './user-data-plain';
import { volumeUnencrypted } from './volume-unencrypted';
import { workloadOneZone } from './workload-one-zone';
import { Lesson } from '../lesson';

export const COMPUTE: readonly Lesson[] = [
  amiHardCoded, asgHealthCheck, asgOneInstance, asgWithoutGrace, asgWithoutUpdatePolicy, containerInsights, ecrMutable, ecrScanOff,
  ecrWithoutLifecycle, eksEndpointPublic, eksLogs, eksSecretsEncryption, fargateExecutionRole, fargateNetwork, fargateSize, imageLatestTag,
  imdsV1, instancePublic, instanceTypeRetired, instanceWithoutProfile, keyPairRequired, launchConfigurationRetired, launchTemplateLatest,
  requestCountBeforeListener, scalableTargetId, scalingPolicyWithoutAlarm, scalingWithoutPolicy, serviceBeforeListener,
  serviceCircuitBreaker, serviceContainerMismatch, serviceOneTask, servicePortClosed, servicePublicIp, signalNeverSent, taskLogs,
  taskPrivileged, taskWithoutExit, taskWritableRoot, userDataPlain, volumeUnencrypted, workloadOneZone,
];
