import { isMapping, Model, once, Resource, show, Value } from '../../template';
import { statementsOf, Statement } from '../policies';
import { called, list, mappings, target } from '../query';

export const buckets = (model: Model): readonly Resource[] => model.resources('AWS::S3::Bucket');

/** The bucket of a name, an ARN or a domain name. */
export function bucketOf(model: Model, value: Value | undefined): Resource | undefined {
  const found = target(model, value);
  return found?.type === 'AWS::S3::Bucket' ? found : undefined;
}

export const policiesOf = (model: Model, bucket: Resource): readonly Resource[] => model.resources('AWS::S3::BucketPolicy')
  .filter((policy) => bucketOf(model, policy.get('Bucket')) === bucket);

/** What the policies of a bucket state; `undefined` when a policy cannot be read, or may belong to the bucket unseen. */
export function policyStatements(model: Model, bucket: Resource): readonly Statement[] | undefined {
  const all = model.resources('AWS::S3::BucketPolicy');
  if (all.some((policy) => bucketOf(model, policy.get('Bucket')) === undefined && couldName(policy.get('Bucket'), bucket))) return undefined;
  const own = policiesOf(model, bucket);
  if (own.some((policy) => !isMapping(policy.get('PolicyDocument')) || !list(policy.get('PolicyDocument.Statement')).every(isMapping))) return undefined;
  return own.flatMap(statementsOf);
}

/** A literal name is another bucket's, unless this one has the same. */
const couldName = (value: Value | undefined, bucket: Resource) => typeof value !== 'string' || value === show(bucket.get('BucketName'));

/** The attribute of a load balancer: `access_logs.s3.bucket`. */
export const balancerAttribute = (balancer: Resource, key: string): Value | undefined => mappings(balancer.get('LoadBalancerAttributes'))
  .find((attribute) => attribute.Key === key)?.Value;

/** Buckets that a service of the template writes logs to. */
const logBuckets = once((model: Model): ReadonlySet<Resource> => {
  const values = [
    ...buckets(model).map((one) => one.get('LoggingConfiguration.DestinationBucketName')),
    ...model.resources('AWS::CloudFront::Distribution').map((one) => one.get('DistributionConfig.Logging.Bucket')),
    ...model.resources('AWS::CloudTrail::Trail').map((one) => one.get('S3BucketName')),
    ...model.resources('AWS::Config::DeliveryChannel').map((one) => one.get('S3BucketName')),
    ...model.resources('AWS::EC2::FlowLog').map((one) => one.get('LogDestination')),
    ...model.resources('AWS::ElasticLoadBalancingV2::LoadBalancer').map((one) => balancerAttribute(one, 'access_logs.s3.bucket')),
    ...model.resources('AWS::ElasticLoadBalancing::LoadBalancer').map((one) => one.get('AccessLoggingPolicy.S3BucketName')),
  ];
  return new Set(values.flatMap((value) => bucketOf(model, value) ?? []));
});

const LOGS = /(^|[^a-z])(logs?|access)([^a-z]|$)|access-?logs?|Logs?([A-Z\d]|$)|[Ll]ogging|[Tt]rail/;

/** Services that deliver logs, as the policy of a bucket lets them. */
const DELIVERY = /^(logging\.s3|delivery\.logs|logdelivery\.elasticloadbalancing|cloudtrail|config)\.amazonaws\.com$/;

/** Whether it keeps logs rather than data: by use, by who may write, or by name. */
export const keepsLogs = (model: Model, bucket: Resource): boolean => logBuckets(model).has(bucket) || bucket.get('AccessControl') === 'LogDeliveryWrite'
  || policyStatements(model, bucket)?.some(({ allows, principals }) => allows && principals.some(({ value }) => typeof value === 'string' && DELIVERY.test(value))) === true
  || called(bucket, LOGS);

/** Where pipelines, builds and queries put what they make. */
const MAKERS = /^AWS::(CodePipeline::Pipeline|CodeBuild::Project|Athena::WorkGroup)$/;

/** What can be made again: artifacts of builds, results of queries. */
export const isScratch = (bucket: Resource): boolean => called(bucket, /artifact|athena|results?|temp|tmp|scratch|cache/i)
  || bucket.users.some(({ from, path }) => MAKERS.test(from.type) && path.some((key) => /^(Artifacts|SecondaryArtifacts|ArtifactStores?|Cache|ResultConfiguration)$/.test(String(key))));

/** Algorithms that it may be encrypted with by default. */
const algorithms = (bucket: Resource): readonly Value[] => mappings(bucket.get('BucketEncryption.ServerSideEncryptionConfiguration'))
  .flatMap((rule) => isMapping(rule.ServerSideEncryptionByDefault) ? list(rule.ServerSideEncryptionByDefault.SSEAlgorithm) : []);

/** Encrypted with KMS in every case. */
export function surelyKms(bucket: Resource): boolean {
  const rules = list(bucket.get('BucketEncryption.ServerSideEncryptionConfiguration'));
  const used = algorithms(bucket);
  return rules.length > 0 && used.length >= rules.length && used.every((one) => typeof one === 'string' && one.startsWith('aws:kms'));
}

/** How the objects of a bucket belong: `BucketOwnerEnforced` by default. */
export const ownership = (bucket: Resource): readonly Value[] => {
  const rules = mappings(bucket.get('OwnershipControls.Rules')).flatMap(({ ObjectOwnership: owner }) => list(owner));
  return rules.length > 0 ? rules : ['BucketOwnerEnforced'];
};
