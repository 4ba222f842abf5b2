import * as fs from 'node:fs';
import * as path from 'node:path';
import { Template } from './mutants/mutant';
import { audit, AuditFinding, Lesson, LESSONS } from '../../src/lessons';
import { acknowledge } from '../../src/lessons/acknowledgements';
import { Model } from '../../src/template';

export const FOLDER = path.join(__dirname, '..', '..', 'golden');
const FILES = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.template.json'));
const text = (name: string) => fs.readFileSync(path.join(FOLDER, name), 'utf8');
/** A golden calls the template that it nests by the name of its golden. */
const nestedBy = (name: string) => [...text(name).matchAll(/"\/?([\w.-]+\.template\.json)"/g)].map(([, file]) => file);
const NESTED = new Set(FILES.flatMap(nestedBy));

/** The largest that is complete on its own: mutants are made of it. */
export const MAIN = 'webhook-pipeline.zip.template.json';

export const golden = (name: string) => JSON.parse(text(name)) as Template;

/** Goldens that no other one nests. */
export const ROOTS = FILES.filter((name) => !NESTED.has(name));

/** A golden and those that it nests, by file. */
export const partsOf = (root: string): Record<string, Template> => Object.fromEntries([root, ...nestedBy(root)].map((name) => [name, golden(name)]));

/** What lessons find and the templates do not acknowledge. */
export const unacknowledged = (model: Model, lessons: readonly Lesson[] = LESSONS): AuditFinding[] =>
  acknowledge(model, audit(model, lessons), lessons, LESSONS).findings.filter(({ acknowledged }) => acknowledged === undefined);

/** What is broken on purpose, and how often: acknowledged beside its construct, which a template does not say; or of a low severity. */
export const ACKNOWLEDGED: Record<string, Record<string, number>> = {
  'nested-environments.dev.master.template.json': { ClusterOneInstance: 1 },
  'nested-environments.prod.master.template.json': { RetainedName: 1, TeardownBlocked: 2 },
  // In the other Region, whose stack is deployed first.
  'disaster-recovery.primary.template.json': { ReplicationDestination: 1 },
  // All goes with the stack (MG-18), also the database; what the detection of drift reads is named by type (MG-15).
  'migration.primary.template.json': { DeletionUnprotected: 1, IamWildcardResource: 1 },
  'migration.replica.template.json': { DeletionUnprotected: 1 },
  // Only who deploys it knows accounts, certificates and image.
  'nested-environments.stack-set.template.json': { ParameterWithoutDefault: 1 },
};
