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
import { MONITORING } from './monitoring';
import { Mutants } from './mutant';
import { NAMES } from './names';
import { NETWORK } from './network';
import { PARAMETERS } from './parameters';
import { QUEUES } from './queues';
import { RETENTION } from './retention';
import { SECRETS } from './secrets';
import { TABLES } from './tables';
import { TEMPLATE } from './template';
import { WORKFLOWS } from './workflows';

export const MUTANTS: Mutants = {
  ...QUEUES,
  ...NAMES,
  ...FUNCTIONS,
  ...API,
  ...EVENTS,
  ...WORKFLOWS,
  ...IAM,
  ...MONITORING,
  ...GOVERNANCE,
  ...TABLES,
  ...COMPUTE,
  ...EDGE,
  ...NETWORK,
  ...TEMPLATE,
  ...PARAMETERS,
  ...BUCKETS,
  ...DATABASES,
  ...SECRETS,
  ...KEYS,
  ...RETENTION,
};
