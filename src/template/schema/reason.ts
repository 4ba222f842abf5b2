import { bodyOf } from './load';
import type { Node } from './node';
import type { Run } from './run';

function words(node: Node, run: Run): string {
  const body = bodyOf(run.data, node);
  const parts = Object.entries(body.p ?? {}).flatMap(([name, each]) => {
    const { e, t } = bodyOf(run.data, each);
    if (t === '!') return [`'${name}' is absent`];
    return e ? [`'${name}' is ${e.slice(0, 3).join(' or ')}`] : [];
  });
  if (parts.length === 0) parts.push(...(body.r ?? []).map((name) => `'${name}' is given`));
  return parts.join(' and ');
}

/** ` when 'Type' is application`: the innermost condition that led here, as far as words can say it. */
export function because(run: Run): string {
  const found = run.conditions.map((node) => words(node, run)).filter((each) => each !== '').at(-1);
  return found === undefined ? '' : ` when ${found}`;
}
