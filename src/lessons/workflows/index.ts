import { dataLimitNotCaught } from './data-limit-not-caught';
import { retryWithoutBackoff } from './retry-without-backoff';
import { retryWithoutJitter } from './retry-without-jitter';
import { taskWithoutCatch } from './task-without-catch';
import { taskWithoutRetry } from './task-without-retry';
import { taskWithoutTimeout } from './task-without-timeout';
import { workflowBroken } from './workflow-broken';
import { workflowLogPermission } from './workflow-log-permission';
import { workflowLogsData } from './workflow-logs-data';
import { workflowUnlogged } from './workflow-unlogged';
import { workflowUntraced } from './workflow-untraced';
import { Lesson } from '../lesson';

export const WORKFLOWS: readonly Lesson[] = [
  workflowBroken, workflowLogPermission, taskWithoutRetry, taskWithoutCatch, taskWithoutTimeout,
  dataLimitNotCaught, retryWithoutBackoff, retryWithoutJitter, workflowUnlogged, workflowLogsData,
  workflowUntraced,
];
