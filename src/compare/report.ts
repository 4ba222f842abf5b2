import type { Comparison, UnreadCandidate } from './result';

export const isRead = (one: Comparison | UnreadCandidate): one is Comparison => 'grade' in one;
