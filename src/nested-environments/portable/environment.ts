import * as fs from 'fs';
import * as path from 'path';
import { finish } from './finish';
import { NESTED, Part, Parts, PARTS, readable } from './names';
import { withNames, withoutRedundantDependsOn, withSuffix } from './plain';
import { PortableEnvironmentProps } from './props';
import { ENVIRONMENT, map, PARAMETER, Slots, TYPES } from './slots';
import { STACK, synthesise, Synthesis } from './synthesis';
import { mergeTemplates, Section } from './template';
import { validatePortable } from './validate';
import { record } from '../../template';

const SUFFIX = 'EnvironmentSuffix';
const HAS_SUFFIX = 'HasSuffix';

/** Beside what the constructs acknowledge: lessons for templates, which say nothing of an assembly. */
const OF_BUCKETS = [
  { id: 'OutputIncomplete', reason: 'For the logs of this environment; nothing outside of it asks for the name' },
  { id: 'TeardownBlocked[DeletionPolicy]', reason: 'Retained in staging and prod, deleted in dev (NE-05)' },
];
const OF_MASTER = [{ id: 'ParameterWithoutDefault', reason: 'Which image runs is decided for each deployment' }];

/**
 * The environment as one set of templates for every account, whose parameter `EnvironmentType` selects dev, staging or prod (NE-02): for
 * those who deploy with CloudFormation alone, or with StackSets.
 *
 * The set is merged from what `PaymentEnvironment` synthesises for each of the three, and so has the same resources and properties: values that differ
 * are in the mapping `Environments`, resources that are not in all three have a condition, deletion policies are read from the mapping
 * (`AWS::LanguageExtensions`). `aws cloudformation package` uploads the nested templates; nothing else is needed, no bootstrap either.
 *
 * @see requirements NE-02, NE-03, NE-05 in docs/requirements/nested-environments.md; docs/runbook-nested-environments.md
 */
export class PortableEnvironment {
  /**
   * Writes master.template.json, network.template.json, database.template.json and compute.template.json; they must stay together.
   *
   * @param folder where to; made when it is not there. Files of these names are replaced
   * @param props what is not as the table of NE-03 has it
   * @returns the paths of the files, the master first
   * @throws one error with every fault of the props; when the folder cannot be written to
   */
  public static write(folder: string, props?: PortableEnvironmentProps): string[] {
    if (typeof folder !== 'string' || folder.trim() === '') throw new Error(`PortableEnvironment.write: folder must be a path, got '${String(folder)}'`);
    if (fs.existsSync(folder) && !fs.statSync(folder).isDirectory()) throw new Error(`PortableEnvironment.write: folder must be a folder, '${folder}' is a file`);
    const texts = Object.entries(PortableEnvironment.render(props));
    fs.mkdirSync(folder, { recursive: true });
    return texts.map(([name, text]) => {
      const file = path.join(folder, name);
      fs.writeFileSync(file, text);
      return file;
    });
  }

  /**
   * The texts of the templates by file name, the master first.
   *
   * @param props what is not as the table of NE-03 has it
   * @throws one error with every fault of the props
   */
  public static render(props: PortableEnvironmentProps = {}): Record<string, string> {
    const longestSuffix = validatePortable('PortableEnvironment', props);
    const environments = map(TYPES as unknown as Slots<typeof TYPES[number]>, (type) => synthesise(type, props, longestSuffix));
    const fileOf = (part: Part) => `${props.synthesis?.filePrefix ?? ''}${part}.template.json`;
    const templates = merged(environments, fileOf);
    return Object.fromEntries(PARTS.map((part) => [fileOf(part), `${JSON.stringify(templates[part], null, 1)}\n`]));
  }

  private constructor() {}
}

function merged(environments: Slots<Synthesis>, fileOf: (part: Part) => string): Parts<Section> {
  const sets = map(environments, ({ templates }) => readable(templates, STACK));
  const tidy = (template: Section) => withNames(withoutRedundantDependsOn(template), STACK, SUFFIX);
  const templates = Object.fromEntries(PARTS.map((part) => [part, tidy(mergeTemplates(map(sets, (set) => set[part])))])) as Record<Part, Section>;
  const settings = map(environments, (environment) => environment.settings);
  const [{ nested }] = environments;
  for (const part of PARTS) acknowledge(templates[part], environments, part);

  const finished = Object.fromEntries(NESTED.map((part) => [part, finish(templates[part], settings)])) as Record<Part, Section>;
  for (const part of NESTED) {
    const stack = record(templates.master.Resources)[nested[part]] as Section;
    const { Parameters: passed, ...properties } = record(stack.Properties);
    const environment = PARAMETER in record(finished[part].Parameters) ? { [PARAMETER]: ENVIRONMENT } : {};
    stack.Properties = { TemplateURL: fileOf(part), ...properties, Parameters: { ...environment, ...record(passed) } };
    describe(finished[part]);
  }
  const master = { ...withSuffix(templates.master, SUFFIX, HAS_SUFFIX, ENVIRONMENT), Metadata: metadata() };
  finished.master = finish(master, settings, { [HAS_SUFFIX]: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: SUFFIX }, ''] }] } });
  return finished as unknown as Parts<Section>;
}

/** What the constructs acknowledge, beside the resources: a template has no constructs. */
function acknowledge(template: Section, environments: Slots<Synthesis>, part: Part): void {
  const reasons = new Map<string, Map<string, Set<string>>>();
  const own = Object.entries(record(template.Resources)).filter(([, resource]) => record(resource).Type === 'AWS::S3::Bucket')
    .flatMap(([resource]) => OF_BUCKETS.map((rule) => ({ ...rule, resource })));
  for (const { resource, id, reason } of [...environments.flatMap(({ acknowledged }) => acknowledged[part]), ...own]) {
    const rules = reasons.get(resource) ?? new Map<string, Set<string>>();
    reasons.set(resource, rules.set(id, new Set([...rules.get(id) ?? [], reason])));
  }
  for (const [id, rules] of reasons) {
    const resource = record(template.Resources)[id] as Section;
    const list = [...rules].map(([rule, given]) => ({ id: rule, reason: [...given].join('; ') }));
    resource.Metadata = { ...record(resource.Metadata), 'cdk-payments': { acknowledge: list } };
  }
}

/** The nested templates get the environment from the master, as all else. */
function describe({ Parameters: parameters }: Section): void {
  const parameter = record(parameters)[PARAMETER];
  if (parameter) (parameter as Section).Description = `Passed down by the master stack: ${PARAMETER}`;
}

/** Of the master: how the console asks for the parameters, and what is acknowledged. */
const metadata = () => ({
  'AWS::CloudFormation::Interface': {
    ParameterGroups: [
      { Label: { default: 'Environment' }, Parameters: [PARAMETER, SUFFIX] },
      { Label: { default: 'Service' }, Parameters: ['ContainerImage', 'CertificateArn'] },
    ],
  },
  'cdk-payments': { acknowledge: OF_MASTER },
});
