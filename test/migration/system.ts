import { App, AppProps, Stack } from 'aws-cdk-lib';
import { migrationProps, PRIMARY_REGION } from '../../golden/apps/migration';
import { newApp } from '../../golden/apps/synthesise';
import { PaymentMigrationEnvironment, PaymentMigrationEnvironmentProps } from '../../src/migration';
import { readGolden } from '../requirement';
import { Json, list, plain, Resource, Template } from '../webhook-pipeline/template';

/** The golden templates. */
export class Migration {
  constructor(readonly primary: Template, readonly replica: Template) {}

  /** A deep copy, to break. */
  copy(): Migration {
    return new Migration(this.primary.copy(), this.replica.copy());
  }

  get both(): Template[] {
    return [this.primary, this.replica];
  }

  get json(): Json {
    return { primary: this.primary.json, replica: this.replica.json };
  }
}

/** The goldens. */
export const goldenMigration = (): Migration => new Migration(readGolden('migration.primary'), readGolden('migration.replica'));

/** An environment with other props than the goldens', in a stack of its own. */
export function build(props: Partial<PaymentMigrationEnvironmentProps> = {}, appProps?: AppProps) {
  const app = appProps ? new App(appProps) : newApp();
  const stack = new Stack(app, 'Test', { env: { region: PRIMARY_REGION } });
  const environment = new PaymentMigrationEnvironment(stack, 'Migration', { environmentSuffix: 'prod', ...props });
  const artifact = app.synth().getStackArtifact(stack.artifactId);
  return { app, stack, environment, template: new Template(artifact.template), warnings: artifact.messages.map(({ entry }) => String(entry.data)) };
}

export { migrationProps, plain };

export const drop = (template: Template, { id }: Resource): void => { delete template.json.Resources[id]; };
/** The function with this name. */
export const fn = (t: Template, name: string): Resource => t.one('AWS::Lambda::Function', ({ FunctionName }) => FunctionName === `pay-migration-${name}-prod`);
export const queue = (t: Template, name: string): Resource => t.one('AWS::SQS::Queue', ({ QueueName }) => QueueName === `pay-migration-${name}-prod`);
export const alarms = (t: Template): Resource[] => t.all('AWS::CloudWatch::Alarm');
/** The part of its id that says what an alarm is for. */
export const alarmName = ({ id }: Resource): string => /Monitoring(.+)[0-9A-F]{8}$/.exec(id)![1];
export const alarm = (t: Template, name: string): Json => t.one('AWS::CloudWatch::Alarm', (_, id) => alarmName({ id } as Resource) === name).Properties;
/** Tags of a resource, by key. */
export const tagsOf = ({ Properties: { Tags } }: Resource): Record<string, string> =>
  Array.isArray(Tags) ? Object.fromEntries(Tags.map(({ Key, Value }: Json) => [Key, Value])) : Tags ?? {};

/** What a function may do, one line for each action and resource; without its logs, traces and network interfaces, which every function has. */
export function permissions(t: Template, name: string): string[] {
  return t.statementsOf(fn(t, name)).flatMap(({ Effect, Action, Resource: resources }) =>
    list(Action).filter((action) => !/^(logs|xray|ec2):/.test(action)).flatMap((action) => list(resources).map((resource) => `${Effect === 'Allow' ? '' : `${Effect} `}${action} ${plain(resource)}`)))
    .sort();
}

/** Every rule that lets traffic in, as `from -> to:port`, by the description of the groups up to the colon. */
export function waysIn(t: Template): string[] {
  const nameOf = (reference: Json): string => t.target(reference).Properties.GroupDescription.split(':')[0];
  const inline = t.all('AWS::EC2::SecurityGroup').flatMap(({ Properties: p }) => list(p.SecurityGroupIngress)
    .map((rule) => `${rule.CidrIp ?? rule.CidrIpv6 ?? nameOf(rule.SourceSecurityGroupId)} -> ${p.GroupDescription.split(':')[0]}:${rule.FromPort}`));
  const own = t.all('AWS::EC2::SecurityGroupIngress').map(({ Properties: p }) =>
    `${p.SourceSecurityGroupId ? nameOf(p.SourceSecurityGroupId) : p.CidrIp} -> ${nameOf(p.GroupId)}:${p.FromPort === p.ToPort ? p.FromPort : `${p.FromPort}-${p.ToPort}`}`);
  return [...inline, ...own].sort();
}
