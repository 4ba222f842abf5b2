/** A cost for each row and column; the pairs of the cheapest assignment. */
type Assign = (costs: readonly (readonly number[])[]) => [row: number, column: number][];

// Its type declarations claim to be of an ES module, which TypeScript does not import from CommonJS; its code is both.
const { munkres } = require('munkres') as { munkres: Assign };

/** Pairs rows with columns, each at most once, so that the sum of `gain` is the greatest. */
export const assigned = (gain: readonly (readonly number[])[]): [row: number, column: number][] =>
  munkres(gain.map((row) => row.map((value) => 1 - value)));
