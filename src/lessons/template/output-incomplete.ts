import { wantedIn } from './outputs-missing';
import { isOpen, isSynthesised, namedBy, partsOf } from './sections';
import { atAttribute, Lesson } from '../lesson';

/** Entry points: of these each one is asked for by its name. */
const ENTRY_POINTS = [
  'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::AppSync::GraphQLApi', 'AWS::CloudFront::Distribution', 'AWS::Cognito::UserPool', 'AWS::DynamoDB::Table', 'AWS::EC2::VPC',
  'AWS::ECS::Cluster', 'AWS::EKS::Cluster', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::S3::Bucket', 'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
];

export const outputIncomplete: Lesson = {
  id: 'OutputIncomplete',
  title: 'The outputs name every entry point',
  severity: 'low',
  facet: 'operations',
  classes: ['outputs-missing'],
  why: 'What is not in the outputs has to be looked up by hand after each deployment.',
  fix: 'Add an output with its endpoint, name or ARN.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }
Outputs:
  QueueUrl: { Value: !Ref Queue }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }
Outputs:
  QueueUrl: { Value: !Ref Queue }
  TableName: { Value: !Ref Table }`,
  *check(model) {
    for (const stack of model.stacks) {
      if (stack.parent || Object.keys(stack.outputs).length === 0 || isOpen(stack) || isSynthesised(stack)) continue;
      const named = new Set(partsOf(stack).filter(({ section }) => section === 'Outputs').flatMap(namedBy).map(({ target }) => target));
      for (const resource of wantedIn(stack).filter(({ type, id }) => ENTRY_POINTS.includes(type) && !named.has(id))) {
        // Members are found through their cluster.
        if (resource.get('DBClusterIdentifier') !== undefined && resource.type === 'AWS::RDS::DBInstance') continue;
        yield atAttribute(resource, 'Type', `No output names ${resource.id}`);
      }
    }
  },
};
