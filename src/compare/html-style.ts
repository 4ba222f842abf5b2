import { drawingCss } from '../diagram';

/** Name, light, dark. */
const COLOURS: readonly (readonly [name: string, light: string, dark: string])[] = [
  ['page', '#ffffff', '#0d1117'],
  ['ground', '#f6f8fa', '#11161d'],
  ['ink', '#1b2129', '#eef2f6'],
  ['muted', '#57606a', '#9da8b4'],
  ['line', '#d0d7de', '#303843'],
  ['accent', '#0b62c4', '#6cb2ff'],
  ['matched', '#1a7431', '#56d16f'],
  ['weaker', '#9a5b00', '#f0b040'],
  ['missing', '#c1272d', '#ff8a80'],
  ['extra', '#7a3ee0', '#b48cff'],
  ['critical', '#a40e26', '#ff8a80'],
  ['high', '#bc4c00', '#ff9e57'],
  ['medium', '#8a6100', '#e8c15a'],
  ['low', '#57606a', '#9da8b4'],
  ['open', '#0e7180', '#4fd0dc'],
  ['on', '#ffffff', '#0d1117'],
];
const variables = (theme: 1 | 2): string => COLOURS.map((row) => `--${row[0]}:${row[theme]}`).join(';');
const forEach = (names: readonly string[], rule: (name: string) => string): string => names.map(rule).join('\n');

const STATES = ['matched', 'weaker', 'missing', 'extra'];
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'open'];

const PAGE = `
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 "Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif}
main,header,footer{max-width:1680px;margin:0 auto;padding:0 24px}
article>header{padding:24px 0 0}
h1{font-size:26px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:19px;margin:32px 0 12px}
h2 small,small{font-size:12.5px;font-weight:400;color:var(--muted)}
p{margin:0 0 8px}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;background:var(--ground);padding:1px 4px;border-radius:4px;overflow-wrap:anywhere}
.skip{position:absolute;left:-9999px}
.skip:focus{left:12px;top:12px;background:var(--page);padding:8px 12px;z-index:9}
.lead{color:var(--muted)}
.grade{display:grid;grid-template-columns:auto minmax(280px,1fr) auto;gap:28px;align-items:center;background:var(--ground);border:1px solid var(--line);border-radius:12px;padding:20px 24px;margin:20px 0}
.grade ul{margin:0;padding-left:18px}
.cap{color:var(--critical)}
.ring circle{fill:none;stroke-width:10}
.ring .track,.bar .track{stroke:var(--line);fill:none}
.bar .track{fill:var(--line);stroke:none}
.bar .filled{fill:var(--accent)}
.ring .filled{stroke-linecap:round;stroke:var(--weaker)}
.ring.good .filled{stroke:var(--matched)}
.ring.poor .filled{stroke:var(--critical)}
.ring .number{font-size:38px;font-weight:700;fill:var(--ink)}
.ring .of{font-size:13px;fill:var(--muted)}
table{border-collapse:collapse}
caption{position:absolute;left:-9999px}
th{text-align:left;font-weight:600}
th,td{padding:5px 12px 5px 0;vertical-align:top}
.shares th{font-weight:400}
.shares th::first-letter{text-transform:uppercase}
.shares td{vertical-align:middle}
.shares .number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(128px,1fr));gap:10px;margin:0}
.tile{border:1px solid var(--line);border-radius:10px;padding:10px 12px;display:flex;flex-direction:column}
.tile dt{font-size:13px;order:2}
.tile dd{margin:0;font-size:22px;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
.tile .more{order:3;font-size:12.5px;font-weight:400;color:var(--muted)}
.legend{display:flex;flex-wrap:wrap;gap:6px 20px;margin:0 0 10px;padding:0;list-style:none;font-size:13.5px}
.legend b{display:inline-block;width:20px;height:20px;border-radius:50%;text-align:center;line-height:20px;font-size:13px;color:var(--on);margin-right:6px}
.panes{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:14px}
.pane{border:1px solid var(--line);border-radius:12px;overflow:hidden;display:flex;flex-direction:column;min-width:0}
.pane header{padding:8px 14px;display:flex;gap:8px;align-items:baseline;justify-content:space-between;border-bottom:1px solid var(--line);background:var(--ground);margin:0;max-width:none}
.pane h3{margin:0;font-size:15px}
.pane label{font-size:12.5px;color:var(--muted);white-space:nowrap}
.pane input{vertical-align:middle;width:110px}
.canvas{overflow:auto;height:76vh;padding:10px}
.drawing{display:block;margin:0 auto}
.selection{border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:8px;padding:10px 14px;margin-top:12px;background:var(--ground);min-height:46px}
.selection.told{position:sticky;bottom:8px;box-shadow:0 2px 12px rgba(0,0,0,.18)}
.selection p{margin:0}
.filter{display:flex;flex-wrap:wrap;gap:8px 18px;align-items:center;margin:0 0 12px;font-size:14px}
.filter fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:4px 14px}
.filter legend{position:absolute;left:-9999px}
.filter select,.filter input[type=search],.filter button{font:inherit;color:inherit;background:var(--page);border:1px solid var(--line);border-radius:6px;padding:4px 8px}
.finding{border:1px solid var(--line);border-radius:10px;margin:0 0 8px;background:var(--page)}
.finding summary{cursor:pointer;padding:9px 14px;list-style-position:inside}
.finding .title{font-weight:600}
.finding .id{color:var(--muted);font-size:13px;white-space:nowrap}
.finding dl{display:grid;grid-template-columns:120px minmax(0,1fr);gap:6px 12px;margin:0;padding:4px 16px 14px 34px}
.finding dt{color:var(--muted)}
.finding dd{margin:0;overflow-wrap:anywhere}
.finding:target,.finding.chosen{border-color:var(--accent);box-shadow:0 0 0 2px var(--accent)}
.badge{display:inline-block;min-width:68px;text-align:center;border-radius:999px;padding:1px 10px;font-size:12.5px;font-weight:600;color:var(--on)}
.places{margin:4px 0 0;padding-left:18px}
.at{overflow-wrap:anywhere}
.scroll{overflow-x:auto}
.requirements,.ranking{width:100%;font-size:14px}
.requirements tr,.ranking tr{border-bottom:1px solid var(--line)}
.requirements td:nth-child(4){white-space:nowrap}
.requirements ul{margin:0;padding:0;list-style:none}
.outcome-fail>td:nth-child(4),li.outcome-fail{color:var(--missing)}
.outcome-unknown>td:nth-child(4),li.outcome-unknown{color:var(--open)}
footer{color:var(--muted);font-size:13px;padding-top:24px;padding-bottom:32px}
[hidden]{display:none!important}
@media (max-width:900px){.panes,.grade{grid-template-columns:minmax(0,1fr)}.finding dl{grid-template-columns:minmax(0,1fr)}.finding .id{white-space:normal}main,header,footer{padding-left:14px;padding-right:14px}}
@media print{
.filter,.selection,.skip,.pane label{display:none}
.canvas{height:auto;overflow:visible}
.panes{grid-template-columns:minmax(0,1fr)}
.pane,.finding,.tile,.grade{break-inside:avoid-page}
.drawing{width:100%;height:auto;max-height:95vh}
body{font-size:11pt}
.finding::details-content{content-visibility:visible;block-size:auto}
}`;

const chosen = [':focus-visible', '.chosen', ':target', '.opposite']
  .flatMap((how) => ['front', 'vpc', 'subnets', 'stack'].map((shape) => `.drawing .part${how} .${shape}`)).join(',');

/** In the drawings: the state by colour, by the dashes of the border and by the sign. */
const DRAWING = `
.drawing .badge circle{stroke:var(--page);stroke-width:2}
.drawing .front{stroke-width:2}
.drawing .weaker{stroke-width:2.5}
.drawing .missing{stroke-dasharray:7 4}
.drawing .extra{stroke-dasharray:2 3}
.drawing .badge circle{stroke-dasharray:none}
.drawing .note rect{fill:var(--page);stroke:var(--weaker);stroke-width:1.5}
.drawing .note text{fill:var(--ink)}
.drawing .lost{opacity:.45}
.drawing .part{cursor:pointer;outline:none;text-decoration:none}
${chosen}{stroke:var(--accent);stroke-width:4;stroke-dasharray:none}
${forEach(STATES, (state) => `.drawing .${state}{stroke:var(--${state})}.drawing .badge.${state} circle{fill:var(--${state})}.legend .${state}{background:var(--${state})}`)}
.drawing .badge text{fill:var(--on);stroke:none;font-weight:700}
${forEach(SEVERITIES, (severity) => `.badge.severity-${severity}{background:var(--${severity})}.tile.severity-${severity} dd{color:var(--${severity})}`)}`;

export const STYLE = `:root{color-scheme:light dark;${variables(1)}}
@media screen and (prefers-color-scheme:dark){:root{${variables(2)}}}
${PAGE}
${drawingCss('.drawing')}
${DRAWING}`;
