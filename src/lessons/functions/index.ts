import { asyncFailureLost } from './async-failure-lost';
import { awsSdkV2 } from './aws-sdk-v2';
import { environmentUnencrypted } from './environment-unencrypted';
import { eventSourceBatch } from './event-source-batch';
import { eventSourceConcurrency } from './event-source-concurrency';
import { failureDestinationPermission } from './failure-destination-permission';
import { functionInOneSubnet } from './function-in-one-subnet';
import { functionLogGroupMissing } from './function-log-group-missing';
import { functionMemoryDefault } from './function-memory-default';
import { functionTimeoutDefault } from './function-timeout-default';
import { functionUntraced } from './function-untraced';
import { functionUrlOpen } from './function-url-open';
import { handlerOfInlineCode } from './handler-of-inline-code';
import { inlineCodeDependency } from './inline-code-dependency';
import { inlineCodeRuntime } from './inline-code-runtime';
import { invokePermissionMissing } from './invoke-permission-missing';
import { invokePermissionSourceArn } from './invoke-permission-source-arn';
import { invokePermissionWithoutSource } from './invoke-permission-without-source';
import { partialBatchResponse } from './partial-batch-response';
import { reservedConcurrencyFixed } from './reserved-concurrency-fixed';
import { reservedConcurrencyHeadroom } from './reserved-concurrency-headroom';
import { runtimeRetired } from './runtime-retired';
import { streamFailureLost } from './stream-failure-lost';
import { Lesson } from '../lesson';

export const FUNCTIONS: readonly Lesson[] = [
  invokePermissionMissing, invokePermissionSourceArn, invokePermissionWithoutSource, functionUrlOpen,
  failureDestinationPermission,
  handlerOfInlineCode, inlineCodeRuntime, inlineCodeDependency, awsSdkV2, runtimeRetired,
  asyncFailureLost, streamFailureLost, partialBatchResponse, eventSourceBatch, eventSourceConcurrency,
  reservedConcurrencyHeadroom, reservedConcurrencyFixed, functionTimeoutDefault, functionMemoryDefault, functionInOneSubnet,
  functionLogGroupMissing, functionUntraced, environmentUnencrypted,
];
