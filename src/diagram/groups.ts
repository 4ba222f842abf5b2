import { Pair } from './links';
import { Resource } from '../template';

/** Fewer are drawn one by one. */
const FEWEST = 3;
/** One in each Availability Zone. */
const FEWEST_OF_NETWORK = 2;

/**
 * Parts that are wired alike are drawn as one, whatever they are called: the queues of five providers. Two parts are alike when they have a type and
 * a place in common, and their links lead to parts that are alike (the coarsest such partition, by refining).
 */
export function grouped(heads: readonly Resource[], pairs: readonly Pair[], placeOf: (head: Resource) => string): Resource[][] {
  const index = new Map(heads.map((head, at) => [head, at]));
  const around: [side: string, other: number][][] = heads.map(() => []);
  for (const { from, to, kind } of pairs) {
    const [source, target] = [index.get(from)!, index.get(to)!];
    around[source].push([`>${kind}`, target]);
    around[target].push([`<${kind}`, source]);
  }
  let classes = numbered(heads.map((head) => `${head.type} ${placeOf(head)} ${shapeOf(head)}`));
  for (let count = 0; count !== classes.count;) {
    ({ count } = classes);
    const { of } = classes;
    classes = numbered(of.map((own, at) => [own, ...new Set(around[at].map(([side, other]) => `${side} ${of[other]}`).sort())].join(';')));
  }
  const members = new Map<number, Resource[]>();
  for (const [at, head] of heads.entries()) members.set(classes.of[at], [...members.get(classes.of[at]) ?? [], head]);
  return [...members.values()].flatMap((same) => same.length >= fewest(same[0]) ? [same] : same.map((one) => [one]))
    .sort(([a], [b]) => index.get(a)! - index.get(b)!);
}

const fewest = ({ type }: Resource): number => /^AWS::EC2::(?!Instance)/.test(type) ? FEWEST_OF_NETWORK : FEWEST;

/** What makes two of a type differ for a reader. */
const shapeOf = (head: Resource): string => head.type === 'AWS::EC2::VPCEndpoint' && head.get('VpcEndpointType') === 'Interface' ? 'interface' : '';

function numbered(keys: readonly string[]): { of: number[]; count: number } {
  const numbers = new Map<string, number>();
  const of = keys.map((key) => numbers.get(key) ?? (numbers.set(key, numbers.size), numbers.size - 1));
  return { of, count: numbers.size };
}
