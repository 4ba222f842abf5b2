import * as path from 'path';
import { CfnResource, IPolicyValidationContext, PolicyValidationPluginReport, Stack, Stage, Validations } from 'aws-cdk-lib';
import { NagMessageLevel, NagPack, NagPackProps, NagRuleCompliance } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { Faults } from '../hardened/faults';
import { audit, AuditFinding, AuditOptions, LESSONS, suffixOf } from '../lessons';
import { AcknowledgedRule, ruleOf } from '../lessons/acknowledgements';
import { load } from '../template';

const NAME = 'PaymentChecks';
const PROPS = ['environmentSuffix', 'requiredTags', 'accountConcurrency', 'verbose', 'writeSuppressionsToCloudFormation'];

/** Properties of {@link PaymentChecks}. */
export interface PaymentChecksProps extends NagPackProps {
  /**
   * Words of which a literal physical name must hold one, so that two environments in one account do not collide: a regular expression, in any case,
   * such as `live` or `dev|prod|pr-[0-9]+`. Separators (`-`, `_`, `.`, `/`) and the end of the name are added: write no anchors.
   *
   * What the tags `Environment`, `Env`, `Stage` and `EnvironmentSuffix` of a stack say counts beside them.
   *
   * @default - dev, test, qa, stage, prod and the like
   */
  readonly environmentSuffix?: string;
  /**
   * Tags that every taggable resource must carry.
   *
   * @default - none by name
   */
  readonly requiredTags?: string[];
  /**
   * Concurrent executions of the account, that reserved concurrency is counted against.
   *
   * @default 1000
   */
  readonly accountConcurrency?: number;
}

/**
 * A cdk-nag pack over the lessons of payment systems: docs/rules.md lists them.
 *
 * The lessons are checked over the synthesised templates of the app, through nested and cross-stack references; findings stand at construct paths.
 * Rule ids are stable: `PaymentChecks-DlqRetention`, and `PaymentChecks-IamWildcardAction[s3:*]` where one resource can break a lesson several times.
 * Acknowledge them as those of cdk-nag: `Validations.of(construct).acknowledge({ id, reason })`.
 *
 * @example
 * Validations.of(app).addPlugins(new PaymentChecks(app));
 */
export class PaymentChecks extends NagPack {
  public readonly name = NAME;
  private readonly options: Partial<AuditOptions>;
  /** Findings by template file and logical id; those of a template as a whole by its file alone. */
  private findings = new Map<string, AuditFinding[]>();

  /**
   * @param app the app that is audited; needed when the pack is registered as a plugin on a CDK that does not name it
   * @throws when a property cannot be used, with all faults at once
   */
  public constructor(private readonly app?: IConstruct, props: PaymentChecksProps = {}) {
    super(app, props);
    this.packName = NAME;
    this.options = optionsOf(props);
  }

  /** Called by the CDK after synthesis. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const root = (context as { appConstruct?: IConstruct }).appConstruct ?? this.app;
    if (!root) throw new Error('PaymentChecks does not know the app: register it as `new PaymentChecks(app)`');
    this.read(stageOf(root).outdir);
    return super.validateScope(root);
  }

  /** Findings in `scope`, which is synthesised for it: in unit tests. */
  public validateScope(scope: IConstruct): PolicyValidationPluginReport {
    // Forced: the tree may have changed since the last synthesis.
    this.read(synthesised(scope));
    return super.validateScope(scope);
  }

  protected checkResource(node: CfnResource): void {
    const file = node.stack.templateFile;
    const key = keyOf(file, Stack.of(node).resolve(node.logicalId) as string);
    // What concerns the template stands at the first resource that is met.
    for (const place of [key, file]) {
      for (const finding of this.findings.get(place) ?? []) this.report(node, finding);
      this.findings.delete(place);
    }
  }

  private report(node: CfnResource, { lesson, found, detail }: AuditFinding): void {
    if (isAcknowledged(node, lesson.id, detail)) return;
    const serious = lesson.severity === 'critical' || lesson.severity === 'high';
    this.applyRule({
      ruleSuffixOverride: lesson.id,
      info: `${lesson.title}. ${found}. ${lesson.fix}`,
      explanation: lesson.why,
      level: serious ? NagMessageLevel.ERROR : NagMessageLevel.WARN,
      node,
      rule: () => detail === undefined ? NagRuleCompliance.NON_COMPLIANT : [detail],
    });
  }

  private read(assembly: string): void {
    this.findings = new Map();
    for (const finding of audit(load([assembly]), LESSONS, this.options)) {
      const file = path.basename(finding.stack.source.file);
      const key = finding.resource ? keyOf(file, finding.resource.id) : file;
      this.findings.set(key, [...this.findings.get(key) ?? [], finding]);
    }
  }
}

const keyOf = (file: string, logicalId: string) => `${file}#${logicalId}`;

function stageOf(root: IConstruct | undefined): Stage {
  if (!root || !Stage.isStage(root)) throw new Error(`${NAME} needs a construct inside of an App: the root is ${root?.node.path || 'no App'}`);
  return root;
}

/** The folder with the templates of the app around `scope`. */
function synthesised(scope: IConstruct): string {
  const stage = stageOf(scope?.node?.root);
  try {
    // Forced: the tree may have changed since the last synthesis.
    return stage.synth({ force: true, skipValidation: true }).directory;
  } catch (error) {
    // Templates are written before the app's own plugins judge them.
    const { name, message, stack } = error as Error;
    if (!/validation ?failed/i.test(`${name} ${message} ${stack}`)) throw error;
    return stage.outdir;
  }
}

/** In any form that the command takes too; an id without detail covers all. */
function isAcknowledged(node: IConstruct, lesson: string, detail?: string): boolean {
  const covers = (rule: AcknowledgedRule) => rule.isOfPack && rule.lesson === lesson && (rule.detail === undefined || rule.detail === detail);
  return node.node.scopes.some(({ node: { metadata } }) => metadata.some(({ type, data }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY
    && Object.keys((data ?? {}) as object).map(ruleOf).some(covers)));
}

function optionsOf(props: PaymentChecksProps): Partial<AuditOptions> {
  const { environmentSuffix, requiredTags, accountConcurrency } = props;
  const faults = new Faults();
  // From JavaScript anything may come.
  for (const name of Object.keys(props).filter((one) => !PROPS.includes(one))) faults.add(`${name} is not a property: there are ${PROPS.join(', ')}`);
  const suffix = environmentSuffix === undefined ? undefined : suffixOf(environmentSuffix);
  if (typeof suffix === 'string') faults.add(`environmentSuffix ${suffix}`);
  if (requiredTags !== undefined && !(Array.isArray(requiredTags) && requiredTags.every((tag) => typeof tag === 'string' && tag !== ''))) {
    faults.add(`requiredTags must be a list of names, got ${JSON.stringify(requiredTags)}`);
  }
  faults.range('accountConcurrency', accountConcurrency, 10, 1_000_000);
  faults.throwIfAny(NAME);
  return {
    ...suffix instanceof RegExp && { environmentSuffix: suffix },
    ...requiredTags && { requiredTags },
    ...accountConcurrency !== undefined && { accountConcurrency },
  };
}
