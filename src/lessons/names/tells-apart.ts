import { once, Stack } from '../../template';
import { wordPattern } from '../environment-suffix';
import { environmentWords } from '../tags';

const byTags = once((root: Stack): RegExp | undefined => {
  const words = environmentWords(root);
  return words.length > 0 ? wordPattern(words) : undefined;
});

/** Whether a name says which environment it is of: by the auditor's words, or by those that the tags of its stack say. */
export const tellsApart = (stack: Stack, name: string, environmentSuffix: RegExp): boolean =>
  environmentSuffix.test(name) || byTags(stack.root)?.test(name) === true;
