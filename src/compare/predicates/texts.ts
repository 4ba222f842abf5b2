import { onlyDeploys } from '../../lessons/query';
import { isRecord, writtenIn, WrittenText } from '../../template';
import type { Context } from '../context';
import { fails, failsAt, HOLDS, Verdict } from '../verdict';

const isIn = (pattern: RegExp) => ({ text, isValue }: WrittenText) => isValue && pattern.test(text);

/** No text of a resource or an output has this (`pattern`: a regular expression). Texts that code, or a name of a function, are not looked at. */
export function noTextLike({ pattern }: Readonly<Record<string, unknown>>, { stacks }: Context): Verdict {
  const expression = new RegExp(String(pattern));
  for (const stack of stacks) {
    for (const resource of stack.resources.values()) {
      const found = onlyDeploys(resource) ? undefined : resource.written.texts.filter(({ path }) => path[0] === 'Properties').find(isIn(expression));
      if (found) return failsAt(resource, () => `${resource.id}: ${expression.exec(found.text)![0]} is written down`, found.path.slice(1).map(String));
    }
    for (const [id, output] of Object.entries(stack.outputs)) {
      const found = isRecord(output) ? writtenIn(output.Value).texts.find(isIn(expression)) : undefined;
      if (found) return fails(() => `output ${id}: ${expression.exec(found.text)![0]} is written down`);
    }
  }
  return HOLDS;
}
