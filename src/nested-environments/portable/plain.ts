import * as path from 'path';
import { replace } from './finish';
import { inlineCode } from './inline-code';
import { mapValues } from './slots';
import { Section } from './template';
import { isRecord, rawReferences, record } from '../../template';

/** Where the CDK's bootstrap keeps what is uploaded. */
const BOOTSTRAP = /cdk-[a-z0-9]+-(assets|container-assets)-/;

/**
 * A template of an assembly as CloudFormation takes it without the CDK: no paths of constructs, the code of deployment helpers inline. Where
 * the nested templates are is left out.
 *
 * @throws when something else is kept in the bootstrap bucket
 */
export function toPlain(template: Section, assembly: string): Section {
  const plain = { ...template, Resources: mapValues(record(template.Resources), (resource) => plainResource(resource as Section, assembly)) };
  const left = BOOTSTRAP.exec(JSON.stringify(plain));
  if (left) throw new Error(`the templates refer to the bootstrap of the CDK, '${left[0]}', and so cannot be deployed without it`);
  return plain;
}

function plainResource({ Metadata, ...resource }: Section, assembly: string): Section {
  const kept = Object.fromEntries(Object.entries(record(Metadata)).filter(([key]) => !key.startsWith('aws:')));
  const properties = { ...record(resource.Properties) };
  if (resource.Type === 'AWS::CloudFormation::Stack') delete properties.TemplateURL;
  const { Code: code, Handler: handler } = properties;
  const key = isRecord(code) && typeof code.S3Key === 'string' ? /^([0-9a-f]{64})\.zip$/.exec(code.S3Key)?.[1] : undefined;
  if (resource.Type === 'AWS::Lambda::Function' && key) {
    const inline = inlineCode(path.join(assembly, `asset.${key}`), String(handler));
    Object.assign(properties, { Code: { ZipFile: inline.code }, Handler: inline.handler });
  }
  return { ...resource, ...Object.keys(kept).length > 0 && { Metadata: kept }, Properties: properties };
}

/** Without what `Ref` and `GetAtt` say already: a nested stack waits for what it is given. */
export function withoutRedundantDependsOn(template: Section): Section {
  return {
    ...template,
    Resources: mapValues(record(template.Resources), (resource) => {
      const { DependsOn, ...rest } = resource as Section;
      // What a condition may leave out orders nothing.
      const sure = rawReferences(rest.Properties).filter(({ kind, path: where }) => ['Ref', 'GetAtt', 'Sub'].includes(kind) && !where.includes('Fn::If'));
      const kept = [DependsOn ?? []].flat().filter((other) => !sure.some(({ target }) => target === other));
      return { ...rest, ...kept.length > 0 && { DependsOn: kept } };
    }),
  };
}

/** Name tags say which environment it is, as those of a stack `<scope>-<suffix>` would. Only where the template knows the suffix. */
export function withNames(template: Section, scope: string, suffix: string): Section {
  if (!Object.hasOwn(record(template.Parameters), suffix)) return template;
  return replace(template, (value) => isRecord(value) && value.Key === 'Name' && typeof value.Value === 'string' && value.Value.startsWith(`${scope}/`)
    ? { ...value, Value: { 'Fn::Join': ['', [`${scope}-`, { Ref: suffix }, value.Value.slice(scope.length)]] } }
    : undefined) as Section;
}

/** `EnvironmentSuffix` where it is given; else the environment type. */
export function withSuffix(master: Section, suffix: string, condition: string, otherwise: unknown): Section {
  return replace(master, (value) => isRecord(value) && value.Ref === suffix ? { 'Fn::If': [condition, { Ref: suffix }, otherwise] } : undefined) as Section;
}
