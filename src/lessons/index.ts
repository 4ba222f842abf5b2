import { API } from './api';
import { BUCKETS } from './buckets';
import { COMPUTE } from './compute';
import { DATABASES } from './databases';
import { EDGE } from './edge';
import { EVENTS } from './events';
import { FUNCTIONS } from './functions';
import { GOVERNANCE } from './governance';
import { IAM } from './iam';
import { KEYS } from './keys';
import { Lesson } from './lesson';
import { MONITORING } from './monitoring';
import { NAMES } from './names';
import { NETWORK } from './network';
import { PARAMETERS } from './parameters';
import { QUEUES } from './queues';
import { RETENTION } from './retention';
import { SECRETS } from './secrets';
import { TABLES } from './tables';
import { TEMPLATE } from './template';
import { WORKFLOWS } from './workflows';

export * from './audit';
export { suffixOf } from './environment-suffix';
export * from './failure-classes';
export * from './lesson';

/** All lessons, by topic. */
export const LESSONS: readonly Lesson[] = [
  ...QUEUES, ...NAMES, ...FUNCTIONS, ...API, ...EVENTS, ...WORKFLOWS, ...IAM, ...MONITORING, ...GOVERNANCE, ...TABLES,
  ...COMPUTE, ...EDGE, ...NETWORK, ...TEMPLATE, ...PARAMETERS, ...BUCKETS, ...DATABASES, ...SECRETS, ...KEYS, ...RETENTION,
];
