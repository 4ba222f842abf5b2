import Table from 'cli-table3';
import { ms } from '../run';
import { countOf, found, foundByAnyRule, lengthScore, mean, medianFindings, Result, scoreOf, weight } from './measure';
import { Pair, Side, SIDES, Verified } from './pairs';
import { WEIGHTS } from './tool';

type Cell = number | string;

/** A figure of each tool; `longer` for the trivial one by which the longer template wins. */
interface Row {
  readonly what: string;
  readonly values: readonly Cell[];
  readonly longer?: Cell;
}

export interface Figures {
  readonly tools: readonly string[];
  readonly rows: readonly Row[];
}

const share = (part: number, all: number): string => `${part}/${all} = ${(100 * part / Math.max(1, all)).toFixed(1)}%`;

export function figures(results: readonly Result[], pairs: readonly Pair[]): Figures {
  const verified = pairs.flatMap((pair) => pair.verified);
  const row = (what: string, value: (result: Result) => Cell, longer?: Cell): Row => ({ what, values: results.map(value), longer });
  const unread = (result: Result, side: Side) => pairs.filter(({ files }) => result.unread.has(files[side])).length;
  const groups: Array<[string, readonly Pair[]]> = [
    ['all', pairs],
    ['equal resource count', pairs.filter(({ equalCount }) => equalCount)],
    ...['payment', 'wide'].map((group): [string, readonly Pair[]] => [group, pairs.filter(({ name }) => name.startsWith(`${group}-`))]),
  ];
  const rankings = Object.entries(WEIGHTS).flatMap(([name, weights]) => groups.filter(([, group]) => group.length > 0).map(([title, group]) =>
    row(`ranking, ${name}: ${title} (${group.length})`, (result) => mean(group.map((pair) => scoreOf(result, pair, weights))).toFixed(3),
      mean(group.map(lengthScore)).toFixed(3))));
  return {
    tools: results.map(({ tool }) => tool),
    rows: [
      ...SIDES.map((side) => row(`${side} not read, of ${pairs.length}`, (result) => unread(result, side))),
      ...rankings,
      row('verified failures found', (result) => share(verified.filter((each) => found(result, each)).length, verified.length)),
      row('at most, by any rule of any class', (result) => share(verified.filter((each) => foundByAnyRule(result, each)).length, verified.length)),
      ...SIDES.map((side) => row(`median findings, ${side}`, (result) => medianFindings(result, pairs, side))),
      row('median on the ideal, of that on the flawed', (result) => (medianFindings(result, pairs, 'ideal') / medianFindings(result, pairs, 'flawed')).toFixed(2)),
      row('start', ({ startMs }) => ms(startMs)),
      row('one template', ({ templateMs }) => ms(templateMs)),
    ],
  };
}

export function figuresTable({ tools, rows }: Figures): string {
  const text = rows.map(({ what, values, longer }) => [what, ...values.map(String), String(longer ?? '')]);
  return table(['', ...tools, 'longer wins'], text);
}

/** Found of each class, by tool. */
export function classTable(results: readonly Result[], pairs: readonly Pair[], name: string): string {
  const verified = pairs.flatMap((pair) => pair.verified).filter((each) => name === 'all' || each.class === name);
  const names = [...new Set(verified.map((each) => each.class))];
  const of = (each: string) => verified.filter((one) => one.class === each);
  const rows = names.sort((left, right) => of(right).length - of(left).length).map((each) =>
    [each, String(of(each).length), ...results.map((result) => String(of(each).filter((one) => found(result, one)).length))]);
  if (rows.length === 0) return `no verified failure of class ${name}`;
  const listing = name === 'all' ? [] : verified.map((each) => `${results.map((result) => `${result.tool} ${found(result, each) ? 'found' : 'missed'}`).join(', ')}: ${describe(results[0], each)}`);
  return [table(['class', 'verified', ...results.map(({ tool }) => tool)], rows), ...listing].join('\n');
}

/** What to look at next: failures that were not found, and pairs ranked the wrong way round. */
export function misses(result: Result, pairs: readonly Pair[], limit: number): string {
  const missed = pairs.flatMap((pair) => pair.verified).filter((each) => !found(result, each));
  const [weights] = Object.values(WEIGHTS);
  const wrong = pairs.filter((pair) => scoreOf(result, pair, weights) < 1);
  const sides = ({ files }: Pair) => SIDES.map((side) => `${side} ${weight(result.findings.get(files[side]) ?? [], weights)}`).join(', ');
  return [
    `${result.tool}: ${missed.length} verified failures not found`,
    ...missed.slice(0, limit).map((each) => `  ${describe(result, each)}`),
    `${result.tool}: ${wrong.length} pairs tied or ranked wrong`,
    ...wrong.slice(0, limit).map((pair) => `  ${pair.name}: ${sides(pair)}${pair.equalCount ? ', equal resource count' : ''}`),
  ].join('\n');
}

function describe(result: Result, verified: Verified): string {
  const counts = SIDES.map((side) => countOf(result, verified, side) ?? 'not read');
  return `${verified.pair.name} ${verified.class}: predicate ${verified.flawed} -> ${verified.ideal}, ${result.tool} ${counts.join(' -> ')}`;
}

function table(head: string[], rows: string[][]): string {
  const result = new Table({ head, style: { head: [], border: [], compact: true }, colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')) });
  result.push(...rows);
  return result.toString();
}
