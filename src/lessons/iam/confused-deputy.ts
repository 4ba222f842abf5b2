import { isMapping, show } from '../../template';
import { at, Lesson } from '../lesson';
import { Statement, statements } from '../policies';

/** Services that act for any account, and pass the source on in the request. */
const DEPUTIES = ['sns', 's3', 'events', 'cloudtrail', 'config', 'logging.s3', 'delivery.logs', 'cloudwatch', 'ses', 'budgets', 'costalerts', 'iot', 'codestar-notifications',
  'guardduty', 'backup', 'dms', 'vpc-flow-logs'].map((name) => `${name}.amazonaws.com`);
const HOLDERS = ['AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy', 'AWS::SecretsManager::ResourcePolicy', 'AWS::ECR::Repository'];
const SOURCE = /^aws:(source(account|arn|orgid|orgpaths|owner)|principalorgid|principalaccount)$|^s3:resourceaccount$|^cloudtrail:/i;

const PREFIX = /AWSLogs\/(\$\{AWS::AccountId\}|\d{12})/;

/** Reads that the service does before it writes, or a place that is the own account's alone. */
const isHarmless = ({ holder, actions, resources }: Statement) => holder.type === 'AWS::S3::BucketPolicy'
  && (actions.every((action) => /^s3:(Get|List)/.test(action)) || resources.every((resource) => PREFIX.test(show(resource))));

const hasSource = ({ conditions }: Statement) =>
  Object.values(conditions).some((keys) => !isMapping(keys) || Object.keys(keys).some((key) => SOURCE.test(key)));

export const confusedDeputy: Lesson = {
  id: 'ConfusedDeputy',
  title: 'A resource that lets a service in says for whose account or resource',
  severity: 'low',
  facet: 'security',
  classes: ['queue-topic-policy', 'bucket-policy', 'iam-generic'],
  why: 'Anybody may point his own topic, bucket, trail or rule at the resource: the service then writes false messages and logs into it.',
  fix: 'Add Condition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }, and ArnLike aws:SourceArn where the source is known.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  pci: ['7.2.5'],
  flawed: `
    Policy:
      Type: AWS::SQS::QueuePolicy
      Properties:
        Queues: [!Ref Queue]
        PolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn }]
    Queue: { Type: AWS::SQS::Queue }`,
  sound: `
    Policy:
      Type: AWS::SQS::QueuePolicy
      Properties:
        Queues: [!Ref Queue]
        PolicyDocument:
          Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Principal: { Service: sns.amazonaws.com }
              Action: sqs:SendMessage
              Resource: !GetAtt Queue.Arn
              Condition: { ArnEquals: { 'aws:SourceArn': !Ref Topic } }
    Topic: { Type: AWS::SNS::Topic }
    Queue: { Type: AWS::SQS::Queue }`,
  *check(model) {
    const seen = new Set<string>();
    for (const one of statements(model)) {
      if (!one.allows || !HOLDERS.includes(one.holder.type) || hasSource(one) || isHarmless(one)) continue;
      for (const { type, value } of one.principals) {
        if (type !== 'Service' || typeof value !== 'string' || !DEPUTIES.includes(value) || seen.has(`${one.holder.address} ${value}`)) continue;
        seen.add(`${one.holder.address} ${value}`);
        yield at(one.holder, `${one.path}.Principal.Service`, `${value} may come for anybody`, value);
      }
    }
  },
};
