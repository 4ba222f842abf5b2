export const CLEAN = 0;
/** At least one finding that counts. */
export const FINDINGS = 1;
/** Bad usage, or input that cannot be read. */
export const FAULTS = 2;
