import { wantedIn } from './outputs-missing';
import { isOpen, isSynthesised, namedBy, partsOf } from './sections';
import { once, RawReference, rawReferences, Resource, Stack } from '../../template';
import { atAttribute, Lesson } from '../lesson';

/** Entry points: of these each one is asked for by its name. */
const ENTRY_POINTS = [
  'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::AppSync::GraphQLApi', 'AWS::CloudFront::Distribution', 'AWS::Cognito::UserPool', 'AWS::DynamoDB::Table', 'AWS::EC2::VPC',
  'AWS::ECS::Cluster', 'AWS::EKS::Cluster', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::S3::Bucket', 'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
];

/** What the outputs of a stack name, also through those of a stack that it nests. */
const handedOn = once((stack: Stack): ReadonlySet<Resource> => new Set(named(stack, Object.keys(stack.outputs))));

/** A stack may be given what it puts out itself: CloudFormation refuses that, here it ends. */
const DEEPEST = 10;

function* named(stack: Stack, outputs: readonly string[], depth = 0): Iterable<Resource> {
  for (const part of partsOf(stack)) {
    if (part.section === 'Outputs' && outputs.includes(part.id)) yield* namedIn(stack, namedBy(part), depth);
  }
}

function* namedIn(stack: Stack, references: readonly RawReference[], depth: number): Iterable<Resource> {
  if (depth > DEEPEST) return;
  for (const { target, attribute } of references) {
    const resource = stack.resources.get(target);
    if (resource?.child) yield* named(resource.child, [attribute?.replace(/^Outputs\./, '') ?? ''], depth + 1);
    else if (resource) yield resource;
    else if (stack.parent && target in stack.parameters) yield* namedIn(stack.parent.stack, rawReferences(stack.parent.raw(`Parameters.${target}`)), depth + 1);
  }
}

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
      // What the root hands on counts. A nested stack without outputs is another mistake.
      const isSilent = (one: Stack) => Object.keys(one.outputs).length === 0 || isOpen(one) || isSynthesised(one);
      if (isSilent(stack) || isSilent(stack.root)) continue;
      for (const resource of wantedIn(stack).filter((one) => ENTRY_POINTS.includes(one.type) && !handedOn(stack.root).has(one))) {
        // Members are found through their cluster.
        if (resource.get('DBClusterIdentifier') !== undefined && resource.type === 'AWS::RDS::DBInstance') continue;
        yield atAttribute(resource, 'Type', `No output names ${resource.id}`);
      }
    }
  },
};
