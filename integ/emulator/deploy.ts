import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Aws } from './aws';
import { ACCOUNT, REGION } from './emulator';
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
  /** Physical id by logical id. */
  readonly resources: Record<string, string>;
  readonly seconds: number;
}

const unescape = (text: string) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
const field = (xml: string, name: string) => unescape(new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '');
const members = (xml: string, list: string) => (new RegExp(`<${list}>([\\s\\S]*?)</${list}>`).exec(xml)?.[1] ?? '')
  .split(/<\/?member>/).filter((text) => text.includes('<'));

/** Without the resources of `types`. What names them in `DependsOn` is cut; a reference that is left over fails the deployment. */
export function withoutTypes(template: Template, types: readonly string[]): Template {
  const dropped = Object.keys(template.Resources).filter((id) => types.includes(template.Resources[id].Type));
  const copy = JSON.parse(JSON.stringify(template)) as { Resources: Record<string, { DependsOn?: string | string[] }> };
  for (const id of dropped) delete copy.Resources[id];
  for (const resource of Object.values(copy.Resources)) {
    if (resource.DependsOn) resource.DependsOn = [resource.DependsOn].flat().filter((id) => !dropped.includes(id));
  }
  return copy as unknown as Template;
}

/** Those of `types` that the emulator does not know: it refuses a template that holds them, and names them. */
export async function unknownTypes(aws: Aws, types: readonly string[]): Promise<string[]> {
  const template = { Resources: Object.fromEntries(types.map((Type, at) => [`R${at}`, { Type }])) };
  const refusal = await aws.query('cloudformation', 'CreateStack', VERSION, { StackName: 'Unknown', TemplateBody: JSON.stringify(template) })
    .catch((error: Error) => error.message);
  return (/Unrecognized resource types: \[([^\]]*)\]/.exec(refusal)?.[1] ?? '').split(', ').filter(Boolean);
}

/** A zip file as the CDK's publisher makes it, by Python's standard library. */
function zip(python: string, folder: string, target: string): Buffer {
  execFileSync(python, ['-m', 'zipfile', '-c', target, ...fs.readdirSync(folder).map((name) => path.join(folder, name))]);
  return fs.readFileSync(target);
}

/** Uploads the assets of a synthesised stack, creates the stack, waits. A failure names the resources that failed. */
export async function deploy(
  aws: Aws, python: string, assembly: string, stack: string, transform: (template: Template) => Template,
): Promise<DeployedStack> {
  const began = Date.now();
  const manifest = JSON.parse(fs.readFileSync(path.join(assembly, `${stack}.assets.json`), 'utf8')) as { files: Record<string, AssetFile> };
  await aws.json('ssm', 'AmazonSSM.PutParameter', { Name: BOOTSTRAP_VERSION, Type: 'String', Value: '30', Overwrite: true });
  const buckets = new Set<string>();
  let templateUrl = '';
  for (const { source, destinations } of Object.values(manifest.files)) {
    const [{ bucketName, objectKey }] = Object.values(destinations);
    const bucket = bucketName.replace('${AWS::AccountId}', ACCOUNT).replace('${AWS::Region}', REGION);
    if (!buckets.has(bucket)) await aws.s3.send(new CreateBucketCommand({ Bucket: bucket })).catch(() => undefined);
    buckets.add(bucket);
    const file = path.join(assembly, source.path);
    let body: Buffer;
    if (source.path === `${stack}.template.json`) {
      body = Buffer.from(JSON.stringify(transform(JSON.parse(fs.readFileSync(file, 'utf8')) as Template)));
      templateUrl = `${aws.endpoint}/${bucket}/${objectKey}`;
    } else {
      body = source.packaging === 'zip' ? zip(python, file, path.join(assembly, 'asset.zip')) : fs.readFileSync(file);
    }
    await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: objectKey, Body: body }));
  }
  await aws.query('cloudformation', 'CreateStack', VERSION, {
    'StackName': stack, 'TemplateURL': templateUrl, 'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
  });
  const describe = () => aws.query('cloudformation', 'DescribeStacks', VERSION, { StackName: stack });
  let description = await describe();
  while (field(description, 'StackStatus').endsWith('_IN_PROGRESS') && Date.now() < began + DEPLOY_MS) {
    await sleep(200);
    description = await describe();
  }
  const status = field(description, 'StackStatus');
  if (status !== 'CREATE_COMPLETE') {
    const events = members(await aws.query('cloudformation', 'DescribeStackEvents', VERSION, { StackName: stack }), 'StackEvents');
    const faults = events.filter((event) => field(event, 'ResourceStatus').includes('FAILED')).map((event) =>
      `  ${field(event, 'LogicalResourceId')} (${field(event, 'ResourceType')}): ${field(event, 'ResourceStatusReason')}`);
    throw new Error(`Stack ${stack} is ${status}\n${faults.join('\n')}`);
  }
  const resources = members(await aws.query('cloudformation', 'DescribeStackResources', VERSION, { StackName: stack }), 'StackResources');
  return {
    name: stack,
    outputs: Object.fromEntries(members(description, 'Outputs').map((output) => [field(output, 'OutputKey'), field(output, 'OutputValue')])),
    resources: Object.fromEntries(resources.map((resource) => [field(resource, 'LogicalResourceId'), field(resource, 'PhysicalResourceId')])),
    seconds: (Date.now() - began) / 1000,
  };
}
