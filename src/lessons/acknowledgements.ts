import * as fs from 'fs';
import * as path from 'path';
import { AuditFinding } from './audit';
import { Finding, Lesson } from './lesson';
import { isRecord, Model, Note, Path, record, Stack } from '../template';

/** A finding, and the reason that makes it acceptable, when one was given. */
export interface AcknowledgedFinding extends AuditFinding {
  readonly acknowledged?: string;
}

export interface Acknowledged {
  /** All findings, in the order that they came. */
  readonly findings: readonly AcknowledgedFinding[];
  /** Acknowledgements that do not count. */
  readonly faults: readonly Note[];
  /** Acknowledgements that nothing was found for. */
  readonly notes: readonly Note[];
}

/** Someone accepts what a lesson finds at a place. */
interface Acknowledgement {
  readonly lesson: string;
  /** Only findings with one of these details. */
  readonly details?: readonly string[];
  readonly reason: string;
  readonly file: string;
  readonly place: string;
  covers(finding: Finding): boolean;
}

/** As it was written. */
interface Entry {
  readonly id: unknown;
  readonly reason: unknown;
  readonly details?: readonly string[];
  /** In our own form, where every id is one of ours. */
  readonly own?: boolean;
}

interface Place {
  readonly file: string;
  readonly name: string;
  covers(finding: Finding): boolean;
}

const RECORDED = 'aws:cdk:acknowledged-rules';
/** The CDK writes `annotation::` before an id without a pack, from 2.262.1 on in upper case. */
const UNQUALIFIED = /^annotation::/i;
/** aws-cdk-lib 2.276 prints `PaymentChecks::PaymentChecks-DlqRetention`. */
const PACK = /^(?:PaymentChecks::)?PaymentChecks(?:-|::)/;
/** The construct that the CDK puts between a nested stack and its resource. */
const NESTED = /\.NestedStack\/[^/]*\.NestedStackResource$/;
const WITH_DETAIL = /^([^[]+)\[(.*)\]$/s;

/** What the id of an acknowledgement names. */
export interface AcknowledgedRule {
  readonly lesson: string;
  /** Of one finding; without one all are meant. */
  readonly detail?: string;
  /** Written as a rule of our pack, or as a bare name: then it may be another pack's. */
  readonly isOfPack: boolean;
}

/** Reads an id in any of the forms that the CDK and cdk-nag write. */
export function ruleOf(written: string): AcknowledgedRule {
  const id = written.replace(UNQUALIFIED, '');
  const [, name, detail] = WITH_DETAIL.exec(id) ?? [undefined, id, undefined];
  return { lesson: name.replace(PACK, ''), detail, isOfPack: PACK.test(name) };
}

/**
 * Sets apart the findings that someone acknowledged: in the metadata of a resource or of a template, in cdk-nag's form or in ours, or by the
 * CDK's `Validations.acknowledge`, which a cloud assembly records by construct path.
 *
 * `PaymentChecks-DlqRetention` covers what the lesson finds there, `PaymentChecks-DlqRetention[Queue]` the one finding with that detail.
 *
 * @param applied the lessons that made the findings
 * @param known every lesson
 */
export function acknowledge(model: Model, findings: readonly AuditFinding[], applied: readonly Lesson[], known: readonly Lesson[]): Acknowledged {
  const reader = new Reader(new Set(known.map(({ id }) => id)));
  for (const stack of new Map(model.stacks.map((one) => [one.source.file, one])).values()) reader.readTemplate(stack);
  for (const stack of model.stacks.filter(({ parent }) => !parent)) reader.readAssembly(stack);

  const used = new Set<string>();
  const marked = findings.map((finding): AcknowledgedFinding => {
    const covering = reader.acknowledgements.filter((one) => matches(one, finding));
    for (const one of covering) used.add(keyOf(one));
    return covering.length > 0 ? { ...finding, acknowledged: covering[0].reason } : finding;
  });
  const wasApplied = new Set(applied.map(({ id }) => id));
  // cdk-nag copies what holds for a construct to each of its resources: one of them used is enough.
  const idle = reader.acknowledgements.filter((one) => wasApplied.has(one.lesson) && !used.has(keyOf(one)));
  const unused = new Map(idle.map((one) => [keyOf(one), one]));
  return {
    findings: marked,
    faults: reader.faults,
    notes: [
      ...reader.notes,
      ...[...unused.values()].map(({ file, lesson, place }) => ({ file, message: `${lesson} is acknowledged at ${place}, where it finds nothing` })),
    ],
  };
}

const matches = ({ lesson, details, covers }: Acknowledgement, finding: AuditFinding) => lesson === finding.lesson.id
  && (!details || (finding.detail !== undefined && details.includes(finding.detail))) && covers(finding);

const keyOf = ({ file, lesson, details, reason }: Acknowledgement) => JSON.stringify([file, lesson, details, reason]);

class Reader {
  public readonly acknowledgements: Acknowledgement[] = [];
  public readonly faults: Note[] = [];
  public readonly notes: Note[] = [];
  /** Of the manifest in a folder. */
  private readonly artifacts = new Map<string, readonly Readonly<Record<string, unknown>>[]>();

  public constructor(private readonly known: ReadonlySet<string>) {}

  public readTemplate(stack: Stack): void {
    const { file } = stack.source;
    const inFile = (finding: Finding) => finding.stack.source.file === file;
    this.readMetadata(stack, ['Metadata'], stack.template.Metadata, { file, name: 'the whole template', covers: inFile });
    for (const { id, metadata } of stack.resources.values()) {
      const covers = (finding: Finding) => inFile(finding) && (finding.resource?.id ?? (finding.path[0] === 'Resources' ? finding.path[1] : undefined)) === id;
      this.readMetadata(stack, ['Resources', id, 'Metadata'], metadata, { file, name: id, covers });
    }
  }

  private readMetadata(stack: Stack, at: Path, metadata: unknown, place: Place): void {
    if (!isRecord(metadata)) return;
    const nag = isRecord(metadata.cdk_nag) ? metadata.cdk_nag.rules_to_suppress : undefined;
    for (const rule of Array.isArray(nag) ? nag as unknown[] : []) {
      if (isRecord(rule)) this.add({ id: rule.id, reason: reasonOf(rule), details: detailsOf(rule) }, place);
    }
    const ours = metadata['cdk-payments'];
    if (ours === undefined) return;
    const list = isRecord(ours) ? ours.acknowledge : undefined;
    if (!Array.isArray(list)) return void this.fault(place, 'Metadata.cdk-payments has no list `acknowledge`');
    for (const [index, rule] of (list as unknown[]).entries()) {
      if (isRecord(rule) && typeof rule.id === 'string') this.add({ id: rule.id, reason: rule.reason, own: true }, place);
      else this.fault(place, `line ${stack.source.position([...at, 'cdk-payments', 'acknowledge', index]).line} acknowledges nothing: expected an id and a reason`);
    }
  }

  /** What `Validations.acknowledge` recorded. What was acknowledged on the app or on a stage is not in an assembly. */
  public readAssembly(stack: Stack): void {
    const { file } = stack.source;
    const recorded = this.recordedOf(file);
    if (!recorded) return;
    if (typeof recorded === 'string') return void this.notes.push({ file: recorded, message: 'cannot be read: acknowledgements of the CDK were not looked at' });
    for (const [scope, acknowledged] of recorded.acknowledged) {
      const covers = (finding: Finding) => {
        const found = finding.stack.root === stack ? constructOf(finding, recorded) : undefined;
        return found !== undefined && (found === scope || found.startsWith(`${scope}/`));
      };
      for (const [id, reason] of Object.entries(acknowledged)) this.add({ id, reason }, { file, name: scope.slice(1), covers });
    }
  }

  /** The metadata of a stack's constructs, when the template is one of a cloud assembly; the file that cannot be read. */
  private recordedOf(template: string): Recorded | string | undefined {
    const folder = path.dirname(template);
    let file = path.join(folder, 'manifest.json');
    if (!this.artifacts.has(folder) && !fs.existsSync(file)) return undefined;
    const json = () => record(JSON.parse(fs.readFileSync(file, 'utf8')));
    try {
      // Large, and the same for each of its stacks.
      if (!this.artifacts.has(folder)) this.artifacts.set(folder, Object.values(record(json().artifacts)).map(record));
      const artifact = this.artifacts.get(folder)!.find(({ properties }) => record(properties).templateFile === path.basename(template));
      if (!artifact) return undefined;
      const inline = record(artifact.metadata);
      if (typeof artifact.additionalMetadataFile !== 'string') return collect(inline, artifact.displayName);
      file = path.join(folder, artifact.additionalMetadataFile);
      return collect({ ...inline, ...json() }, artifact.displayName);
    } catch {
      return file;
    }
  }

  private add({ id: written, reason, details, own }: Entry, place: Place): void {
    if (typeof written !== 'string') return;
    const { lesson, detail, isOfPack } = ruleOf(written);
    if (!this.known.has(lesson)) {
      // Without our prefix it is a rule of another pack.
      if (own || isOfPack) this.notes.push({ file: place.file, message: `${place.name} acknowledges ${lesson}, which is no lesson` });
      return;
    }
    if (typeof reason !== 'string' || reason.trim() === '') return void this.fault(place, `${lesson} is acknowledged without a reason, and is not counted as acknowledged`);
    this.acknowledgements.push({ lesson, details: detail === undefined ? details : [detail], reason: reason.trim(), ...place, place: place.name });
  }

  private fault({ file, name }: Place, message: string): void {
    this.faults.push({ file, message: `${name}: ${message}` });
  }
}

/** cdk-nag 2 encodes what is not ASCII. */
function reasonOf(rule: Record<string, unknown>): unknown {
  return rule.is_reason_encoded === true && typeof rule.reason === 'string' ? Buffer.from(rule.reason, 'base64').toString('utf8') : rule.reason;
}

/** cdk-nag 2 keeps the details apart. */
function detailsOf(rule: Record<string, unknown>): string[] | undefined {
  const given = rule.applies_to ?? rule.appliesTo;
  return Array.isArray(given) ? given.filter((one): one is string => typeof one === 'string') : undefined;
}

interface Recorded {
  /** By construct path, with a slash before it. */
  readonly acknowledged: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly pathOf: ReadonlyMap<string, string>;
  /** Of the stack. */
  readonly path?: string;
}

function collect(metadata: Record<string, unknown>, displayName: unknown): Recorded {
  const acknowledged = new Map<string, Readonly<Record<string, unknown>>>();
  const pathOf = new Map<string, string>();
  for (const [construct, entries] of Object.entries(metadata)) {
    for (const { type, data } of (Array.isArray(entries) ? entries : []).map(record)) {
      if (type === RECORDED) acknowledged.set(construct, { ...acknowledged.get(construct), ...record(data) });
      if (type === 'aws:cdk:logicalId' && typeof data === 'string') pathOf.set(data, construct);
    }
  }
  return { acknowledged, pathOf, path: typeof displayName === 'string' ? `/${displayName}` : undefined };
}

/** The template keeps the path of a resource, unless the app turned that off; those of parameters and outputs are in the assembly alone. */
function constructOf({ stack, resource, path: where }: Finding, recorded: Recorded): string | undefined {
  if (resource?.constructPath) return `/${resource.constructPath}`;
  // Logical ids are unique in one template only: of what is nested, the construct of its stack is known.
  if (stack.parent) return constructOf({ stack: stack.parent.stack, resource: stack.parent, path: [], found: '' }, recorded)?.replace(NESTED, '');
  return recorded.pathOf.get(String(resource?.id ?? where[1])) ?? recorded.path;
}

