import { Command } from 'commander';
import { AuditArguments } from './audit-settings';
import type { CompareArguments } from './compare-settings';
import type { DiagramArguments } from './diagram-command';
import { FAULTS } from './exit-code';
import { lazy } from './lazy';
import { Streams } from './streams';
import type { VerifyTrailArguments } from './verify-trail';
import { version } from './version';
import { columnsOf } from './wrap';

const SUFFIX = 'words in names that tell environments apart: live, or "dev|prod" (default: dev, test, stage, prod and the like)';
const WORDS = `--environment-suffix takes a regular expression of words, in any case; separators (- _ . /) and the end of the name are added: write no anchors.
What the tags Environment, Env, Stage and EnvironmentSuffix of a stack say counts beside them.`;

const AUDIT_HELP = `
A path is a template (YAML or JSON; - reads the standard input), a folder of templates, or a cdk.out folder. Nested stacks are followed.

${WORDS}

Exit codes: 0 nothing counts, 1 a finding of --fail-on or worse, 2 bad usage or input that cannot be read.

Examples:
  $ cdk-payments audit template.yaml
  $ cdk-payments audit cdk.out --severity low
  $ cdk-payments audit network.yaml service.yaml --together
  $ cdk-payments audit template.yaml --parameter Environment=prod --required-tags CostCentre,Owner
  $ cdk-payments audit cdk.out --environment-suffix 'live|pr-[0-9]+'
  $ cdk-payments audit cdk.out --format sarif --output audit.sarif --fail-on never

Acknowledge a finding in the template, on the resource or at the top:
  Metadata:
    cdk-payments:
      acknowledge:
        - { id: DlqRetention, reason: Replayed within an hour }`;

const TRAIL_HELP = `
Reads with dynamodb:Query alone. Finds items that were changed, removed, inserted or moved; with anchors also a tail that was cut off and a
trail that was written anew. Reports the first bad item of each shard.

Exit codes: 0 the trail is sound, 1 it is not, 2 bad usage or a table that cannot be read.

Examples:
  $ cdk-payments verify-trail --table payments-events-prod --region us-east-1
  $ cdk-payments verify-trail --table payments-events-prod --format json > trail.json
  $ cdk-payments verify-trail --table payments-events-prod --anchors trail.json --anchors store.log`;

const DIAGRAM_HELP = `
Permissions, policies, log groups, alarms and the like are told in the part that they belong to. Parts that are wired alike are drawn as one.
The same templates give the same file. It follows the light or dark theme of the reader.

Exit codes: 0 drawn, 2 bad usage or input that cannot be read.

Examples:
  $ cdk-payments diagram template.yaml --output architecture.svg
  $ cdk-payments diagram cdk.out > architecture.svg`;

const COMPARE_HELP = `
A candidate is a template (YAML or JSON; - reads the standard input), a folder of templates, or a cdk.out folder; each is graded, from 0 to 100, by the
requirements of the system that it is most like. Of several candidates text prints a ranking. docs/grading.md explains the grade.

${WORDS}

Exit codes: 0 every candidate has --fail-under or more, 1 one has less, 2 bad usage or input that cannot be read.

Examples:
  $ cdk-payments compare template.yaml
  $ cdk-payments compare answers/*.yaml --system webhook-pipeline
  $ cdk-payments compare primary.yaml secondary.yaml dns.yaml --together
  $ cdk-payments compare cdk.out --format markdown --output analysis.md --fail-under 90
  $ cdk-payments compare template.yaml --format html --output comparison.html`;

type Names = readonly string[];
const repeated = (value: string, before: Names = []): Names => [...before, value];
const names = (value: string, before: Names = []): Names => [...before, ...value.split(',').map((name) => name.trim()).filter(Boolean)];

/** The command line. `finish` takes the exit code of the command that ran. */
export function program(streams: Streams, finish: (code: number) => void): Command {
  const { stdout, stderr, env } = streams;
  const root = new Command('cdk-payments')
    .description('Audits, compares and draws CloudFormation templates and CDK apps of payment systems')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // Its suggestion is a second line.
      outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getOutHelpWidth: () => columnsOf(stdout, env) ?? 100,
    });
  root.version(version(), '-V, --version', 'print the version');

  root.command('audit')
    .description('check templates against the lessons')
    .argument('<path...>', 'templates, folders of templates, cdk.out folders')
    .option('-f, --format <format>', 'text, json or sarif', 'text')
    .option('-o, --output <file>', 'write the report to a file')
    .option('--severity <severity>', 'the lowest that is shown and counts: critical, high, medium or low (default: medium; low with --only or --fail-on low)')
    .option('--fail-on <severity>', 'exit with 1 from this severity on: critical, high, medium, low or never', 'high')
    .option('--only <ids>', 'apply these lessons alone; with commas, or repeated', names)
    .option('--skip <ids>', 'do not apply these lessons', names)
    .option('--parameter <Name=Value>', 'value of a template parameter; repeated', repeated)
    .option('--together', 'resolve exports and imports across the paths')
    .option('--environment-suffix <words>', SUFFIX)
    .option('--required-tags <tags>', 'tags that every resource must carry', names)
    .option('--account-concurrency <n>', 'concurrent Lambda executions of the account (default: 1000)')
    .option('--no-color', 'no colours; NO_COLOR is respected too')
    .addHelpText('after', AUDIT_HELP)
    .action((paths: string[], options: AuditArguments) => finish(lazy.audit().auditCommand(paths, options, streams)));

  root.command('compare')
    .description('grade templates against the reference of their system: what is missing, weaker or wrong')
    .argument('<candidate...>', 'templates, folders of templates, cdk.out folders')
    .option('-s, --system <system>', 'the system that was asked for (default: the one that the candidate is most like)')
    .option('-f, --format <format>', 'text, json, markdown, sarif or html', 'text')
    .option('-o, --output <file>', 'write the report to a file')
    .option('--fail-under <grade>', 'exit with 1 below this grade (default: 0)')
    .option('--parameter <Name=Value>', 'value of a template parameter; repeated', repeated)
    .option('--together', 'all paths are one candidate')
    .option('--environment-suffix <words>', SUFFIX)
    .option('--no-color', 'no colours; NO_COLOR is respected too')
    .addHelpText('after', COMPARE_HELP)
    .action((paths: string[], options: CompareArguments) => finish(lazy.compare().compareCommand(paths, options, streams)));

  root.command('diagram')
    .description('draw templates as SVG: parts, networks and what flows between them')
    .argument('<path...>', 'templates, folders of templates, cdk.out folders; all in one drawing')
    .option('-o, --output <file>', 'write the drawing to a file that ends in .svg (default, and -: the standard output)')
    .option('-t, --title <text>', 'heading (default: the names of the paths)')
    .addHelpText('after', DIAGRAM_HELP)
    .action((paths: string[], options: DiagramArguments) => finish(lazy.diagram().diagramCommand(paths, options, streams)));

  root.command('lessons')
    .description('list the lessons, or print one in full')
    .argument('[id]', 'of a lesson')
    .option('--no-color', 'no colours')
    .action((id: string | undefined, options: { color: boolean }) => finish(lazy.lessons().lessonsCommand(id, options, streams)));

  root.command('verify-trail')
    .description('verify the audit trail of an event API: is every item there, as it was written')
    .requiredOption('--table <name>', 'table of the event API')
    .option('--region <region>', 'Region of the table (default: that of the environment or the profile)')
    .option('--shards <n>', 'shards of the trail, as configured', '16')
    .option('--anchors <file>', 'heads noted earlier, plain or gzip: the log of the store function, or a report of --format json; repeated', repeated)
    .option('-f, --format <format>', 'text or json', 'text')
    .option('--no-color', 'no colours; NO_COLOR is respected too')
    .addHelpText('after', TRAIL_HELP)
    .action((options: VerifyTrailArguments) => {
      // Its requests take time. Until they are answered the code is that of a fault, whatever ends the process.
      finish(FAULTS);
      void lazy.verifyTrail().verifyTrail(options, streams).then((code) => { process.exitCode = code; });
    });
  return root;
}
