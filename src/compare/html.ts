import { createHash } from 'crypto';
import { detectedAs } from './detect';
import { Pane, STATES } from './html-drawing';
import { findingsOf } from './html-findings';
import { gradeOf, statisticsOf } from './html-grade';
import { html, Markup, when } from './html-markup';
import { SCRIPT } from './html-script';
import { STYLE } from './html-style';
import { notesOf, rankingOf, requirementsOf } from './html-tables';
import type { Comparison, UnreadCandidate } from './result';
import type { LayoutEngine } from '../diagram';
import type { Model } from '../template';

/** A comparison with the graphs that are drawn. */
export interface ComparedModels {
  readonly comparison: Comparison;
  readonly candidate: Model;
  readonly reference: Model;
}

export interface HtmlOptions {
  /** Lays out the drawings. */
  readonly engine: LayoutEngine;
  /** Of the command. */
  readonly version: string;
  /** Told at the end. */
  readonly unread?: readonly UnreadCandidate[];
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded, and nothing runs but the page's own script: not even what a candidate would smuggle into it. */
const POLICY = `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'`;

/** One page, complete in itself; several candidates below a ranking, in the order that is given. */
export function htmlOf(all: readonly ComparedModels[], { engine, version, unread = [] }: HtmlOptions): string {
  const title = all.length === 1 ? `${all[0].comparison.candidate}: ${all[0].comparison.grade.grade} of 100` : `${all.length} candidates`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">To the comparison</a>
<main id="main">
${when(all.length > 1, () => rankingOf(all.map(({ comparison }) => comparison)))}
${all.map((one, index) => candidateOf(one, `c${index + 1}`, engine))}
${unread.map(({ candidate, error }) => html`<article class="candidate"><header><h1>${candidate}</h1><p class="lead">Could not be read: ${error}</p></header></article>`)}
</main>
<footer>Made by cdk-payments ${version} compare. It grades templates; it does not deploy them.</footer>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

function candidateOf({ comparison, candidate, reference }: ComparedModels, id: string, engine: LayoutEngine): Markup {
  const [ours, theirs] = [new Pane('candidate', id, candidate), new Pane('reference', id, reference)];
  const { system } = comparison;
  const pane = (pane_: Pane, other: Pane, heading: string) => html`<section class="pane" aria-label="${heading}">
<header><h3>${heading}</h3><label>Zoom <input type="range" name="zoom" min="25" max="200" value="100" step="1"></label></header>
<div class="canvas" tabindex="0" role="region" aria-label="${heading}, drawing">${pane_.svg(comparison, other, engine)}</div></section>`;
  return html`<article class="candidate" id="${id}">
<header><h1>${comparison.candidate}</h1>
<p class="lead">Compared with the reference <strong>${system.title}</strong> (${system.id}, ${system.variant})${system.isDetected ? `, which was detected: ${detectedAs(system)}` : ''}.</p></header>
${gradeOf(comparison)}
${statisticsOf(comparison)}
<section aria-label="Architectures"><h2>Architectures</h2>
<ul class="legend">${Object.entries(STATES).map(([state, { sign, text }]) => html`<li><b class="${state}" aria-hidden="true">${sign}</b>${text}</li>`)}</ul>
<div class="panes">${pane(ours, theirs, 'Candidate')}${pane(theirs, ours, `Reference: ${system.variant}`)}</div>
<div class="selection" role="status"><p>Choose a part to see its counterpart and its findings.</p></div></section>
${findingsOf(comparison, id, (address) => ours.idAt(address), (address) => theirs.idAt(address))}
${requirementsOf(comparison)}
${notesOf(comparison)}
</article>`;
}
