import { bodyOf } from './load';
import type { Node, NodeBody, ServiceData } from './node';
import { below, Run, subject } from './run';
import { nearest, related } from './suggest';

const DEEPEST = 4;
const BESIDE = new Set(['Condition', 'CreationPolicy', 'DeletionPolicy', 'DependsOn', 'Metadata', 'UpdatePolicy', 'UpdateReplacePolicy']);

/** Where a type has a property of this name, the shortest path; `*` for the items of a list. */
function placeOf(data: ServiceData, root: Node, name: string): string | undefined {
  let level: [string, Node][] = [['', root]];
  const seen = new Set<NodeBody>();
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next: [string, Node][] = [];
    for (const [path, node] of level) {
      const body = bodyOf(data, node);
      if (seen.has(body)) continue;
      seen.add(body);
      if (body.p && Object.hasOwn(body.p, name)) return below(path, name);
      if (body.i !== undefined) level.push([below(path, '*'), body.i]);
      for (const [key, child] of Object.entries(body.p ?? {})) next.push([below(path, key), child]);
    }
    level = next;
  }
  return undefined;
}

/** Says that a property is unknown: misspelt, or meant for another place of the type. */
export function unknownProperty(node: NodeBody, name: string, path: string, run: Run): void {
  const fault = { path: below(path, name), kind: 'unknown-property' as const };
  const what = `${subject(path, run)} has no property '${name}'`;
  if (run.isTrial) return void run.faults.push({ ...fault, message: what });
  const names = Object.keys(node.p ?? {});
  const near = nearest(name, names);
  const place = near ?? placeOf(run.data, run.data.t[run.type]!.s, name);
  const meant = place ?? related(name, names);
  const hint = near === undefined && place !== undefined ? `: it belongs to '${place}'.` : meant !== undefined ? `: did you mean '${meant}'?` : '.';
  const isBeside = path === '' && BESIDE.has(name);
  const message = isBeside ? `${what}: it belongs beside 'Properties', not into it.` : `${what}${hint}`;
  run.faults.push({ ...fault, message, ...meant !== undefined && !isBeside ? { suggestion: meant } : {} });
}
