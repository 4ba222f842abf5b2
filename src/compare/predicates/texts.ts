import { onlyDeploys } from '../../lessons/query';
import { isRecord, writtenIn, WrittenText } from '../../template';
import type { Context } from '../context';
import { placeOf } from '../place';
import { fails, failsAt, HOLDS, Verdict } from '../verdict';

/**
 * No text of a resource or an output has this (`pattern`: a regular expression). Texts that code, or a name of a function, are not looked at; nor, with
 * `but: region` or `account`, what names the one that the stack was synthesised for.
 */
export function noTextLike({ pattern, but }: Readonly<Record<string, unknown>>, { stacks }: Context): Verdict {
  const expression = new RegExp(String(pattern), 'g');
  for (const stack of stacks) {
    const own = placeOf(stack)[but as 'region' | 'account'];
    const foundIn = (text: string) => text.match(expression)?.find((one) => own === undefined || !one.includes(own));
    const isFound = ({ text, isValue }: WrittenText) => isValue && foundIn(text) !== undefined;
    for (const resource of stack.resources.values()) {
      const found = onlyDeploys(resource) ? undefined : resource.written.texts.filter(({ path }) => path[0] === 'Properties').find(isFound);
      if (found) return failsAt(resource, () => `${resource.id}: ${foundIn(found.text)} is written down`, found.path.slice(1).map(String));
    }
    for (const [id, output] of Object.entries(stack.outputs)) {
      const found = isRecord(output) ? writtenIn(output.Value).texts.find(isFound) : undefined;
      if (found) return fails(() => `output ${id}: ${foundIn(found.text)} is written down`);
    }
  }
  return HOLDS;
}
