import { likenessIn } from './detect';
import { html, Markup, when } from './html-markup';
import type { Comparison, Outcome } from './result';

const OUTCOMES: Readonly<Record<Outcome, string>> = { 'pass': '✓ holds', 'fail': '× fails', 'unknown': '? open', 'not-applicable': '– does not apply' };

export function requirementsOf({ requirements }: Comparison): Markup {
  return html`<section aria-label="Requirements"><h2>Requirements</h2>
<div class="scroll" role="region" aria-label="Table of the requirements" tabindex="0"><table class="requirements"><thead><tr><th scope="col">Id</th><th scope="col">Requirement</th><th scope="col">If missing</th><th scope="col">Outcome</th><th scope="col">Assertions</th></tr></thead><tbody>
${requirements.map(({ id, title, severity, outcome, assertions }) => html`<tr class="outcome-${outcome}"><th scope="row">${id}</th><td>${title}</td><td>${severity}</td><td>${OUTCOMES[outcome]}</td>
<td><ul>${assertions.map((one) => html`<li class="outcome-${one.outcome}">${OUTCOMES[one.outcome]}: ${one.title}</li>`)}</ul></td></tr>`)}
</tbody></table></div></section>`;
}

/** What was not read, and what is not known. */
export function notesOf({ notes, unresolved }: Comparison): Markup {
  return html`${when(notes.length > 0, () => html`<section aria-label="Notes"><h2>Notes</h2><ul>${notes.map((one) => html`<li>${one}</li>`)}</ul></section>`)}
${when(unresolved.length > 0, () => html`<section aria-label="Values that are not known"><h2>Values that are not known</h2><ul>${unresolved.map(({ reason, values }) => html`<li>${values} × ${reason}</li>`)}</ul></section>`)}`;
}

/** Many candidates: the best first; a row leads to the candidate. */
export function rankingOf(comparisons: readonly Comparison[]): Markup {
  return html`<section aria-label="Ranking"><h2>Ranking</h2>
<div class="scroll" role="region" aria-label="Table of the candidates" tabindex="0"><table class="ranking"><thead><tr><th scope="col">Rank</th><th scope="col">Candidate</th><th scope="col">Grade</th><th scope="col">System</th><th scope="col">Critical</th><th scope="col">High</th><th scope="col">Medium</th><th scope="col">Low</th></tr></thead><tbody>
${comparisons.map(({ candidate, grade, system, statistics: { findings } }, index) => html`<tr><td>${index + 1}</td><th scope="row"><a href="#c${index + 1}">${candidate}</a></th><td><strong>${grade.grade}</strong></td><td>${system.title}${likenessIn(system)}</td><td>${findings.critical}</td><td>${findings.high}</td><td>${findings.medium}</td><td>${findings.low}</td></tr>`)}
</tbody></table></div></section>`;
}
