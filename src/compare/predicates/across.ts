import { mappings } from '../../lessons/query';
import { isMapping, Model, options, Resource, show, Stack, Text, Unknown, Value } from '../../template';
import type { Context } from '../context';
import { leadsTo } from '../links';
import { regionOf, regionsIn } from '../place';
import { fails, failsAt, HOLDS, open, Verdict } from '../verdict';
import { VIEWS } from '../views';

type Options = Readonly<Record<string, unknown>>;

/** A name that another Region's stack has to make. */
interface Need {
  readonly by: Resource;
  readonly path: readonly string[];
  readonly value: Value;
  /** Where it has to be; undefined when it may be anywhere else. */
  readonly region?: string;
  readonly type: 'AWS::KMS::Alias' | 'AWS::S3::Bucket';
}

/** Keys of replicas by alias: of tables and of secrets. */
const keysNeeded = (model: Model): Need[] => [
  ...model.resources('AWS::DynamoDB::GlobalTable').flatMap((by) => mappings(by.get('Replicas'))
    .map((one) => ({ by, path: ['Replicas'], value: isMapping(one.SSESpecification) ? one.SSESpecification.KMSMasterKeyId : undefined, region: one.Region }))),
  ...model.resources('AWS::SecretsManager::Secret').flatMap((by) => mappings(by.get('ReplicaRegions')).map((one) => ({ by, path: ['ReplicaRegions'], value: one.KmsKeyId, region: one.Region }))),
].flatMap(({ value, region, ...rest }) => (typeof value === 'string' || value instanceof Text) && show(value).includes('alias/')
  ? [{ ...rest, value, region: regionsIn(show(region))[0], type: 'AWS::KMS::Alias' as const }] : []);

/** Destinations of replication that surely takes place; of one template for both Regions, also those by a condition. */
const bucketsNeeded = (model: Model): Need[] => model.resources('AWS::S3::Bucket').flatMap((by) => {
  const configurations = options(by.get('ReplicationConfiguration'));
  if (model.roots.length > 1 && configurations.includes(undefined)) return [];
  return configurations.filter(isMapping).flatMap((one) => mappings(one.Rules)).flatMap((rule): Need[] => {
    const destination = isMapping(rule.Destination) ? rule.Destination : {};
    const key = isMapping(destination.EncryptionConfiguration) ? destination.EncryptionConfiguration.ReplicaKmsKeyID : undefined;
    const path = ['ReplicationConfiguration'];
    const region = regionsIn(show(key))[0];
    return [
      ...destination.Bucket === undefined ? [] : [{ by, path, value: destination.Bucket, type: 'AWS::S3::Bucket' as const }],
      ...key === undefined || !show(key).includes('alias/') ? [] : [{ by, path, value: key, region, type: 'AWS::KMS::Alias' as const }],
    ];
  });
});

const REGIONAL = /\$\{[\w:]*Region\}/g;
/** A template that is deployed to both Regions names its twin by the other Region. */
const regionless = (text: string) => regionsIn(text).reduce((all, region) => all.replace(region, 'region'), text.replace(REGIONAL, 'region'));

function isMadeBy({ type, value, region }: Need, stack: Stack): boolean {
  const isAlone = stack.model.roots.length === 1;
  const own = regionOf(stack);
  if (!isAlone && region !== undefined && own !== undefined && own !== region) return false;
  const plain = isAlone ? regionless : (text: string) => text;
  const wanted = plain(show(value));
  return stack.model.resources(type).some((one) => one.stack.root === stack && [show(VIEWS['@name'](one)), `\${${one.address}.Arn}`, `\${${one.address}}`]
    .some((name) => name !== '' && (wanted === plain(name) || wanted.endsWith(`:${plain(name)}`))));
}

const KINDS: Readonly<Record<string, (model: Model) => readonly Need[]>> = { keys: keysNeeded, buckets: bucketsNeeded };

/** What a stack names of another Region (`of`: keys, buckets) is made by a stack of that Region under that name. */
export function neededNamesAreMade({ of: kinds }: Options, { model }: Context): Verdict {
  for (const need of [kinds].flat().flatMap((kind) => KINDS[String(kind)](model))) {
    if (need.value instanceof Unknown || /^\$\{\w+\}$/.test(show(need.value))) return open(() => `${need.by.id}: ${show(need.value)} is given from outside`);
    if (!model.roots.some((root) => isMadeBy(need, root))) {
      return failsAt(need.by, () => `${need.by.id} needs ${show(need.value)}, which no stack ${need.region ? `of ${need.region} ` : ''}makes`, need.path);
    }
  }
  return HOLDS;
}

/** No two stacks need names of each other: neither could be deployed first. */
export function stacksNeedNoCircle({ of: kinds }: Options, { model }: Context): Verdict {
  const needs = [kinds].flat().flatMap((kind) => KINDS[String(kind)](model)).flatMap((need) => {
    const maker = model.roots.find((root) => root !== need.by.stack.root && isMadeBy(need, root));
    return maker ? [{ need, maker, taker: need.by.stack.root }] : [];
  });
  for (const { need, maker, taker } of needs) {
    const back = needs.find((other) => other.taker === maker && other.maker === taker);
    if (back) return failsAt(back.need.by, () => `${need.by.address} needs what ${maker.name} makes, and ${back.need.by.address} what ${taker.name} makes`, back.need.path);
  }
  return HOLDS;
}

/** A bucket is replicated: in every case, or, where one template is deployed to both Regions, by a condition. */
export function logsAreCopied(_: Options, { model }: Context): Verdict {
  const isCopied = (bucket: Resource) => {
    const configurations = options(bucket.get('ReplicationConfiguration'));
    return configurations.some(isMapping) && (model.roots.length === 1 || !configurations.includes(undefined));
  };
  return model.resources('AWS::S3::Bucket').some(isCopied) ? HOLDS : fails(() => 'no bucket has a ReplicationConfiguration');
}

/** No bucket copies to itself. */
export function copiesGoElsewhere(_: Options, { model }: Context): Verdict {
  for (const need of bucketsNeeded(model).filter(({ type }) => type === 'AWS::S3::Bucket')) {
    const own = show(VIEWS['@name'](need.by));
    if (leadsTo(model, need.value)?.includes(need.by) || (own !== '' && show(need.value).endsWith(`:${own}`))) return failsAt(need.by, () => `${need.by.id} copies to itself`, need.path);
  }
  return HOLDS;
}
