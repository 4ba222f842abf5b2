/** Writes docs/requirements.md: each requirement, the construct that meets it, the tests that name it; `npm run docs`. */
import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import { REQUIREMENTS as DISASTER_RECOVERY } from '../test/disaster-recovery/requirements';
import { REQUIREMENTS as EVENT_API } from '../test/event-api/requirements';
import { REQUIREMENTS as MIGRATION } from '../test/migration/requirements';
import { REQUIREMENTS as NESTED_ENVIRONMENTS } from '../test/nested-environments/requirements';
import { REQUIREMENTS as WEBHOOK_PIPELINE } from '../test/webhook-pipeline/requirements';

const ROOT = path.join(__dirname, '..');
const SOURCES = path.join(ROOT, 'docs', 'requirements');
/** The page that is generated. */
export const PAGE = path.join(ROOT, 'docs', 'requirements.md');
/** The systems whose requirements are checked one by one: the folder in test/, and where each check must hold. */
const SYSTEMS: Array<{ readonly folder: string; readonly where: string; readonly sound: number; readonly requirements: Entry[] }> = [
  { folder: 'webhook-pipeline', where: 'holds in the zip and the ECR golden', sound: 2, requirements: WEBHOOK_PIPELINE },
  { folder: 'nested-environments', where: 'holds in dev, staging and prod', sound: 3, requirements: NESTED_ENVIRONMENTS },
  { folder: 'disaster-recovery', where: 'holds in the goldens of both Regions and of the name', sound: 1, requirements: DISASTER_RECOVERY },
  { folder: 'event-api', where: 'holds in the goldens without and with a domain', sound: 1, requirements: EVENT_API },
  { folder: 'migration', where: 'holds in the goldens of both Regions', sound: 1, requirements: MIGRATION },
];
const REQUIREMENTS = SYSTEMS.flatMap(({ requirements, ...system }) => requirements.map((entry) => ({ ...system, ...entry })));
/** Tested by tests of their own, so without an entry in REQUIREMENTS. */
const CONSTRUCTS: Record<string, string> = { 'WH-04': 'HandlerCode' };

interface Entry { readonly id: string; readonly construct: string; readonly optional?: boolean; readonly broken: object }

interface Row {
  readonly id: string;
  readonly requirement: string;
  readonly severity: string;
}

interface NamedTest {
  readonly file: string;
  readonly name: string;
  /** Ids in the title that no title around it has. */
  readonly ids: string[];
  /** Calls of `test` in the source; one with a table counts once. */
  readonly count: number;
}

function filesBelow(directory: string): string[] {
  if (!fs.existsSync(directory)) return [];
  return fs.readdirSync(directory, { withFileTypes: true })
    .flatMap((entry) => entry.isDirectory() ? filesBelow(path.join(directory, entry.name)) : [path.join(directory, entry.name)])
    .sort();
}

/** Rows of a requirements file: `| id | requirement | severity |`. */
function rowsOf(file: string): Row[] {
  return fs.readFileSync(file, 'utf8').split('\n')
    .map((line) => /^\| ([A-Z]{2}-\d{2}) \| (.*) \| (\w+) \|$/.exec(line))
    .flatMap((match) => match ? [{ id: match[1], requirement: match[2], severity: match[3] }] : []);
}

/** `test`, `it` or `describe` at the root of a call, through `.each(...)` and the like. */
function kindOf(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) return kindOf(callee.expression);
  return ts.isTaggedTemplateExpression(callee) ? kindOf(callee.tag) : '';
}

/** The outermost `describe` or `test` whose title holds an id, for each id, with the number of tests in it. */
function namedTests(file: string): NamedTest[] {
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  const found: NamedTest[] = [];
  const titleOf = (node: ts.Node): { kind: string; title: string } | undefined => {
    if (!ts.isCallExpression(node)) return undefined;
    const [title] = node.arguments;
    const kind = kindOf(node.expression);
    return title && ts.isStringLiteralLike(title) && ['test', 'it', 'describe'].includes(kind) ? { kind, title: title.text } : undefined;
  };
  const countTests = (node: ts.Node): number => {
    let count = ['test', 'it'].includes(titleOf(node)?.kind ?? '') ? 1 : 0;
    ts.forEachChild(node, (child) => { count += countTests(child); });
    return count;
  };
  const visit = (node: ts.Node, around: string[]): void => {
    const call = titleOf(node);
    const ids = (call?.title.match(/\b[A-Z]{2}-\d{2}\b/g) ?? []).filter((id) => !around.includes(id));
    if (call && ids.length > 0) found.push({ file, name: call.title, ids, count: countTests(node) });
    ts.forEachChild(node, (child) => visit(child, [...around, ...ids]));
  };
  visit(source, []);
  return found;
}

function allTests(): NamedTest[] {
  return ['test', 'integ'].flatMap((directory) => filesBelow(path.join(ROOT, directory)))
    .filter((file) => /\.test\.ts$|[\\/]integ\.[^\\/]+\.ts$/.test(file))
    .flatMap(namedTests);
}

/** The file of a class in src/. */
function fileOf(construct: string): string {
  const file = filesBelow(path.join(ROOT, 'src')).find((candidate) => candidate.endsWith('.ts')
    && new RegExp(`^export (abstract )?class ${construct}\\b`, 'm').test(fs.readFileSync(candidate, 'utf8')));
  if (!file) throw new Error(`no class ${construct} in src/`);
  return file;
}

const link = (file: string, text: string) => `[${text}](${path.relative(path.dirname(PAGE), file).split(path.sep).join('/')})`;
const cell = (text: string) => text.replaceAll('|', '\\|');

/** Ids of the requirements that no test names. */
export function untested(): string[] {
  const tests = allTests();
  return filesBelow(SOURCES).flatMap(rowsOf).map(({ id }) => id)
    .filter((id) => !REQUIREMENTS.some((entry) => entry.id === id) && !tests.some(({ ids }) => ids.includes(id)));
}

function renderSystem(file: string, tests: NamedTest[]): string[] {
  const heading = fs.readFileSync(file, 'utf8').split('\n')[0].replace(/^# /, '');
  const rows = rowsOf(file);
  const summary: string[] = [];
  const details: string[] = [];
  for (const { id, requirement, severity } of rows) {
    const entry = REQUIREMENTS.find((candidate) => candidate.id === id);
    const construct = entry?.construct ?? CONSTRUCTS[id];
    const named = tests.filter(({ ids }) => ids.includes(id));
    const broken = Object.keys(entry?.broken ?? {});
    const total = named.reduce((sum, { count }) => sum + count, 0) + (entry ? (entry.optional ? 1 : entry.sound) + broken.length : 0);
    summary.push(`| ${id} | ${cell(requirement)} | ${severity} | ${construct ? link(fileOf(construct), `\`${construct}\``) : '-'} | ${total} | ${broken.length} |`);
    details.push(`### ${id}`, '');
    if (entry) {
      const where = entry.optional ? 'holds in prod with the optional parts' : entry.where;
      details.push(`- ${link(path.join(ROOT, 'test', entry.folder, 'requirements.ts'), `${entry.folder}/requirements.ts`)}: ${where}`);
      details.push(...broken.map((how) => `  - fails when ${how}`));
    }
    details.push(...named.map(({ file: where, name, count }) => `- ${link(where, path.relative(path.join(ROOT, 'test'), where).split(path.sep).join('/'))}: ${name}${count > 1 ? ` (${count})` : ''}`));
    details.push('');
  }
  return [
    `## ${heading}`, '', `Source: ${link(file, path.basename(file))}.`, '',
    '| id | requirement | severity | construct | tests | of them breaking it |', '|---|---|---|---|---|---|', ...summary, '', ...details,
  ];
}

/** The page as it must be. */
export function render(): string {
  const tests = allTests();
  const lines = [
    '<!-- Generated by `npm run docs`. Do not edit. -->', '', '# Requirements and their tests', '',
    'The numbers count tests in the source: one with a table of cases counts once. A test "fails when ..." breaks the golden template in one way,',
    'and the check of the requirement must notice it.', '',
    ...filesBelow(SOURCES).flatMap((file) => renderSystem(file, tests)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

if (require.main === module) {
  fs.writeFileSync(PAGE, render());
  console.log(path.relative(ROOT, PAGE));
}
