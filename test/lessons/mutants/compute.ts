import { Mutants } from './mutant';

export const COMPUTE: Mutants = {};
