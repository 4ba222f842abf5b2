import { IAM } from './iam';
import { Lesson } from './lesson';
import { NAMES } from './names';
import { QUEUES } from './queues';

export * from './audit';
export * from './failure-classes';
export * from './lesson';

/** All lessons, by topic. */
export const LESSONS: readonly Lesson[] = [...QUEUES, ...NAMES, ...IAM];
