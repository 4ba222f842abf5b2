import { dlqRetention } from './dlq-retention';
import { redriveAtOnce } from './redrive-at-once';
import { Lesson } from '../lesson';

export const QUEUES: readonly Lesson[] = [dlqRetention, redriveAtOnce];
