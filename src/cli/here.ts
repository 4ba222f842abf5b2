import { isAbsolute, relative, resolve, sep } from 'path';

/** Not from the template model: who reports a fault has not loaded it. */
const STANDARD_INPUT = '-';

/** A file from the working directory when it is below it, else in full: however it was given, and however it was found. */
export const fileFromHere = (file: string): string => file === STANDARD_INPUT ? file : localOf(file) ?? resolve(file);

/** Of a file below the working directory; absent elsewhere. */
export function localOf(file: string): string | undefined {
  const local = relative(process.cwd(), resolve(file));
  return local === '..' || local.startsWith(`..${sep}`) || isAbsolute(local) ? undefined : local || '.';
}

/** A sentence in which files below the working directory are named from there. */
export function fromHere(sentence: string): string {
  const here = process.cwd();
  // The root folder is above everything.
  return here.endsWith(sep) ? sentence : ` ${sentence}`.replaceAll(` ${here}${sep}`, ' ').slice(1);
}
