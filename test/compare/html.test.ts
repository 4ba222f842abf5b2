import { createHash } from 'node:crypto';
import { compared, finding, match, page, place } from './html-fixture';
import { html, Markup, when } from '../../src/compare/html-markup';
import { SCRIPT } from '../../src/compare/html-script';

const EVIL = '</style></script><script>alert(1)</script><img src=x onerror="alert(2)">\' onload=alert(3)';
const parts = (text: string) => new Map([...text.matchAll(/<a id="([^"]+)" class="part" href="#([^"]+)" aria-label="([^"]*)" data-name="([^"]*)" data-state="([^"]*)" data-findings="([^"]*)" data-other="([^"]*)"/g)]
  .map(([, id, href, label, name, state, findings, other]) => [id, { href, label, name, state, findings, other }]));
const idsOf = (text: string) => [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);

test('nothing gets into markup unescaped but markup', () => {
  expect(html`<p title="${EVIL}">${[1, '<', html`<b>${'&'}</b>`, undefined]}</p>`.text).toBe(
    '<p title="&lt;/style&gt;&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(2)&quot;&gt;&#39; onload=alert(3)">1&lt;<b>&amp;</b></p>');
  expect(when(0, () => 'never')).toBeUndefined();
  expect(when(1, () => new Markup('<i>'))).toEqual(new Markup('<i>'));
});

test('the page runs its own script alone, and loads nothing', () => {
  const text = page(compared());
  const blocks = (tag: string) => [...text.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))].map(([, content]) => content);
  const [policy] = /Content-Security-Policy" content="([^"]+)"/.exec(text)!.slice(1);
  const hash = (content: string) => `sha256-${createHash('sha256').update(content).digest('base64')}`;
  expect(blocks('script')).toEqual([SCRIPT]);
  expect(policy.replaceAll('&#39;', '\'')).toBe(
    `default-src 'none'; style-src '${hash(blocks('style')[0])}'; script-src '${hash(SCRIPT)}'; base-uri 'none'; form-action 'none'`);
  expect(text).not.toMatch(/https?:\/\/|url\(|@import|\sstyle="|\son\w+="|<link|<iframe|<img/);
});

test.each<[string, Parameters<typeof compared>]>([
  ['the name of the candidate', [{ candidate: EVIL, notes: [EVIL], unresolved: [{ reason: EVIL, values: 1 }] }]],
  ['a finding', [{ findings: [finding(1, { title: EVIL, found: EVIL, why: EVIL, impact: EVIL, fix: EVIL, lessons: [EVIL], places: [place(EVIL, { file: EVIL, found: EVIL, type: EVIL, path: [EVIL, EVIL, EVIL] }), place(null, { path: [EVIL] })] })] }]],
  ['a resource', [{ structure: { ...compared().comparison.structure, matches: [match('weaker', EVIL, EVIL)] } }, { [EVIL]: { Type: `AWS::${EVIL}`, Properties: { [EVIL]: { Ref: EVIL } } } }]],
])('%s of a stranger does not run', (_, given) => {
  const text = page(compared(...given));
  expect(text.match(/<script/g)).toHaveLength(1);
  // Without its values no tag has an attribute that is code.
  expect(text.replace(SCRIPT, '').replace(/"[^"]*"/g, '""').match(/<img|<[^>]*\son\w+=/g)).toBeNull();
  expect(text.includes('&lt;script&gt;alert(1)')).toBe(true);
});

test('parts are marked by what they are, in sign and words too', () => {
  const found = parts(page(compared()));
  expect(Object.fromEntries([...found].map(([id, { name, state }]) => [id, `${name}: ${state.split(':')[0]}`]))).toEqual({
    'c1-candidate-part-1': 'SQS queue Queue: weaker',
    'c1-candidate-part-2': 'SNS topic Topic: extra',
    'c1-reference-part-1': 'SQS queue Golden: matched',
    'c1-reference-part-2': 'DynamoDB table Lost: missing',
  });
  const text = page(compared());
  for (const state of ['weaker', 'extra', 'matched', 'missing']) expect(text).toContain(`<g class="badge ${state}" aria-hidden="true">`);
});

test('a part leads to its finding and its counterpart, a finding to its part, on both sides', () => {
  const text = page(compared());
  const found = parts(text);
  expect(found.get('c1-candidate-part-1')).toMatchObject({ href: 'c1-finding-1', findings: '1', other: 'c1-reference-part-1', label: expect.stringMatching(/^SQS queue Queue\. weaker: .*\. findings 1$/) });
  expect(found.get('c1-reference-part-1')).toMatchObject({ href: 'c1-finding-1', findings: '1', other: 'c1-candidate-part-1' });
  expect(found.get('c1-candidate-part-2')).toMatchObject({ href: 'c1-candidate-part-2', findings: '', other: '' });
  expect(text).toContain('<a class="show" href="#c1-candidate-part-1">Queue</a>');
  expect(text).toContain('<a class="show" href="#c1-reference-part-1">Golden</a>');
  const ids = idsOf(text);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
});

test('a finding says all: what, where, why, impact, fix', () => {
  const text = page(compared({ findings: [finding(1, { placeCount: 25, lessons: ['DlqRetention'] })] }));
  for (const said of ['Queue has none', 'folder/candidate.yaml:3:5 · Properties.QueueName', 'Each queue has one', 'golden.json:3:5', 'comes back for ever', 'Payments are lost', 'Set RedrivePolicy', 'WH-06/own-dlq, DlqRetention', 'and 24 more']) {
    expect(text).toContain(said);
  }
  expect(text).not.toContain('/deep/in/');
  expect(text).toMatch(/<details class="finding" id="c1-finding-1" data-severity="critical" data-facet="reliability" data-kind="requirement" open>/);
});

test('what is open is not opened, and a place outside of the resources is no link', () => {
  const text = page(compared({ findings: [finding(1, { kind: 'open', requirement: null, assertion: null, lessons: ['Dlq'], places: [place(null, { path: ['Parameters', 'Name'], found: '' })] })] }));
  expect(text).toMatch(/data-kind="open">\n<summary><span class="badge severity-open">/);
  expect(text).toContain('<span>Parameters.Name</span>');
});

test('the grade stands with its justification, its range and its cap', () => {
  const text = page(compared());
  for (const said of ['aria-label="Grade 42 of 100"', '40 to 55', 'At most 59:', 'WH-06 is critical', 'Half of it holds.', 'which was detected: 50 % like webhook-pipeline, 22 % like event-api; --system names another.', 'a note', '3 × a parameter without default']) expect(text).toContain(said);
  const grade = { ...compared().comparison.grade, lowest: 42, highest: 42, cap: undefined };
  const other = page(compared({ grade, findings: [], notes: [], unresolved: [] }));
  for (const unsaid of ['depending on', 'At most', '<h2>Notes']) expect(other).not.toContain(unsaid);
  expect(other).toContain('None: every assertion holds');
});

test('of several that are drawn as one it says how many', () => {
  const three = Object.fromEntries(['One', 'Two', 'Three'].map((id) => [id, { Type: 'AWS::SQS::Queue' }]));
  const structure = { ...compared().comparison.structure, matches: [match('matched', 'One', 'Golden'), match('extra', 'Two', null), match('extra', 'Three', null)] };
  const [[, drawn]] = parts(page(compared({ structure, findings: [] }, three)));
  expect(drawn.state).toBe('matched: the other side has it too; 2 of 3 extra');
});

test('several candidates stand below a ranking, each with ids of its own', () => {
  const text = page(compared(), compared({ candidate: 'other.yaml' }));
  expect(text).toMatch(/Ranking[\s\S]*<td>1<\/td><th scope="row"><a href="#c1">candidate\.yaml[\s\S]*<td>2<\/td><th scope="row"><a href="#c2">other\.yaml/);
  expect(new Set(idsOf(text)).size).toBe(idsOf(text).length);
  expect(page(compared())).not.toContain('Ranking');
  expect(text.match(/<td>Payment webhook pipeline \(50 %\)<\/td>/g)).toHaveLength(2);
  const named = { system: { ...compared().comparison.system, isDetected: false } };
  expect(page(compared(named), compared(named))).not.toContain('50 % like');
  expect(page(compared(named), compared(named))).toContain('<td>Payment webhook pipeline</td>');
});

test('is the same page each time', () => expect(page(compared())).toBe(page(compared())));
