import { keysOfHosts } from './volumes';
import { isMapping, Model, Resource, Value } from '../../template';
import { bucketOf } from '../buckets/buckets';
import { list, mappings, possibly, surely, target } from '../query';
import { senders } from '../queues/senders';

/** A service that uses a key in its own name: no permission of the account's roles helps it. */
export interface Need {
  readonly user: Resource;
  readonly key: Value | undefined;
  readonly service: string;
  readonly action: string;
}

const DATA_KEY = 'kms:GenerateDataKey';

export function* needs(model: Model): Iterable<Need> {
  for (const group of model.resources('AWS::Logs::LogGroup')) {
    yield { user: group, key: group.get('KmsKeyId'), service: 'logs.amazonaws.com', action: DATA_KEY };
  }
  for (const { source, service, receiver } of senders(model)) {
    yield { user: source, key: receiver.get('KmsMasterKeyId'), service: `${service}.amazonaws.com`, action: DATA_KEY };
  }
  for (const trail of model.resources('AWS::CloudTrail::Trail')) {
    yield { user: trail, key: trail.get('KMSKeyId'), service: 'cloudtrail.amazonaws.com', action: DATA_KEY };
    yield { user: trail, key: target(model, trail.get('SnsTopicName'))?.get('KmsMasterKeyId'), service: 'cloudtrail.amazonaws.com', action: DATA_KEY };
  }
  for (const log of model.resources('AWS::EC2::FlowLog')) {
    if (log.get('LogDestinationType') !== 's3') continue;
    yield { user: log, key: keyOfBucket(model, log.get('LogDestination')), service: 'delivery.logs.amazonaws.com', action: DATA_KEY };
  }
  for (const log of model.resources('AWS::WAFv2::LoggingConfiguration')) {
    for (const destination of list(log.get('LogDestinationConfigs'))) {
      yield { user: log, key: keyOfBucket(model, destination), service: 'delivery.logs.amazonaws.com', action: DATA_KEY };
    }
  }
  for (const bus of model.resources('AWS::Events::EventBus')) {
    yield { user: bus, key: bus.get('KmsKeyIdentifier'), service: 'events.amazonaws.com', action: DATA_KEY };
  }
  for (const distribution of model.resources('AWS::CloudFront::Distribution')) {
    for (const origin of mappings(distribution.get('DistributionConfig.Origins'))) {
      // An access identity cannot read what KMS encrypts at all.
      if (surely(origin.OriginAccessControlId, (id) => id === undefined || id === '')) continue;
      yield { user: distribution, key: keyOfBucket(model, origin.DomainName), service: 'cloudfront.amazonaws.com', action: 'kms:Decrypt' };
    }
  }
  for (const [user, key] of keysOfHosts(model)) yield { user, key, service: 'autoscaling.amazonaws.com', action: DATA_KEY };
}

/** The key that a bucket encrypts with in every case. */
function keyOfBucket(model: Model, value: Value | undefined): Value | undefined {
  const rules = list(bucketOf(model, value)?.get('BucketEncryption.ServerSideEncryptionConfiguration'));
  const [rule] = rules;
  if (rules.length !== 1 || !isMapping(rule) || !isMapping(rule.ServerSideEncryptionByDefault)) return undefined;
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = rule.ServerSideEncryptionByDefault;
  return possibly(algorithm, (one) => one !== 'aws:kms') ? undefined : key;
}
