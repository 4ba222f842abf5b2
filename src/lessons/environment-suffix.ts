/** Words by which names say which environment they are of; what an auditor gives takes their place. */
const WORDS = 'dev|development|test|testing|qa|uat|int|integ|stage|staging|prod|production|sandbox|demo|pr-?\\d+';

const SEPARATOR = '[-_./]';
/** Of no environment: what matches it matches every name. */
const ANYTHING = 'zqxjkv';
const EXPECTED = 'the words alone, without anchors or separators, such as live or dev|prod|pr-[0-9]+';

/** A name with one of these words (a regular expression) between separators, at its beginning or at its end: `payments-dev`, `payments-dev-123456789012`, `/payments/dev/key`. */
export const suffixPattern = (words: string): RegExp => new RegExp(`(^|${SEPARATOR})(?:${words})(${SEPARATOR}.*)?$`, 'i');

/** The same for words as they are written. */
export const wordPattern = (words: readonly string[]): RegExp => suffixPattern(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'));

/** What tells names apart by default. */
export const ENVIRONMENT_SUFFIX = suffixPattern(WORDS);

/**
 * The pattern for what a user gives: one or several words as a regular expression, in any case. Separators and the end of the name are added.
 *
 * @returns what is wrong with it and what to write, when it cannot be used
 */
export function suffixOf(given: unknown): RegExp | string {
  if (typeof given !== 'string') return `must be a text: ${EXPECTED}`;
  if (given.trim() === '') return `must not be empty, every name would match: write ${EXPECTED}`;
  try {
    new RegExp(given);
  } catch (error) {
    return `must be a regular expression: write ${EXPECTED} (${(error as Error).message})`;
  }
  if (isAnchored(given) || beginsWithSeparator(given) || isList(given)) return `must be ${EXPECTED}, got ${given}`;
  const pattern = suffixPattern(given);
  return pattern.test(ANYTHING) || pattern.test(`${ANYTHING}-`) ? `must not match every name: write ${EXPECTED}, got ${given}` : pattern;
}

/** `dev,prod`; not `\d{2,4}`. */
const isList = (words: string): boolean => /[,\s]/.test(words.replace(/\{\d*,\d*\}/g, ''));
/** Not `[^-]`, and not `\$`. */
const isAnchored = (words: string): boolean => /(^|[^\\[])\^|(^|[^\\])\$/.test(words);
const beginsWithSeparator = (words: string): boolean => /(^|\|)(\((\?:)?)*(\\?[-_/]|\\\.|\[[-_./\\]+\])/.test(words);
