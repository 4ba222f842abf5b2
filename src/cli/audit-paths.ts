import { resolve, sep } from 'path';
import { attempt } from './attempt';
import { AuditSettings } from './audit-settings';
import { refuseParameters } from './parameters';
import { NotShown, Report, ReportedFinding, ReportedPlace, ReportedTemplate, Summary } from './report';
import { Streams } from './streams';
import { version } from './version';
import { audit, LESSONS, SEVERITIES } from '../lessons';
import { acknowledge, AcknowledgedFinding } from '../lessons/acknowledgements';
import { load, Model, Note, Stack } from '../template';
import { unresolvedOf } from '../template/unresolved';

/** Paths that were read as one graph, or why the path cannot be read. */
interface Group {
  readonly paths: readonly string[];
  readonly model: Model | string;
}

/**
 * Audits every path on its own, or all that can be read together.
 *
 * @throws UsageError when a parameter was given that no template takes
 */
export function auditPaths(settings: AuditSettings, streams: Streams): Report {
  const errors: string[] = [];
  const groups = groupsOf(settings, streams);
  refuseParameters(groups.map(({ model }) => model), settings.parameters);
  const templates = groups.flatMap(({ paths, model }): ReportedTemplate[] => {
    const audited = typeof model === 'string' ? model : attempt(paths[0], streams, () => auditGroup(paths, model, settings, errors));
    if (typeof audited !== 'string') return audited;
    errors.push(audited);
    const nothing = { stacks: 0, resources: 0, findings: [], notShown: { findings: 0, pci: 0 }, notes: [], unresolved: [] };
    return paths.map((file) => ({ file, ...nothing, error: audited }));
  });
  return {
    version: 1,
    tool: { name: 'cdk-payments', version: version() },
    templates,
    errors,
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

function auditGroup(paths: readonly string[], model: Model, { lessons, unshown, options }: AuditSettings, errors: string[]): ReportedTemplate[] {
  const { findings, faults, notes } = acknowledge(model, audit(model, [...lessons, ...unshown], options), lessons, LESSONS);
  errors.push(...faults.map(({ file, message }) => `${file}: ${message}`), ...model.notes.filter(({ isUnread }) => isUnread).map(({ message }) => message));
  const owner = ownerAmong(paths);
  const all: readonly Note[] = [...model.notes.filter(({ isUnread }) => !isUnread), ...notes];
  return paths.map((path) => {
    const stacks = model.stacks.filter((stack) => owner(stack.root.source.file) === path);
    const here = findings.filter(({ stack }) => stacks.includes(stack));
    return {
      file: path,
      stacks: stacks.length,
      resources: stacks.reduce((sum, { resources }) => sum + resources.size, 0),
      findings: grouped(here.filter(({ lesson }) => lessons.includes(lesson))).map(reported),
      notShown: notShownOf(grouped(here.filter(({ lesson, acknowledged }) => unshown.includes(lesson) && acknowledged === undefined))),
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

const nameOf = (stack: Stack): string => stack.parent ? `${nameOf(stack.parent.stack)}/${stack.name}` : stack.name;

/**
 * What is critical or high is mended place by place: each place is a finding. What is medium or low is one habit of the template: a finding for
 * each lesson, with all its places.
 */
function grouped(findings: readonly AcknowledgedFinding[]): AcknowledgedFinding[][] {
  const groups = new Map<string, AcknowledgedFinding[]>();
  for (const [index, finding] of findings.entries()) {
    const { lesson: { id, severity }, stack, acknowledged } = finding;
    const alone = severity === 'critical' || severity === 'high' || acknowledged !== undefined;
    const key = alone ? `${index}` : `${id} ${stack.source.file}`;
    groups.set(key, [...groups.get(key) ?? [], finding]);
  }
  return [...groups.values()];
}

const notShownOf = (groups: readonly AcknowledgedFinding[][]): NotShown =>
  ({ findings: groups.length, pci: groups.filter(([{ lesson }]) => lesson.pci).length });

function placeOf({ stack, resource, path, found, detail }: AcknowledgedFinding): ReportedPlace {
  return {
    logicalId: resource?.id ?? null,
    stack: nameOf(stack),
    constructPath: resource?.constructPath ?? null,
    path,
    file: stack.source.file,
    ...stack.source.position(path),
    found,
    detail: detail ?? null,
  };
}

function reported([finding, ...others]: readonly AcknowledgedFinding[]): ReportedFinding {
  const { lesson, acknowledged } = finding;
  return {
    id: lesson.id,
    severity: lesson.severity,
    facet: lesson.facet,
    title: lesson.title,
    classes: lesson.classes,
    pci: lesson.pci ?? [],
    ...placeOf(finding),
    why: lesson.why,
    fix: lesson.fix,
    source: lesson.source,
    ...acknowledged !== undefined && { acknowledged },
    ...others.length > 0 && { alsoAt: others.map(placeOf) },
  };
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
    notShown: {
      findings: templates.reduce((sum, { notShown }) => sum + notShown.findings, 0),
      pci: templates.reduce((sum, { notShown }) => sum + notShown.pci, 0),
    },
  };
}
