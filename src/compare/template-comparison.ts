import * as fs from 'fs';
import * as path from 'path';
import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Compared, compared } from './compare';
import { markdownOf } from './markdown';
import { systems } from './reference';
import type { CompareFinding, CompareReport, FoundPlace } from './result';
import { Faults } from '../hardened/faults';
import { suffixOf } from '../lessons';
import { load } from '../template';
import { parameterFaults } from '../template/parameters';

/** Properties of {@link TemplateComparison}. */
export interface TemplateComparisonProps {
  /**
   * What is compared, together as one candidate: templates (YAML or JSON), folders of templates, or cloud assemblies (`cdk.out`).
   * Nested stacks are followed.
   */
  readonly paths: string[];
  /**
   * The system that was asked for: `webhook-pipeline`, `nested-environments`, `disaster-recovery`, `event-api` or `migration`.
   *
   * @default - the system that the candidate is most like
   */
  readonly system?: string;
  /**
   * Values of parameters of the templates.
   *
   * @default - the defaults of the parameters; what has none is not known
   */
  readonly parameters?: { [name: string]: string };
  /**
   * Words that tell physical names of environments apart: a regular expression, in any case, such as `live` or `dev|prod|pr-[0-9]+`.
   * Separators (`-`, `_`, `.`, `/`) and the end of the name are added: write no anchors.
   *
   * What the tags `Environment`, `Env`, `Stage` and `EnvironmentSuffix` of a stack say counts beside them.
   *
   * @default - dev, test, qa, stage, prod and the like
   */
  readonly environmentSuffix?: string;
}

/** A place in a template. */
export interface ComparedPlace {
  /** The template. */
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1. */
  readonly column: number;
  /**
   * Logical id of the resource.
   *
   * @default - the place is no resource
   */
  readonly logicalId?: string;
}

/** What is wrong with a candidate, or cannot be decided. */
export interface ComparisonFinding {
  /** `requirement`: an assertion does not hold. `lesson`: a lesson finds something. `open`: the templates do not tell. */
  readonly kind: string;
  /** `critical`, `high`, `medium` or `low`. */
  readonly severity: string;
  /** `security`, `reliability`, `operations`, `cost` or `performance`. */
  readonly facet: string;
  /** What is right. */
  readonly title: string;
  /**
   * The requirement, such as `WH-06`.
   *
   * @default - a lesson that no requirement names
   */
  readonly requirement?: string;
  /**
   * The assertion, such as `WH-06/dlq`.
   *
   * @default - a lesson
   */
  readonly assertion?: string;
  /** Lessons that say the same: docs/rules.md. */
  readonly lessons: string[];
  /** What the candidate has. */
  readonly found: string;
  /** Where: the first twenty places; none when something is missing altogether. */
  readonly places: ComparedPlace[];
  /** What the reference has. */
  readonly reference: string;
  /** Why the reference has it. */
  readonly why: string;
  /** What follows from what was found. */
  readonly impact: string;
  /** What to write instead. */
  readonly fix: string;
}

const PROPS = ['paths', 'system', 'parameters', 'environmentSuffix'];

/**
 * Grades templates against the reference of their system, from 0 to 100: what `cdk-payments compare` prints. docs/grading.md explains the grade.
 *
 * Nothing is deployed, and nothing is sent anywhere.
 *
 * @example
 * const comparison = new TemplateComparison({ paths: ['template.yaml'] });
 * console.log(comparison.grade, comparison.findings.map(({ title, found }) => `${title}: ${found}`));
 */
export class TemplateComparison {
  /**
   * Compares the stacks of an app, or of the stage around a construct: in a unit test. They are synthesised for it.
   *
   * @param scope the app, a stage, or a construct inside of one
   * @param system see `TemplateComparisonProps`
   * @param environmentSuffix see `TemplateComparisonProps`
   */
  public static ofStage(scope: IConstruct, system?: string, environmentSuffix?: string): TemplateComparison {
    const stage = Stage.isStage(scope) ? scope : Stage.of(scope);
    if (!stage) throw new Error(`TemplateComparison needs a construct inside of an App: the root is ${scope.node.root.node.path || 'no App'}`);
    return new TemplateComparison({ paths: [stage.synth({ force: true }).directory], system, environmentSuffix });
  }

  /** The grade: 0 to 100, whole. 60 and more: nothing critical is missed; 90 and more: nothing high either. */
  public readonly grade: number;
  /** The grade if all that is open should not hold. */
  public readonly lowestGrade: number;
  /** The grade if all that is open should hold. */
  public readonly highestGrade: number;
  /** Why it is this grade, a sentence each. */
  public readonly justification: string[];
  /** The system that it was compared with, such as `webhook-pipeline`. */
  public readonly system: string;
  /** The golden templates of that system that are most like it. */
  public readonly variant: string;
  /** What is wrong, the worst first. */
  public readonly findings: ComparisonFinding[];
  private readonly report: CompareReport;

  /**
   * @throws when a property cannot be used, with all faults at once; when a path cannot be read
   */
  public constructor(props: TemplateComparisonProps) {
    const { comparison } = compareWith(props);
    const { grade, system, findings } = comparison;
    this.grade = grade.grade;
    this.lowestGrade = grade.lowest;
    this.highestGrade = grade.highest;
    this.justification = [...grade.justification];
    this.system = system.id;
    this.variant = system.variant;
    this.findings = findings.map(findingOf);
    this.report = { version: 1, tool: { name: 'cdk-payments', version: version() }, candidates: [comparison], errors: [] };
  }

  /** The whole comparison as JSON: docs/compare.schema.json. */
  public toJson(): string {
    return JSON.stringify(this.report, null, 2);
  }

  /** A failure analysis, as Markdown. */
  public toMarkdown(): string {
    return markdownOf(this.report);
  }
}

/** Of the package: two folders above, here and in lib. */
const version = () => (JSON.parse(fs.readFileSync(path.join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }).version;

/** From JavaScript anything may come. */
function compareWith(props: TemplateComparisonProps): Compared {
  const faults = new Faults();
  for (const name of Object.keys(props).filter((one) => !PROPS.includes(one))) faults.add(`${name} is not a property: there are ${PROPS.join(', ')}`);
  const { paths, system, parameters = {}, environmentSuffix: words } = props;
  faults.kind('paths', paths, Array.isArray(paths) && paths.length > 0 && paths.every((one) => typeof one === 'string' && one !== ''), 'a list of at least one path');
  const known = systems();
  if (system !== undefined && !known.includes(system)) faults.add(`system must be one of ${known.join(', ')}, got ${JSON.stringify(system)}`);
  faults.kind('parameters', parameters, Object.values(parameters).every((value) => typeof value === 'string'), 'a mapping of names to texts');
  const environmentSuffix = words === undefined ? undefined : suffixOf(words);
  if (typeof environmentSuffix === 'string') faults.add(`environmentSuffix ${environmentSuffix}`);
  faults.throwIfAny('TemplateComparison');
  const model = load(paths, { parameters });
  faults.add(...parameterFaults([model], parameters).map((fault) => `parameters: ${fault}`));
  faults.throwIfAny('TemplateComparison');
  return compared(paths.join(' + '), model, { system, audit: { ...environmentSuffix instanceof RegExp && { environmentSuffix } } });
}

function findingOf({
  kind, severity, facet, title, requirement, assertion, lessons, found, places, reference, why, impact, fix,
}: CompareFinding): ComparisonFinding {
  return {
    kind,
    severity,
    facet,
    title,
    requirement: requirement ?? undefined,
    assertion: assertion ?? undefined,
    lessons: [...lessons],
    found,
    places: places.map(placeOf),
    reference: reference.text,
    why,
    impact,
    fix,
  };
}

const placeOf = ({ file, line, column, logicalId }: FoundPlace): ComparedPlace => ({ file, line, column, logicalId: logicalId ?? undefined });
