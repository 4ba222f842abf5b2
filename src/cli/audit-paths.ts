import { resolve, sep } from 'path';
import { AuditSettings } from './audit-settings';
import { unexpected } from './faults';
import { Report, ReportedFinding, ReportedTemplate, Summary } from './report';
import { Streams } from './streams';
import { unresolvedOf } from './unresolved';
import { version } from './version';
import { audit, LESSONS, SEVERITIES } from '../lessons';
import { acknowledge, AcknowledgedFinding } from '../lessons/acknowledgements';
import { load, Model, Note, Stack, TemplateError } from '../template';

/** Paths that were read as one graph, or why the path cannot be read. */
interface Group {
  readonly paths: readonly string[];
  readonly model: Model | string;
}

/** Audits every path on its own, or all that can be read together. */
export function auditPaths(settings: AuditSettings, streams: Streams): Report {
  const errors: string[] = [];
  const groups = groupsOf(settings, streams);
  const templates = groups.flatMap(({ paths, model }): ReportedTemplate[] => {
    const audited = typeof model === 'string' ? model : attempt(paths[0], streams, () => auditGroup(paths, model, settings, errors));
    if (typeof audited !== 'string') return audited;
    errors.push(audited);
    return paths.map((file) => ({ file, stacks: 0, resources: 0, findings: [], notes: [], unresolved: [], error: audited }));
  });
  return {
    version: 1,
    tool: { name: 'cdk-payments', version: version() },
    templates,
    errors: [...errors, ...unknownParameters(groups.flatMap(({ model }) => typeof model === 'string' ? [] : [model]), settings)],
    summary: summaryOf(templates, settings),
  };
}

function groupsOf({ paths, parameters, together }: AuditSettings, streams: Streams): Group[] {
  const read = (some: readonly string[]): Group => ({ paths: some, model: attempt(some[0], streams, () => load(some, { parameters })) });
  const alone = () => paths.map((path) => read([path]));
  if (!together) return alone();
  const all = read(paths);
  if (typeof all.model !== 'string') return [all];
  const each = alone();
  const readable = each.filter(({ model }) => typeof model !== 'string').flatMap((group) => group.paths);
  return [...readable.length > 0 ? [read(readable)] : [], ...each.filter(({ model }) => typeof model === 'string')];
}

/** The result, or what went wrong in one line that names the path. */
function attempt<T>(path: string, streams: Streams, what: () => T): T | string {
  try {
    return what();
  } catch (error) {
    return error instanceof TemplateError ? error.message : `${path}: ${unexpected(error, streams)}`;
  }
}

function auditGroup(paths: readonly string[], model: Model, { lessons, options }: AuditSettings, errors: string[]): ReportedTemplate[] {
  const { findings, faults, notes } = acknowledge(model, audit(model, lessons, options), lessons, LESSONS);
  errors.push(...faults.map(({ file, message }) => `${file}: ${message}`), ...model.notes.filter(({ isUnread }) => isUnread).map(({ message }) => message));
  const owner = ownerAmong(paths);
  const all: readonly Note[] = [...model.notes.filter(({ isUnread }) => !isUnread), ...notes];
  return paths.map((path) => {
    const stacks = model.stacks.filter((stack) => owner(rootOf(stack).source.file) === path);
    return {
      file: path,
      stacks: stacks.length,
      resources: stacks.reduce((sum, { resources }) => sum + resources.size, 0),
      findings: findings.filter(({ stack }) => stacks.includes(stack)).map(reported),
      notes: all.filter(({ file }) => owner(file) === path),
      unresolved: unresolvedOf(stacks),
    };
  });
}

/** Which of the paths led to a file: itself, or a folder that holds it. A note may stand in a nested template elsewhere. */
function ownerAmong(paths: readonly string[]): (file: string) => string {
  const absolute = paths.map((path) => ({ path, at: resolve(path) }));
  return (file) => absolute.find(({ at }) => resolve(file) === at || resolve(file).startsWith(at + sep))?.path ?? paths[0];
}

const rootOf = (stack: Stack): Stack => stack.parent ? rootOf(stack.parent.stack) : stack;
const nameOf = (stack: Stack): string => stack.parent ? `${nameOf(stack.parent.stack)}/${stack.name}` : stack.name;

function reported({ lesson, stack, resource, path, found, detail, acknowledged }: AcknowledgedFinding): ReportedFinding {
  return {
    id: lesson.id,
    severity: lesson.severity,
    facet: lesson.facet,
    title: lesson.title,
    classes: lesson.classes,
    pci: lesson.pci ?? [],
    logicalId: resource?.id ?? null,
    stack: nameOf(stack),
    constructPath: resource?.constructPath ?? null,
    path,
    file: stack.source.file,
    ...stack.source.position(path),
    found,
    why: lesson.why,
    fix: lesson.fix,
    source: lesson.source,
    detail: detail ?? null,
    ...acknowledged !== undefined && { acknowledged },
  };
}

/** A name that no template declares is a mistake in typing. */
function unknownParameters(models: readonly Model[], { parameters }: AuditSettings): string[] {
  if (models.length === 0) return [];
  const stacks = models.flatMap((model) => model.stacks.filter(({ parent }) => !parent));
  return Object.keys(parameters).filter((name) => !stacks.some((stack) => name in stack.parameters))
    .map((name) => `--parameter ${name}: no template has a parameter of that name`);
}

function summaryOf(templates: readonly ReportedTemplate[], { lessons }: AuditSettings): Summary {
  const findings = templates.flatMap((template) => template.findings);
  const open = findings.filter(({ acknowledged }) => acknowledged === undefined);
  const count = (severity: string) => open.filter((finding) => finding.severity === severity).length;
  return {
    paths: templates.filter(({ error }) => error === undefined).length,
    stacks: templates.reduce((sum, { stacks }) => sum + stacks, 0),
    resources: templates.reduce((sum, { resources }) => sum + resources, 0),
    lessons: lessons.length,
    findings: Object.fromEntries(SEVERITIES.map((severity) => [severity, count(severity)])) as Summary['findings'],
    acknowledged: findings.length - open.length,
  };
}
