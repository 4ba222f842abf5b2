import * as fs from 'node:fs';
import * as path from 'node:path';
import { isRecord, record } from '../../src/template';

const GOLDEN = path.join(__dirname, '..', '..', 'golden', 'webhook-pipeline.ecr.template.json');

/** Runs where a name gets into the page as markup. */
export const EVIL = '</title></script><script>alert("name")</script><img src="https://evil.invalid/x" onerror="alert(1)">';

/** The golden as somebody would get it wrong: without a provider, the firewall, dead letters, keys and recovery; with a cache nobody asked for, and names that are code. */
export function flawedCandidate(): object {
  const template = JSON.parse(fs.readFileSync(GOLDEN, 'utf8')) as { Resources: Record<string, Record<string, unknown>> };
  const idsOf = (type: string, part = '') => Object.keys(template.Resources).filter((id) => template.Resources[id].Type === type && id.includes(part));
  const gone = new Set([
    ...Object.keys(template.Resources).filter((id) => id.includes('partner')),
    ...['AWS::WAFv2::WebACL', 'AWS::WAFv2::WebACLAssociation', 'AWS::WAFv2::LoggingConfiguration'].flatMap((type) => idsOf(type)),
    ...idsOf('AWS::CloudWatch::Alarm').slice(0, 20),
  ]);
  const kept = Object.entries(template.Resources).filter(([id]) => !gone.has(id));
  const resources = Object.fromEntries(kept.map(([id, body]) => [id, without(body, gone)]));
  const remove = (type: string, property: string, part = '') => {
    for (const id of idsOf(type, part)) if (id in resources) delete (record(resources[id]).Properties as Record<string, unknown>)[property];
  };
  remove('AWS::SQS::Queue', 'RedrivePolicy', 'stripe');
  remove('AWS::SQS::Queue', 'KmsMasterKeyId', 'stripe');
  remove('AWS::DynamoDB::Table', 'PointInTimeRecoverySpecification');
  remove('AWS::S3::Bucket', 'PublicAccessBlockConfiguration');
  return {
    ...template,
    Resources: {
      ...resources,
      Cache: { Type: 'AWS::ElastiCache::CacheCluster', Properties: { Engine: 'redis', CacheNodeType: 'cache.t3.micro', NumCacheNodes: 1 } },
      [EVIL]: { Type: 'AWS::SQS::Queue', Properties: { QueueName: EVIL, Tags: [{ Key: EVIL, Value: EVIL }] } },
    },
  };
}

function without(value: unknown, gone: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => without(one, gone));
  if (!isRecord(value)) return value;
  const [named] = [value['Fn::GetAtt']].flat();
  if (gone.has(String(value.Ref)) || gone.has(String(named))) return 'gone';
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'DependsOn').map(([key, one]) => [key, without(one, gone)]));
}
