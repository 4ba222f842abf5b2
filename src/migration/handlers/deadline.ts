/** Until when something may take. */
export class Deadline {
  static in(ms: number): Deadline {
    return new Deadline(Date.now() + ms);
  }

  private constructor(private readonly atMs: number) {
  }

  leftMs(): number {
    return this.atMs - Date.now();
  }

  /** What is left, and at most this: for timers, which know no 0. */
  most(ms: number): number {
    return Math.max(1, Math.min(ms, this.leftMs()));
  }
}
