import { Reference, show, Text, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { statements } from '../policies';

/** Types whose Ref is no ARN, and what gives the ARN. */
const ATTRIBUTE: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': '!GetAtt <table>.Arn',
  'AWS::DynamoDB::Table': '!GetAtt <table>.Arn',
  'AWS::ECR::Repository': '!GetAtt <repository>.Arn',
  'AWS::ECS::Cluster': '!GetAtt <cluster>.Arn',
  'AWS::Events::EventBus': '!GetAtt <bus>.Arn',
  'AWS::IAM::Role': '!GetAtt <role>.Arn',
  'AWS::KMS::Key': '!GetAtt <key>.Arn',
  'AWS::Kinesis::Stream': '!GetAtt <stream>.Arn',
  'AWS::KinesisFirehose::DeliveryStream': '!GetAtt <stream>.Arn',
  'AWS::Lambda::Function': '!GetAtt <function>.Arn',
  'AWS::Logs::LogGroup': '!GetAtt <group>.Arn',
  'AWS::RDS::DBCluster': '!Sub arn:...:cluster:${<cluster>}',
  'AWS::S3::Bucket': '!GetAtt <bucket>.Arn',
  'AWS::SQS::Queue': '!GetAtt <queue>.Arn',
  'AWS::SSM::Parameter': '!Sub arn:...:parameter/...',
};
/** Attributes that are no ARN. */
const NAMES = ['QueueName', 'QueueUrl', 'TopicName', 'DomainName', 'RoleId', 'KeyId', 'WebsiteURL', 'Name'];

function fault(value: Value): string | undefined {
  if (typeof value === 'string') return value === '' || value === '*' || value.startsWith('arn:') || value.startsWith('${') ? undefined : `${value} is no ARN`;
  const first = value instanceof Text ? value.parts[0] : value;
  if (typeof first === 'string') return /^arn(:|$)/.test(first) || first === '*' ? undefined : `${show(value)} is no ARN`;
  if (!(first instanceof Reference)) return undefined;
  const right = first.attribute === undefined ? ATTRIBUTE[first.resource.type] : undefined;
  if (right) return `${show(value)} is no ARN: ${right}`;
  return first.attribute !== undefined && NAMES.includes(first.attribute) ? `${show(value)} is no ARN` : undefined;
}

export const policyResourceArn: Lesson = {
  id: 'PolicyResourceArn',
  title: 'The resource of a policy is an ARN, or *',
  severity: 'critical',
  facet: 'reliability',
  classes: ['arn-format', 'iam-generic', 'bucket-policy'],
  why: 'The deployment fails: Resource must be in ARN format or "*". The Ref of a bucket, table, function, queue or log group is a name or an address.',
  fix: 'Use !GetAtt <resource>.Arn; for the objects of a bucket !Sub "${Bucket.Arn}/*".',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
  flawed: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'dynamodb:PutItem', Resource: !Ref Table }] }
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }`,
  sound: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'dynamodb:PutItem', Resource: [!GetAtt Table.Arn, !Sub '\${Table.Arn}/index/*'] }] }
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }`,
  *check(model) {
    for (const { holder, kind, resources, path } of statements(model)) {
      // Policies of API Gateway take the short form execute-api:/*.
      if (kind === 'trust' || holder.type === 'AWS::ApiGateway::RestApi') continue;
      for (const resource of resources) {
        const found = fault(resource);
        if (found) yield at(holder, `${path}.Resource`, found, show(resource));
      }
    }
  },
};
