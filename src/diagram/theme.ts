import { CATEGORIES, Category } from './kinds';

/** Light and dark. */
type Pair = readonly [light: string, dark: string];

const COLOURS: Readonly<Record<Category, Pair>> = {
  edge: ['#7a3ee0', '#b48cff'],
  compute: ['#bc4c00', '#ff9e57'],
  integration: ['#b5307f', '#ff85c8'],
  database: ['#0b62c4', '#6cb2ff'],
  storage: ['#1a7431', '#56d16f'],
  security: ['#c1272d', '#ff8a80'],
  network: ['#0e7180', '#4fd0dc'],
  operations: ['#5b6570', '#a9b4c0'],
  other: ['#6b5a2e', '#d3bd7c'],
};

/** Class, and what it has by theme. No variables: programs other than browsers draw these files too. */
const RULES: readonly (readonly [selector: string, property: string, colours: Pair])[] = [
  ['.bg', 'fill', ['#ffffff', '#0d1117']],
  ['.bg', 'stroke', ['#d5dbe2', '#2b323b']],
  ['.ink', 'fill', ['#1b2129', '#eef2f6']],
  ['.muted', 'fill', ['#57606a', '#9da8b4']],
  ['.card', 'fill', ['#ffffff', '#171d26']],
  ['.card', 'stroke', ['#c6ced7', '#3a434e']],
  ['.stack', 'fill', ['#f6f8fa', '#11161d']],
  ['.stack', 'stroke', ['#b9c3ce', '#3d4753']],
  ['.vpc', 'fill', ['#eef8f7', '#0b1c1f']],
  ['.vpc', 'stroke', ['#0e7180', '#2f8d98']],
  ['.subnets', 'fill', ['#dff1f0', '#102a2e']],
  ['.subnets', 'stroke', ['#7fbcbf', '#2c5f66']],
  ['.stack-halo', 'stroke', ['#f6f8fa', '#11161d']],
  ['.vpc-halo', 'stroke', ['#eef8f7', '#0b1c1f']],
  ['.subnets-halo', 'stroke', ['#dff1f0', '#102a2e']],
  ['.flow', 'stroke', ['#343d48', '#c3ccd6']],
  ['.uses', 'stroke', ['#8a94a0', '#6e7a87']],
  ['.failure', 'stroke', ['#c1272d', '#ff8a80']],
  ['.reaches', 'stroke', ['#0e7180', '#4fd0dc']],
  ['.flow-tip', 'fill', ['#343d48', '#c3ccd6']],
  ['.uses-tip', 'fill', ['#8a94a0', '#6e7a87']],
  ['.failure-tip', 'fill', ['#c1272d', '#ff8a80']],
  ['.reaches-tip', 'fill', ['#0e7180', '#4fd0dc']],
  ['.pill', 'fill', ['#e7ebf0', '#2d3540']],
  ...Object.entries(COLOURS).map(([category, pair]) => [`.${category}`, 'fill', pair] as const),
  ['.glyph', 'stroke', ['#ffffff', '#0d1117']],
];

const SHAPES = `
text{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif}
.bold{font-weight:600}
.glyph{fill:none;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.link{fill:none;stroke-width:1.5}
.uses,.reaches{stroke-width:1.3}
.failure{stroke-dasharray:6 4}
.reaches{stroke-dasharray:2 4}
.halo{paint-order:stroke;stroke-width:5;stroke-linejoin:round}
.subnets{stroke-dasharray:4 3}`.trim();

function colours(theme: 0 | 1): string {
  const bySelector = new Map<string, string[]>();
  for (const [selector, property, pair] of RULES) bySelector.set(selector, [...bySelector.get(selector) ?? [], `${property}:${pair[theme]}`]);
  return [...bySelector].map(([selector, all]) => `${selector}{${all.join(';')}}`).join('\n');
}

/** The style sheet; `scope` stands before every selector, in a page that holds more than the drawing. Prints light. */
export function css(scope = ''): string {
  const scoped = (rules: string) => scope ? rules.replace(/^|\n|(?<=[\w-]),(?=\.)/g, (at) => `${at}${scope} `) : rules;
  return `${scoped(SHAPES)}\n${scoped(colours(0))}\n@media screen and (prefers-color-scheme:dark){\n${scoped(colours(1))}\n}`;
}

export const categoriesOf = (used: ReadonlySet<Category>): Category[] => (Object.keys(CATEGORIES) as Category[]).filter((one) => used.has(one));
