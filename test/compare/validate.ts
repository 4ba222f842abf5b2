import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv from 'ajv';
import { AssertionFile } from '../../src/compare/assertion';
import { PREDICATES } from '../../src/compare/predicates';
import { VIEWS } from '../../src/compare/views';
import { LESSONS, SEVERITIES } from '../../src/lessons';

const ROOT = path.join(__dirname, '..', '..');
const validate = new Ajv({ allErrors: true }).compile(JSON.parse(fs.readFileSync(path.join(ROOT, 'docs', 'assertions.schema.json'), 'utf8')) as object);
const isLesson = (id: unknown) => LESSONS.some((lesson) => lesson.id === id);

/** Severity of each requirement, from the table that the documents show. */
export function tableOf(system: string): Record<string, string> {
  const text = fs.readFileSync(path.join(ROOT, 'docs', 'requirements', `${system}.md`), 'utf8');
  return Object.fromEntries([...text.matchAll(/^\| ([A-Z]{2}-\d{2}) \|.*\| (critical|high|medium|low) \|$/gm)].map(([, id, severity]) => [id, severity]));
}

/** All faults of an assertion file: its form, and what it names. */
export function faultsOf(file: AssertionFile): string[] {
  const faults: string[] = [];
  if (validate(file) !== true) {
    // An alternative that does not fit says so for each of its forms: the deepest one helps.
    const errors = validate.errors!.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'oneOf');
    faults.push(...new Set(errors.map(({ dataPath, message, params }) => `${dataPath} ${message} ${JSON.stringify(params)}`)));
    return faults;
  }
  const table = tableOf(file.system);
  const ids = file.requirements.map(({ id }) => id);
  for (const id of Object.keys(table)) if (!ids.includes(id)) faults.push(`${id} has no assertions`);
  for (const id of Object.keys(file.accepted ?? {})) if (!isLesson(id)) faults.push(`accepted: no lesson is called ${id}`);
  for (const golden of Object.values(file.variants).flat()) if (!fs.existsSync(path.join(ROOT, 'golden', golden))) faults.push(`variants: golden/${golden} is not there`);
  for (const [at, { id, severity, assertions }] of file.requirements.entries()) {
    if (ids.indexOf(id) !== at) faults.push(`${id} is there twice`);
    if (!(id in table)) faults.push(`${id} is not in docs/requirements/${file.system}.md`);
    else if (table[id] !== severity) faults.push(`${id} is ${severity}, ${table[id]} in docs/requirements/${file.system}.md`);
    const names = assertions.map((one) => one.id);
    for (const [index, assertion] of assertions.entries()) {
      const name = `${id}/${assertion.id}`;
      if (names.indexOf(assertion.id) !== index) faults.push(`${name} is there twice`);
      if (assertion.severity && SEVERITIES.indexOf(assertion.severity) <= SEVERITIES.indexOf(severity)) faults.push(`${name}: its severity is not lower than that of ${id}: leave it out`);
      for (const lesson of assertion.lessons ?? []) if (!isLesson(lesson)) faults.push(`${name}: no lesson is called ${lesson}`);
      faults.push(...[assertion.check, assertion.when].flatMap((check) => namesIn(check)).map((fault) => `${name}: ${fault}`));
    }
  }
  return faults;
}

/** What a check names that is not there. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]): string[] => {
    if (key === 'lesson' || key === '$lesson') return [item].flat().filter((id) => !isLesson(id)).map((id) => `no lesson is called ${id}`);
    if (key === 'environments' && /"\$?lesson":/.test(JSON.stringify(item))) return ['environments: a lesson is not looked at there'];
    if (key === 'predicate') return item as string in PREDICATES.ofTemplates ? [] : [`no predicate of templates is called ${item}`];
    if (key === '$predicate') return item as string in PREDICATES.ofSubject ? [] : [`no predicate of subjects is called ${item}`];
    const [view] = key.split('.');
    const isView = view.startsWith('@') && /^@[a-z]/.test(view) && !['@key', '@value', '@nested'].includes(view) && !(view in VIEWS);
    return [...isView ? [`no view is called ${view}`] : [], ...namesIn(item)];
  });
}
