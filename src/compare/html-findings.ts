import * as path from 'path';
import { Content, html, Markup, when } from './html-markup';
import type { Comparison, CompareFinding, FoundPlace } from './result';
import { SEVERITIES } from '../lessons/lesson';

/** Where a resource is drawn: an id of the page. */
export type Find = (address: string | null) => string | undefined;

const KINDS = { requirement: 'requirement', lesson: 'lesson', open: 'open: cannot be decided' } as const;

/** `told` is what the finding says already; nothing in the reference, whose folder is of no interest. */
function placeOf(place: FoundPlace, find: Find, told?: string): Markup {
  const id = find(place.address);
  const name = place.address ?? place.path.join('.');
  const where = place.path.slice(place.address === null ? 0 : 2).join('.');
  return html`<li>${id ? html`<a class="show" href="#${id}">${name}</a>` : html`<span>${name}</span>`}${when(place.type, () => html` <small>${place.type!}</small>`)}
<small class="at">${told === undefined ? path.basename(place.file) : place.file}:${place.line}:${place.column}${when(where, () => html` · ${where}`)}</small>${when(place.found && place.found !== told, () => html`<br><code>${place.found}</code>`)}</li>`;
}

const placesOf = (places: readonly FoundPlace[], count: number, find: Find, told?: string): Content => when(places.length > 0, () =>
  html`<ul class="places">${places.map((one) => placeOf(one, find, told))}${when(count > places.length, () => html`<li>and ${count - places.length} more</li>`)}</ul>`);

function findingOf(finding: CompareFinding, prefix: string, inCandidate: Find, inReference: Find): Markup {
  const { number, kind, severity, facet, requirement, assertion, lessons, title, found, places, placeCount, reference, why, impact, fix } = finding;
  const isWorst = severity === 'critical' || severity === 'high';
  const names = [...assertion ? [assertion] : requirement ? [requirement] : [], ...lessons];
  return html`<details class="finding" id="${prefix}-finding-${number}" data-severity="${severity}" data-facet="${facet}" data-kind="${kind}"${when(isWorst && kind !== 'open', () => new Markup(' open'))}>
<summary><span class="badge severity-${kind === 'open' ? 'open' : severity}">${severity}</span> <span class="title">${title}</span> <span class="id">#${number} · ${requirement ?? lessons[0]} · ${facet}${when(kind === 'open', () => ' · open')}</span></summary>
<dl>
<dt>The candidate</dt><dd>${found}${placesOf(places, placeCount, inCandidate, found)}</dd>
<dt>The reference</dt><dd>${reference.text}${placesOf(reference.places, reference.places.length, inReference)}</dd>
<dt>Why</dt><dd>${why}</dd>
${when(impact, () => html`<dt>Impact</dt><dd>${impact}</dd>`)}
<dt>Fix</dt><dd>${fix}</dd>
<dt>Rule</dt><dd>${KINDS[kind]} <code>${names.join(', ')}</code></dd>
</dl>
</details>`;
}

const option = (value: string, label = value): Markup => html`<option value="${value}">${label}</option>`;

/** All findings, with the controls that filter them. */
export function findingsOf({ findings }: Comparison, prefix: string, inCandidate: Find, inReference: Find): Markup {
  if (findings.length === 0) return html`<section class="findings" aria-label="Findings"><h2>Findings</h2><p>None: every assertion holds, and no lesson is broken.</p></section>`;
  const facets = [...new Set(findings.map(({ facet }) => facet))].sort();
  const count = (severity: string) => findings.filter((one) => one.severity === severity).length;
  return html`<section class="findings" aria-label="Findings">
<h2 id="${prefix}-findings">Findings <small class="shown" role="status">${findings.length} of ${findings.length}</small></h2>
<form class="filter" aria-label="Filter of the findings">
<fieldset><legend>Severity</legend>${SEVERITIES.map((severity) => html`<label><input type="checkbox" name="severity" value="${severity}" checked> ${severity} (${count(severity)})</label>`)}</fieldset>
<label>Facet <select name="facet">${option('', 'all')}${facets.map((one) => option(one))}</select></label>
<label>Kind <select name="kind">${option('', 'all')}${(['requirement', 'lesson', 'open'] as const).map((one) => option(one))}</select></label>
<label>Text <input type="search" name="text" placeholder="queue, WH-06, DlqRetention" autocomplete="off" spellcheck="false"></label>
<button type="button" name="open">Open all</button> <button type="reset">Reset</button>
</form>
${findings.map((one) => findingOf(one, prefix, inCandidate, inReference))}
<p class="none" hidden>No finding is like that.</p>
</section>`;
}
