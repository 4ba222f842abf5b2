import type { Comparison, CompareReport, UnreadCandidate } from './result';

export const isRead = (one: Comparison | UnreadCandidate): one is Comparison => 'grade' in one;
export const unreadCandidates = ({ candidates }: CompareReport): UnreadCandidate[] => candidates.flatMap((one) => isRead(one) ? [] : [one]);
