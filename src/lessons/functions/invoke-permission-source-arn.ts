import { options, Reference, Text, Value } from '../../template';
import { at, Lesson } from '../lesson';

/** Their Ref is a name or an id, not an ARN. */
const NAMED = ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::S3::Bucket', 'AWS::Events::Rule', 'AWS::Logs::LogGroup', 'AWS::SQS::Queue', 'AWS::Cognito::UserPool'];

function fault(value: Value | undefined): string | undefined {
  const parts = value instanceof Text ? value.parts : [value];
  const [first, second] = parts;
  if (typeof first === 'string' && first !== '' && !first.startsWith('arn:')) return `SourceArn starts with ${first.slice(0, 30)}`;
  if (!(first instanceof Reference)) return undefined;
  if (first.attribute === undefined && NAMED.includes(first.resource.type)) return `SourceArn starts with the name of ${first.resource.id}`;
  const bucket = first.resource.type === 'AWS::S3::Bucket' && first.attribute === 'Arn';
  return bucket && typeof second === 'string' && second.startsWith('/') ? 'SourceArn names objects, S3 calls as the bucket' : undefined;
}

/** `arn:aws:s3:::bucket/*` as text. */
const objects = (value: Value | undefined): boolean => {
  const [first, ...rest] = value instanceof Text ? value.parts : [value];
  const last = rest[rest.length - 1] ?? first;
  return typeof first === 'string' && /^arn:[^:]*:s3:::/.test(first) && typeof last === 'string' && last.endsWith('/*');
};

export const invokePermissionSourceArn: Lesson = {
  id: 'InvokePermissionSourceArn',
  title: 'SourceArn of a permission is the full ARN of the caller',
  severity: 'critical',
  facet: 'reliability',
  classes: ['lambda-permission', 'arn-format'],
  why: 'The ARN never matches the caller, or Lambda refuses it: the deployment fails, or every call does.',
  fix: 'Write arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/* for an API, !GetAtt Bucket.Arn for a bucket, !GetAtt Rule.Arn for a rule.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-permission.html',
  flawed: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Permission:
      Type: AWS::Lambda::Permission
      Properties: { FunctionName: worker, Action: 'lambda:InvokeFunction', Principal: apigateway.amazonaws.com, SourceArn: !Sub '\${Api}/*/*' }`,
  sound: `
    Api: { Type: AWS::ApiGateway::RestApi }
    Permission:
      Type: AWS::Lambda::Permission
      Properties:
        FunctionName: worker
        Action: lambda:InvokeFunction
        Principal: apigateway.amazonaws.com
        SourceArn: !Sub 'arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/*'`,
  *check(model) {
    for (const permission of model.resources('AWS::Lambda::Permission')) {
      const arn = permission.get('SourceArn');
      const found = options(arn).map((one) => fault(one) ?? (objects(one) ? 'SourceArn names objects, S3 calls as the bucket' : undefined)).find((one) => one);
      if (found) yield at(permission, 'SourceArn', found);
    }
  },
};
