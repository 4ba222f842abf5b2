import { html, Markup } from './html-markup';
import type { Comparison, MatchState, ResourceMatch } from './result';
import { Architecture, architectureOf, DrawnFrame, drawing, layoutOf, LayoutEngine, Look, Mark, Part } from '../diagram';
import type { Model, Resource } from '../template';

export type Side = 'candidate' | 'reference';

/** Sign and words of each state: colour is not all. */
export const STATES: Readonly<Record<MatchState, { readonly sign: string; readonly text: string }>> = {
  matched: { sign: '✓', text: 'matched: the other side has it too' },
  weaker: { sign: '!', text: 'weaker: matched, and a finding stands at it' },
  missing: { sign: '×', text: 'missing: only the reference has it' },
  extra: { sign: '+', text: 'extra: only the candidate has it' },
};

/** Half of a screen. */
const READABLE = 760;

type Drawn = Part | DrawnFrame;

const resourcesOf = (drawn: Drawn): readonly Resource[] => 'kind' in drawn ? drawn.resources : drawn.frame.resources;
const idOf = (drawn: Drawn): string => 'kind' in drawn ? drawn.id : drawn.frame.id;

/** One of the two drawings, and where each resource is in it. */
export class Pane {
  private readonly architecture: Architecture;
  private readonly ids = new Map<string, string>();

  /** `prefix` keeps the ids of several drawings apart. */
  public constructor(private readonly side: Side, private readonly prefix: string, model: Model) {
    this.architecture = architectureOf(model);
    for (const drawn of [...this.architecture.parts, ...this.architecture.frames]) {
      for (const { address } of [...resourcesOf(drawn), ...drawn.details]) this.ids.set(address, `${prefix}-${side}-${idOf(drawn)}`);
    }
  }

  /** Id of what a resource is drawn as; nothing for what is left out. */
  public idAt(address: string | null): string | undefined { return address === null ? undefined : this.ids.get(address); }

  /** The drawing; `other` is the one that it is compared with. */
  public svg(comparison: Comparison, other: Pane, engine: LayoutEngine): Markup {
    const layout = layoutOf(this.architecture, engine, READABLE);
    const [width, height] = [layout.width + 28, layout.height + 28].map(Math.ceil);
    const content = new Markup(drawing(layout, this.look(comparison, other)));
    const title = `${this.prefix}-${this.side}-title`;
    return html`<svg class="drawing" width="${width}" height="${height}" viewBox="-12 -14 ${width} ${height}" role="group" aria-labelledby="${title}">
<title id="${title}">Architecture of the ${this.side}</title>
${content}
</svg>`;
  }

  private look({ structure, findings }: Comparison, other: Pane): Look {
    const matches = new Map(structure.matches.flatMap((match) => match[this.side] === null ? [] : [[match[this.side]!, match]]));
    const numbers = new Map<string, Set<number>>();
    for (const finding of findings) {
      for (const { address } of this.side === 'candidate' ? finding.places : finding.reference.places) {
        const id = this.idAt(address);
        if (id) numbers.set(id, (numbers.get(id) ?? new Set()).add(finding.number));
      }
    }
    const numbersOf = (drawn: Drawn) => [...numbers.get(this.idOf(drawn)) ?? []].sort((a, b) => a - b);
    const matchesOf = (resources: readonly Resource[]) => resources.flatMap(({ address }) => matches.get(address) ?? []);
    const all: readonly Drawn[] = [...this.architecture.parts, ...this.architecture.frames];
    const marks = new Map(all.map((drawn) => [drawn, this.mark(matchesOf(resourcesOf(drawn)), matchesOf(drawn.details), numbersOf(drawn).length)]));
    return {
      mark: (drawn) => marks.get(drawn),
      wrap: (drawn, svg) => {
        const opposite = matchesOf([...resourcesOf(drawn), ...drawn.details]).flatMap((match) => other.idAt(match[other.side]) ?? [])[0];
        return this.link(drawn, svg, marks.get(drawn), numbersOf(drawn), opposite).text;
      },
      link: ({ from, to }) => [from, to].some((one) => marks.get(one)?.state === 'missing') ? ' lost' : '',
    };
  }

  private idOf(drawn: Drawn): string { return `${this.prefix}-${this.side}-${idOf(drawn)}`; }

  /** The state of most weight; what is not compared has none, as the frame of a stack. */
  private mark(own: readonly ResourceMatch[], details: readonly ResourceMatch[], findings: number): Mark | undefined {
    if (own.length + details.length === 0) return undefined;
    const lonely: MatchState = this.side === 'candidate' ? 'extra' : 'missing';
    const alone = (all: readonly ResourceMatch[]) => all.filter(({ state }) => state === lonely).length;
    const isAlone = own.length > 0 && alone(own) === own.length;
    const state = isAlone ? lonely : this.side === 'candidate' && findings > 0 ? 'weaker' : 'matched';
    const some = [
      ...alone(own) > 0 && !isAlone ? [`${alone(own)} of ${own.length} ${lonely}`] : [],
      ...alone(details) > 0 ? [`${alone(details)} of ${details.length} details ${lonely}`] : [],
    ];
    return {
      state,
      sign: STATES[state].sign,
      text: [STATES[state].text, ...some].join('; '),
      ...findings > 0 && { note: `${findings} ${findings === 1 ? 'finding' : 'findings'}` },
    };
  }

  /** A link to the first finding, or to the counterpart: it leads on without the script too. */
  private link(drawn: Drawn, svg: string, mark: Mark | undefined, findings: readonly number[], opposite: string | undefined): Markup {
    const id = this.idOf(drawn);
    const name = 'kind' in drawn ? `${drawn.kind.label} ${drawn.name}` : drawn.frame.title;
    const href = findings.length > 0 ? `${this.prefix}-finding-${findings[0]}` : opposite ?? id;
    const label = [name, mark?.text ?? 'not compared', ...findings.length > 0 ? [`findings ${findings.join(', ')}`] : []].join('. ');
    const data = html`data-name="${name}" data-state="${mark?.text ?? ''}" data-findings="${findings.join(' ')}" data-other="${opposite ?? ''}"`;
    return html`<a id="${id}" class="part" href="#${href}" aria-label="${label}" ${data}>${new Markup(svg)}</a>`;
  }
}
