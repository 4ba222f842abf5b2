import * as fs from 'node:fs';
import * as path from 'node:path';
import { arn, Drawn, draw, lambda, model, ref, resource } from './drawn';
import { problems } from './well-formed';
import { layOut } from '../../src/cli/layout';
import { CARD_WIDTH } from '../../src/diagram/card';
import { load } from '../../src/template';
import { DIAGRAMS, drawn, FOLDER } from '../../tools/diagrams';

const GOLDEN = path.join(__dirname, '..', '..', 'golden');
const GOLDENS: [name: string, names: string[]][] = Object.entries(DIAGRAMS).map(([system, { goldens }]) => [system, [...goldens]]);
const cache = new Map<string, Drawn>();
const goldenOf = (system: string): Drawn => {
  if (!cache.has(system)) cache.set(system, draw(load(DIAGRAMS[system].goldens.map((name) => path.join(GOLDEN, `${name}.template.json`))), DIAGRAMS[system].title));
  return cache.get(system)!;
};

interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const holds = (outer: Box, inner: Box): boolean => inner.x >= outer.x && inner.y >= outer.y
  && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;

describe.each(GOLDENS)('the golden of %s', (system) => {
  test('is drawn whole: every resource is a part, a frame, a detail, or left out', () => {
    const { architecture: { parts, frames, leftOut, resources } } = goldenOf(system);
    const drawnAs = [...parts.map((part) => [part.resources, part.details]), ...frames.map(({ frame, details }) => [frame.resources, details])];
    const all = [...drawnAs.flat(2), ...leftOut.keys()];
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(resources);
  });

  test('has no card over another, and each in its frame', () => {
    const { layout: { cards, frames, width, height } } = goldenOf(system);
    const boxes = cards.map(({ card, x, y }) => ({ part: card.part, x, y, width: card.width, height: card.height }));
    for (const [index, box] of boxes.entries()) {
      expect(boxes.slice(index + 1).filter((other) => overlap(box, other))).toEqual([]);
      expect(holds({ x: -1, y: -1, width: width + 2, height: height + 2 }, box)).toBe(true);
      const frame = frames.find(({ drawn: { frame: one } }) => one === box.part.frame);
      expect(frame === undefined || holds(frame, box)).toBe(true);
    }
    expect(boxes).toHaveLength(goldenOf(system).architecture.parts.length);
  });

  test('has every link from the border of one card to the border of the other', () => {
    const { layout: { cards, links }, architecture } = goldenOf(system);
    expect(links).toHaveLength(architecture.links.length);
    const boxOf = new Map(cards.map(({ card, x, y }) => [card.part, { x, y, width: card.width, height: card.height }]));
    for (const { link: { from, to }, points } of links) {
      for (const [part, point] of [[from, points[0]], [to, points[points.length - 1]]] as const) {
        const { x, y, width, height } = boxOf.get(part)!;
        expect([point.y, point.y, point.x, point.x].some((at, side) => Math.abs(at - [y, y + height, x, x + width][side]) < 1)).toBe(true);
        expect(holds({ x: x - 1, y: y - 1, width: width + 2, height: height + 2 }, { ...point, width: 0, height: 0 })).toBe(true);
      }
    }
  });

  test('is well-formed, tells what it shows, and refers to nothing', () => {
    const { svg } = goldenOf(system);
    expect(problems(svg)).toEqual([]);
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="title desc">/);
    expect(svg).toMatch(/<desc id="desc">[^<]{200,}<\/desc>/);
    expect(svg).toContain('@media screen and (prefers-color-scheme:dark)');
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|url\(|@import|<script|<image|href=/);
  });

  // Not toBe(): the difference would fill the screen.
  test('is the file in docs/ (else: npm run docs)', () => {
    expect(fs.readFileSync(path.join(FOLDER, `${system}.svg`), 'utf8') === goldenOf(system).svg).toBe(true);
  });

  test('is in the README, when there is one', () => {
    const file = path.join(__dirname, '..', '..', 'src', system, 'README.md');
    if (!fs.existsSync(file)) return;
    expect(new RegExp(`!\\[[^\\]]{20,}\\]\\(\\.\\./\\.\\./docs/diagrams/${system}\\.svg\\)`).test(fs.readFileSync(file, 'utf8'))).toBe(true);
  });
});

test('the same templates give the same file', () => {
  expect(drawn(DIAGRAMS['nested-environments']) === goldenOf('nested-environments').svg).toBe(true);
});

test('every system that has a golden has a drawing', () => {
  const systems = new Set(fs.readdirSync(GOLDEN).filter((name) => name.endsWith('.template.json')).map((name) => name.split('.')[0]));
  expect([...systems].filter((name) => !(name in DIAGRAMS))).toEqual([]);
});

test('271 resources take less than two seconds, and stay readable', () => {
  const from = load([path.join(GOLDEN, 'webhook-pipeline.zip.template.json')]);
  const began = process.cpuUsage();
  const { architecture: { parts }, layout: { width } } = draw(from);
  // What it takes of a processor: others may be busy.
  expect(process.cpuUsage(began).user / 1e6).toBeLessThan(2);
  expect(parts.length).toBeLessThan(40);
  expect(width).toBeLessThan(8 * CARD_WIDTH);
});

test('two parts stand side by side', () => {
  const { layout, svg } = draw(model({
    Queue: resource('SQS::Queue'), Worker: lambda(), Mapping: resource('Lambda::EventSourceMapping', { EventSourceArn: arn('Queue'), FunctionName: ref('Worker') }),
  }));
  const [queue, worker] = layout.cards;
  expect(worker.x).toBeGreaterThan(queue.x + CARD_WIDTH);
  expect(Math.abs(worker.y + worker.card.height / 2 - queue.y - queue.card.height / 2)).toBeLessThan(2);
  expect(svg).toContain('SQS queue Queue to Lambda function Worker.');
  expect(svg).toContain('3 resources · 2 drawn as 2 parts · 1 detail inside them');
});

test('a template without resources is drawn empty', () => expect(problems(draw(model({})).svg)).toEqual([]));

test('what a circle of links closes is drawn too', () => {
  const { layout } = draw(model({
    A: lambda('R', { Environment: { Variables: { B: ref('B') } } }), B: lambda('R', { Environment: { Variables: { A: ref('A') } } }),
  }));
  expect(layout.links.map(({ points }) => points.length > 1)).toEqual([true, true]);
});

test('names of strangers are text', () => {
  const { svg } = draw(model({ '<script>alert(1)</script>': resource('SQS::Queue'), '"><img src=x onerror=alert(1)>': resource('SNS::Topic') }), '</title><script>alert(2)</script>');
  expect(problems(svg)).toEqual([]);
  expect(svg).not.toMatch(/<script|<img/);
});

test('every shape of a drawing has a colour in both themes', () => {
  const { svg } = goldenOf('webhook-pipeline');
  const used = new Set([...svg.matchAll(/class="([^"]+)"/g)].flatMap(([, names]) => names.split(' ')));
  const [light, dark] = svg.slice(svg.indexOf('<style>'), svg.indexOf('</style>')).split('@media');
  const plain = ['front', 'link', 'bold', 'halo'];
  for (const name of used) for (const theme of plain.includes(name) ? [] : [light, dark]) expect(theme).toMatch(new RegExp(`\\.${name}\\{`));
});

test('a fault of the engine is told', () => expect(() => layOut({ id: 'root', children: [], edges: [{ id: 'e', sources: ['no'], targets: ['one'] }] })).toThrow(/^elkjs: /));
