import { FEATURES, featuresIn, FeatureName, findings, buildFeatures, templateOf } from './features.system';

/** Features of a row are off: each pair is off together in one, and one of them without the other in another (a covering array of six rows with the one where all are on). */
const ROWS: FeatureName[][] = Array.from({ length: 5 }, (_, row) => FEATURES.filter((_feature, index) => SUBSETS()[index].includes(row)));

/** The ten subsets of three of five rows. */
function SUBSETS(): number[][] {
  const rows = [0, 1, 2, 3, 4];
  return rows.flatMap((a) => rows.filter((b) => b > a).flatMap((b) => rows.filter((c) => c > b).map((c) => [a, b, c])));
}
