import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Aws } from './aws';
import { LeftOut } from './difference';
import { ACCOUNT } from './emulator';
import { elements, field } from './xml';
import { Template } from '../../golden/apps/synthesise';

const VERSION = '2010-05-15';
const DEPLOY_MS = 120_000;
const BOOTSTRAP_VERSION = '/cdk-bootstrap/hnb659fds/version';

interface AssetFile {
  readonly source: { readonly path: string; readonly packaging: 'zip' | 'file' };
  readonly destinations: Record<string, { readonly bucketName: string; readonly objectKey: string }>;
}

export interface DeployedStack {
  readonly name: string;
  readonly outputs: Record<string, string>;
  readonly parameters: Record<string, string>;
  /** Physical id by logical id. */
  readonly resources: Record<string, string>;
  /** By logical id. */
  readonly nested: Record<string, DeployedStack>;
}

export interface Deployment extends DeployedStack { readonly seconds: number }

const cloudFormation = (aws: Aws, action: string, parameters: Record<string, string>) => aws.query('cloudformation', action, VERSION, parameters);

/** Whether a key of `LeftOut` means a resource. */
export function isMeant(key: string, { Type, Properties = {} }: Template['Resources'][string]): boolean {
  const [type, property] = key.split('.');
  return type === Type && (property === undefined || property in Properties);
}

/** Without the resources that are left out. What names them in `DependsOn` is cut; a reference that is left over is an error. */
export function without(template: Template, out: LeftOut): Template {
  const dropped = Object.keys(template.Resources).filter((id) => Object.keys(out).some((key) => isMeant(key, template.Resources[id])));
  const copy = JSON.parse(JSON.stringify(template)) as { Resources: Record<string, { DependsOn?: string | string[] }> };
  for (const id of dropped) delete copy.Resources[id];
  for (const [id, resource] of Object.entries(copy.Resources)) {
    if (resource.DependsOn) resource.DependsOn = [resource.DependsOn].flat().filter((other) => !dropped.includes(other));
    const left = dropped.find((other) => JSON.stringify(resource).includes(`{"Ref":"${other}"}`) || JSON.stringify(resource).includes(`{"Fn::GetAtt":["${other}",`));
    if (left) throw new Error(`${id} refers to ${left}, which is left out: leave it out too, by its property`);
  }
  return copy as unknown as Template;
}

/** Those of `types` that the emulator does not know: it refuses a template that holds them, and names them. */
export async function unknownTypes(aws: Aws, types: readonly string[]): Promise<string[]> {
  const template = { Resources: Object.fromEntries(types.map((Type, at) => [`R${at}`, { Type }])) };
  const refusal = await cloudFormation(aws, 'CreateStack', { StackName: 'Unknown', TemplateBody: JSON.stringify(template) })
    .catch((error: Error) => error.message);
  return (/Unrecognized resource types: \[([^\]]*)\]/.exec(refusal)?.[1] ?? '').split(', ').filter(Boolean);
}

/** A zip file as the CDK's publisher makes it, by Python's standard library. */
function zip(python: string, folder: string, target: string): Buffer {
  execFileSync(python, ['-m', 'zipfile', '-c', target, ...fs.readdirSync(folder).map((name) => path.join(folder, name))]);
  return fs.readFileSync(target);
}

export interface DeployOptions {
  /** Of the environment with the emulator. */
  readonly python: string;
  readonly assembly: string;
  readonly stack: string;
  readonly parameters?: Record<string, string>;
  /** Of the template and of those that it nests. */
  readonly leftOut?: LeftOut;
}

/** Uploads the assets of a synthesised stack, nested templates too, and creates the stack. */
export async function deploy(aws: Aws, { python, assembly, stack, parameters = {}, leftOut = {} }: DeployOptions): Promise<Deployment> {
  const began = Date.now();
  const manifest = JSON.parse(fs.readFileSync(path.join(assembly, `${stack}.assets.json`), 'utf8')) as { files: Record<string, AssetFile> };
  await aws.json('ssm', 'AmazonSSM.PutParameter', { Name: BOOTSTRAP_VERSION, Type: 'String', Value: '30', Overwrite: true });
  const buckets = new Set<string>();
  let templateUrl = '';
  for (const { source, destinations } of Object.values(manifest.files)) {
    const [{ bucketName, objectKey }] = Object.values(destinations);
    const bucket = bucketName.replace('${AWS::AccountId}', ACCOUNT).replace('${AWS::Region}', aws.region);
    if (!buckets.has(bucket)) await aws.s3.send(new CreateBucketCommand({ Bucket: bucket })).catch(() => undefined);
    buckets.add(bucket);
    const file = path.join(assembly, source.path);
    let body: Buffer;
    if (source.path.endsWith('.template.json')) {
      body = Buffer.from(JSON.stringify(without(JSON.parse(fs.readFileSync(file, 'utf8')) as Template, leftOut)));
      if (source.path === `${stack}.template.json`) templateUrl = `${aws.endpoint}/${bucket}/${objectKey}`;
    } else {
      body = source.packaging === 'zip' ? zip(python, file, path.join(assembly, 'asset.zip')) : fs.readFileSync(file);
    }
    await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: objectKey, Body: body }));
  }
  return create(aws, stack, { TemplateURL: templateUrl }, parameters, began);
}

/** Creates a stack, waits. A failure names the resources that failed. */
export async function create(
  aws: Aws, stack: string, template: { TemplateURL: string } | { TemplateBody: string }, parameters: Record<string, string> = {}, began = Date.now(),
): Promise<Deployment> {
  const given = Object.entries(parameters).flatMap(([key, value], at) => [
    [`Parameters.member.${at + 1}.ParameterKey`, key], [`Parameters.member.${at + 1}.ParameterValue`, value],
  ]);
  await cloudFormation(aws, 'CreateStack', {
    'StackName': stack,
    ...template,
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    'Capabilities.member.2': 'CAPABILITY_AUTO_EXPAND',
    ...Object.fromEntries(given),
  });
  const status = await settled(aws, stack, began + DEPLOY_MS);
  if (status !== 'CREATE_COMPLETE') throw new Error(`Stack ${stack} is ${status}\n${(await faultsOf(aws, stack)).join('\n')}`);
  return { ...await describe(aws, stack), seconds: (Date.now() - began) / 1000 };
}

/** Deletes a stack, and waits. The seconds that it took. */
export async function remove(aws: Aws, stack: string): Promise<number> {
  const began = Date.now();
  await cloudFormation(aws, 'DeleteStack', { StackName: stack });
  const status = await settled(aws, stack, began + DEPLOY_MS);
  if (status !== GONE) throw new Error(`Stack ${stack} is ${status}\n${(await faultsOf(aws, stack)).join('\n')}`);
  return (Date.now() - began) / 1000;
}

const GONE = 'DELETE_COMPLETE';

/** The status of a stack when nothing is in progress any more, or time is up. */
async function settled(aws: Aws, stack: string, deadline: number): Promise<string> {
  for (;;) {
    const status = await cloudFormation(aws, 'DescribeStacks', { StackName: stack }).then((xml) => field(xml, 'StackStatus'), (error: Error) => {
      if (error.message.includes('does not exist')) return GONE;
      throw error;
    });
    if (!status.endsWith('_IN_PROGRESS') || Date.now() > deadline) return status;
    await sleep(200);
  }
}

async function faultsOf(aws: Aws, stack: string): Promise<string[]> {
  const failed = (await eventsOf(aws, stack)).filter(({ status }) => status.includes('FAILED'));
  return failed.map(({ id, type, reason }) => `  ${id} (${type}): ${reason.split('\n')[0]}`);
}

/** What happened to a stack's resources, oldest first. */
export async function eventsOf(aws: Aws, stack: string): Promise<{ id: string; type: string; status: string; reason: string }[]> {
  return elements(await cloudFormation(aws, 'DescribeStackEvents', { StackName: stack }), 'StackEvents').reverse().map((event) => ({
    id: field(event, 'LogicalResourceId'), type: field(event, 'ResourceType'), status: field(event, 'ResourceStatus'), reason: field(event, 'ResourceStatusReason'),
  }));
}

/** A stack with those that it nests. */
async function describe(aws: Aws, name: string): Promise<DeployedStack> {
  const description = await cloudFormation(aws, 'DescribeStacks', { StackName: name });
  const resources = elements(await cloudFormation(aws, 'DescribeStackResources', { StackName: name }), 'StackResources').map((resource) => ({
    id: field(resource, 'LogicalResourceId'), type: field(resource, 'ResourceType'), physicalId: field(resource, 'PhysicalResourceId'),
  }));
  const nested: Record<string, DeployedStack> = {};
  for (const { id, type, physicalId } of resources) if (type === 'AWS::CloudFormation::Stack') nested[id] = await describe(aws, physicalId);
  const pairs = (list: string, kind: string) =>
    Object.fromEntries(elements(description, list).map((one) => [field(one, `${kind}Key`), field(one, `${kind}Value`)]));
  return {
    name,
    outputs: pairs('Outputs', 'Output'),
    parameters: pairs('Parameters', 'Parameter'),
    resources: Object.fromEntries(resources.map(({ id, physicalId }) => [id, physicalId])),
    nested,
  };
}
