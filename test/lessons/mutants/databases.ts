import { Mutants } from './mutant';

/** The golden template has no database: each flawed example is added to it. */
export const DATABASES: Mutants = {};
