import { percent } from './detect';
import { Content, html, Markup, when } from './html-markup';
import type { Comparison, Likeness } from './result';
import { SEVERITIES } from '../lessons/lesson';

const RADIUS = 52;
const AROUND = 2 * Math.PI * RADIUS;

/** From 0 to 1, as a line; the number stands beside it. */
export const bar = (share: number): Markup => html`<svg class="bar" width="120" height="8" aria-hidden="true"><rect width="120" height="8" rx="4" class="track"/>${
  when(share > 0, () => html`<rect width="${Math.max(8, Math.round(120 * share))}" height="8" rx="4" class="filled"/>`)}</svg>`;

const band = (grade: number): string => grade >= 90 ? 'good' : grade >= 60 ? 'fair' : 'poor';

function ring(grade: number): Markup {
  const done = Math.round(AROUND * grade) / 100;
  return html`<svg class="ring ${band(grade)}" width="128" height="128" viewBox="0 0 128 128" role="img" aria-label="Grade ${grade} of 100">
<circle cx="64" cy="64" r="${RADIUS}" class="track"/><circle cx="64" cy="64" r="${RADIUS}" class="filled" stroke-dasharray="${done} ${Math.ceil(AROUND)}" transform="rotate(-90 64 64)"/>
<text x="64" y="70" text-anchor="middle" class="number">${grade}</text><text x="64" y="90" text-anchor="middle" class="of">of 100</text></svg>`;
}

/** The grade with its justification. */
export function gradeOf({ grade }: Comparison): Markup {
  const { grade: number, lowest, highest, cap, justification, facets } = grade;
  const shares: [string, number][] = [['Requirements', grade.assertions], ['Lessons', grade.lessons], ['Likeness (not graded)', grade.structure]];
  return html`<section class="grade" aria-label="Grade">
${ring(number)}
<div class="why">
${when(lowest !== highest, () => html`<p><strong>${lowest} to ${highest}</strong>, depending on what the templates leave open.</p>`)}
${when(cap, () => html`<p class="cap"><strong>At most ${cap!.at}:</strong> ${cap!.because}</p>`)}
<ul>${justification.map((sentence) => html`<li>${sentence}</li>`)}</ul>
</div>
<table class="shares"><caption>Shares</caption><tbody>
${[...shares, ...Object.entries(facets)].map(([name, share]) => html`<tr><th scope="row">${name}</th><td>${bar(share)}</td><td class="number">${percent(share)}</td></tr>`)}
</tbody></table>
</section>`;
}

const tile = (value: Content, label: string, more?: string): Markup =>
  html`<div class="tile"><dt>${label}</dt><dd>${value}</dd>${when(more, () => html`<dd class="more">${more}</dd>`)}</div>`;

export function statisticsOf({ statistics, structure }: Comparison): Markup {
  const { findings, open, assertions, lessons, resources, stacks } = statistics;
  const coloured = (count: number, severity: string) => html`<div class="tile severity-${severity}"><dt>${severity}</dt><dd>${count}</dd></div>`;
  const likeness = (label: string, { matched, candidate, reference, f1 }: Likeness) => tile(percent(f1), label, `${matched} of ${reference}; the candidate has ${candidate}`);
  return html`<section aria-label="Statistics"><dl class="tiles">
${SEVERITIES.map((severity) => coloured(findings[severity], severity))}
${coloured(open, 'open')}
${tile(assertions.pass, 'assertions hold', `of ${assertions.pass + assertions.fail + assertions.unknown} that apply`)}
${tile(lessons.broken, 'lessons broken', `of ${lessons.applied}; ${lessons.acknowledged} findings acknowledged`)}
${tile(resources, 'resources', `in ${stacks} ${stacks === 1 ? 'stack' : 'stacks'}`)}
${likeness('resources alike', structure.resources)}
${likeness('links alike', structure.edges)}
</dl></section>`;
}
