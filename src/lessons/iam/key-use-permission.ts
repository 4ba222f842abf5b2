import { lacks, namedByResource, roleAt } from './roles';
import { isMapping, Model, Reference, Resource, show, Value } from '../../template';
import { at, Finding, Lesson } from '../lesson';
import { gives, statementsOf } from '../policies';
import { target } from '../query';

const BUCKET_KEY = 'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID';

/** Where the key of a resource stands, when its caller must be allowed to use it; and what the caller does. */
const KEYS: Readonly<Record<string, readonly [property: string, ...actions: string[]]>> = {
  'AWS::S3::Bucket': [BUCKET_KEY, 's3:GetObject', 's3:PutObject'],
  'AWS::SNS::Topic': ['KmsMasterKeyId', 'sns:Publish'],
  'AWS::SQS::Queue': ['KmsMasterKeyId', 'sqs:SendMessage', 'sqs:ReceiveMessage'],
  'AWS::SecretsManager::Secret': ['KmsKeyId', 'secretsmanager:GetSecretValue'],
};
const USES = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** Whether the policy of the key itself may let the role in: more than the account, which only lets policies decide. */
const letsIn = (key: Resource): boolean => statementsOf(key).some((one) => one.allows && USES.some((action) => gives(one, action))
  && one.principals.some(({ type, value }) => type !== 'Service' && !/:root$/.test(show(value)) && !/^(\d{12}|\$\{AWS::AccountId\})$/.test(show(value))));

/** The key that the role would need for the resource, and surely may not use. */
function missing(model: Model, role: Resource, resource: Resource | undefined): Resource | undefined {
  const [property, ...actions] = (resource && KEYS[resource.type]) ?? [];
  if (!resource || !property || lacks(model, role, actions, resource)) return undefined;
  const key = target(model, resource.get(property));
  return key?.type === 'AWS::KMS::Key' && !letsIn(key) && lacks(model, role, USES, key) ? key : undefined;
}

const resourceOf = (value: Value | undefined) => value instanceof Reference ? value.resource : undefined;

function* ofFunction(model: Model, fn: Resource, role: Resource): Iterable<Finding> {
  const variables = fn.get('Environment.Variables');
  const named = isMapping(variables) ? Object.values(variables).map(resourceOf) : [];
  const polled = model.resources('AWS::Lambda::EventSourceMapping')
    .filter((mapping) => target(model, mapping.get('FunctionName')) === fn).map((mapping) => target(model, mapping.get('EventSourceArn')));
  for (const resource of new Set([...named, ...polled])) {
    const key = missing(model, role, resource);
    if (key) yield at(fn, 'Role', `${role.id} may not use ${key.id}, which encrypts ${resource!.id}`, resource!.id);
  }
}

export const keyUsePermission: Lesson = {
  id: 'KeyUsePermission',
  title: 'Who uses an encrypted bucket, queue, topic or secret may use its key',
  severity: 'high',
  facet: 'reliability',
  classes: ['iam-missing-permission', 'kms-key-policy', 'encrypt-general'],
  why: 'The call fails with KMS.AccessDenied, though the action itself is allowed: the message is not sent, the secret not read.',
  fix: 'Allow the role kms:Decrypt to read, and kms:GenerateDataKey as well to write, on the ARN of the key.',
  source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
  pci: ['3.6.1'],
  flawed: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, Environment: { Variables: { QUEUE: !Ref Queue } } }
    Queue: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Ref Key } }
    Key:
      Type: AWS::KMS::Key
      Properties:
        KeyPolicy:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }]
    Role:
      Type: AWS::IAM::Role
      Properties:
        Policies:
          - PolicyName: send
            PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn }] }`,
  sound: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, Environment: { Variables: { QUEUE: !Ref Queue } } }
    Queue: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Ref Key } }
    Key:
      Type: AWS::KMS::Key
      Properties:
        KeyPolicy:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }]
    Role:
      Type: AWS::IAM::Role
      Properties:
        Policies:
          - PolicyName: send
            PolicyDocument:
              Version: '2012-10-17'
              Statement:
                - { Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn }
                - { Effect: Allow, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: !GetAtt Key.Arn }`,
  *check(model) {
    for (const fn of model.resources('AWS::Lambda::Function')) {
      const role = roleAt(model, fn.get('Role'));
      if (role && !namedByResource(role)) yield* ofFunction(model, fn, role);
    }
  },
};
