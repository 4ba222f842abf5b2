import { isOpen } from './sections';
import { isMapping, options, Resource, Unknown, Value } from '../../template';
import { tagPropertyOf } from '../../template/schema';
import { at, Lesson } from '../lesson';
import { absent, onlyDeploys, text } from '../query';

/** What costs money or keeps data: an owner must be found for it. */
const WORTH = [
  'AWS::AutoScaling::AutoScalingGroup', 'AWS::CloudFront::Distribution', 'AWS::CloudTrail::Trail', 'AWS::DynamoDB::Table', 'AWS::EC2::EIP', 'AWS::EC2::Instance',
  'AWS::EC2::NatGateway', 'AWS::EC2::Subnet', 'AWS::EC2::VPC', 'AWS::ECS::Cluster', 'AWS::ECS::Service', 'AWS::EFS::FileSystem', 'AWS::EKS::Cluster',
  'AWS::ElastiCache::ReplicationGroup', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::KMS::Key', 'AWS::Kinesis::Stream', 'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::Function', 'AWS::OpenSearchService::Domain', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::Redshift::Cluster', 'AWS::S3::Bucket', 'AWS::SNS::Topic',
  'AWS::SQS::Queue', 'AWS::StepFunctions::StateMachine',
];

export const missingTags: Lesson = {
  id: 'MissingTags',
  title: 'What costs money or keeps data has tags',
  severity: 'low',
  facet: 'operations',
  classes: ['tags-missing'],
  why: 'Without tags its cost belongs to nobody, access by tag passes over it, and an incident begins with a search for the owner.',
  fix: 'Add Tags with the environment, the owner and the cost centre.',
  source: 'https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html',
  pci: ['12.5.1'],
  flawed: `
    Queue: { Type: AWS::SQS::Queue }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { Tags: [{ Key: Environment, Value: prod }] } }`,
  *check(model, { requiredTags }) {
    for (const resource of requiredTags.length > 0 ? model.resources() : model.resources(...WORTH)) {
      const property = tagPropertyOf(resource.type);
      if (!property || isOpen(resource.stack) || onlyDeploys(resource) || ofAccount(resource) || inherits(resource)) continue;
      const tags = resource.get(property);
      if (absent(tags)) {
        yield at(resource, property, `${resource.id} has no tags`);
      } else {
        const names = namesOf(tags);
        for (const tag of names ? requiredTags.filter((one) => !names.includes(one)) : []) yield at(resource, property, `The tag ${tag} is missing`, tag);
      }
    }
  },
};

/** The tags of a stack are handed on. */
const inherits = ({ stack: { parent } }: Resource): boolean => parent !== undefined && (!absent(parent.get('Tags')) || inherits(parent));

/** The role that API Gateway writes its logs with is one for the account. */
const ofAccount = ({ users }: Resource): boolean => users.length > 0 && users.every(({ from }) => from.type === 'AWS::ApiGateway::Account');

/** `undefined` when not all are known. */
function namesOf(tags: Value | undefined): string[] | undefined {
  const names = options(tags).flatMap((option) => isMapping(option) ? Object.keys(option)
    : Array.isArray(option) ? (option as readonly Value[]).map((tag) => isMapping(tag) ? text(tag.Key) : undefined) : [undefined]);
  return names.includes(undefined) || tags instanceof Unknown ? undefined : names as string[];
}
