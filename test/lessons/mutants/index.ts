import { IAM } from './iam';
import { Mutants } from './mutant';
import { NAMES } from './names';
import { QUEUES } from './queues';

export const MUTANTS: Mutants = { ...QUEUES, ...NAMES, ...IAM };
