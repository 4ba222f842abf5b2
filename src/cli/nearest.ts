import { distance } from '../template/schema/suggest';

/** The names that were probably meant, the likeliest first. */
export function nearest(name: string, names: readonly string[], most = 3): string[] {
  const wanted = name.toLowerCase();
  return names
    .map((one) => ({ one, far: one.toLowerCase().includes(wanted) ? 0 : distance(wanted, one.toLowerCase(), Infinity) }))
    .filter(({ one, far }) => far <= Math.max(2, Math.ceil(one.length / 3)))
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ one }) => one);
}
