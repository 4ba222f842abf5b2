import { isOpen, isSynthesised } from './sections';
import { Stack } from '../../template';
import { inTemplate, Lesson } from '../lesson';

/** What another stack, a test or a person has to find again: an endpoint, a name or an id. */
const WANTED = [
  'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::AppSync::GraphQLApi', 'AWS::CloudFront::Distribution', 'AWS::Cognito::UserPool', 'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table', 'AWS::EC2::VPC', 'AWS::ECS::Cluster', 'AWS::EKS::Cluster', 'AWS::ElastiCache::ReplicationGroup', 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::Events::EventBus', 'AWS::Kinesis::Stream', 'AWS::Lambda::Function', 'AWS::MSK::Cluster', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::S3::Bucket',
  'AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::StepFunctions::StateMachine',
];

export const wantedIn = (stack: Stack) => [...stack.resources.values()].filter(({ type }) => WANTED.includes(type));

export const outputsMissing: Lesson = {
  id: 'OutputsMissing',
  title: 'A template says in its outputs where to find what it creates',
  severity: 'medium',
  facet: 'operations',
  classes: ['outputs-missing'],
  why: 'Physical ids are made up at deployment: without outputs, pipelines, tests and other stacks look them up by hand or guess.',
  fix: 'Add Outputs with the endpoints, names and ARNs of the main resources.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
Outputs:
  QueueUrl: { Value: !Ref Queue }`,
  *check(model) {
    for (const stack of model.stacks) {
      const wanted = wantedIn(stack);
      if (wanted.length === 0 || Object.keys(stack.outputs).length > 0 || isOpen(stack) || isSynthesised(stack)) continue;
      yield inTemplate(stack, ['Outputs'], `No outputs, but ${wanted.slice(0, 3).map(({ id }) => id).join(', ')}${wanted.length > 3 ? ` and ${wanted.length - 3} more` : ''}`);
    }
  },
};
