/** Clocks differ by seconds. A later time would stretch the window of replay. */
const LARGEST_CLOCK_SKEW_SECONDS = 300;

export function isFresh(signedAtMs: number, receivedAtMs: number, toleranceSeconds: number): boolean {
  const ageSeconds = (receivedAtMs - signedAtMs) / 1000;
  return ageSeconds <= toleranceSeconds && -ageSeconds <= Math.min(toleranceSeconds, LARGEST_CLOCK_SKEW_SECONDS);
}
