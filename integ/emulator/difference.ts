/** What is not as on AWS: printed with the results. */
export interface Difference {
  readonly kind: 'left out' | 'patched' | 'set' | 'done by the test' | 'not done by the emulator';
  readonly what: string;
  readonly reason: string;
  /** Where it is tested instead: a file, and a text in it. A unit test looks for both. */
  readonly instead: readonly [file: string, text: string][];
}

/** Resources that are cut out of the copy of a template that is deployed: all of a type, or those of a type that have a property (`Type.Property`). */
export type LeftOut = Readonly<Record<string, Omit<Difference, 'kind' | 'what'>>>;

export const leftOut = (resources: LeftOut): Difference[] => Object.entries(resources).map(([what, more]) => ({ kind: 'left out', what, ...more }));

export const notDone = (what: string, instead: Difference['instead'], reason = 'accepted, without effect'): Difference =>
  ({ kind: 'not done by the emulator', what, reason, instead });

/** Rows of a system's requirements. */
export const requirementsOf = (system: string) => (...ids: string[]): Difference['instead'] => ids.map((id) => [`test/${system}/requirements.ts`, `id: '${id}'`]);
